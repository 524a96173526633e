/** `--version`, whichever door it came through. */
import { packageVersion } from '../core/package.ts';

/** The line that says the version of this package. */
export function versionText(): string {
  return `${packageVersion()}\n`;
}
