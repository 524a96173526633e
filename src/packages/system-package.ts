/**
 * What a package is called for apt and for apk: the one grammar that the questions, the catalog and
 * the rendered files share. Plain data, no room's own.
 */
import type { OsFlavour } from '../core/answers.ts';

export type PackageManager = 'apt' | 'apk';

/** The package manager of an OS flavour. */
export function managerOf(os: OsFlavour): PackageManager {
  return os === 'alpine' ? 'apk' : 'apt';
}

/** Longer than any name with a version. */
const LONGEST = 250;

/**
 * Debian policy 5.6.1 and 5.6.12: a name in lower case, then an architecture, then a version. None may
 * end with `-`: `apt-get install foo-` takes foo out (apt-get(8)). A `+` at the end of a name is one of
 * `g++`: apt takes it for a sign only where no package has the name. `cmd:bash` is apk's, and no
 * package `cmd` of an architecture `bash`.
 */
const APT =
  /^(?!(so|cmd|pc):)[a-z0-9][a-z0-9+.-]*[a-z0-9+](:[a-z0-9]+(-[a-z0-9]+)*)?(=APT_VERSION)?$/;
const APT_VERSION = /([0-9]+:)?[0-9]([A-Za-z0-9.+~-]*[A-Za-z0-9])?/;

/** apk-world(5) and apk-package(5) of apk-tools: also what a package provides (a library, a command), and bounds. */
const APK =
  /^((so|cmd|pc):)?[A-Za-z0-9]([A-Za-z0-9+._-]*[A-Za-z0-9+_])?(([<>]=?|=|=?~|[<>]~)APK_VERSION)?$/;
const APK_VERSION =
  /[0-9]+(\.[0-9]+)*[a-z]?(_(alpha|beta|pre|rc|cvs|svn|git|hg|p)[0-9]*)*(~[0-9a-f]+)?(-r[0-9]+)?/;

const GRAMMARS: Readonly<Record<PackageManager, RegExp>> = {
  apt: new RegExp(APT.source.replace('APT_VERSION', `(${APT_VERSION.source})`)),
  apk: new RegExp(APK.source.replace('APK_VERSION', `(${APK_VERSION.source})`)),
};

const EXAMPLES: Readonly<Record<PackageManager, string>> = {
  apt: 'libgomp1, libgomp1:arm64 or libgomp1=12.2.0-14',
  apk: "libgomp, 'libgomp>13' or so:libgomp.so.1",
};

/** Whether a package manager reads a text as one package; null: whether apt or apk does. */
export function isSystemPackage(text: string, manager: PackageManager | null): boolean {
  const managers: readonly PackageManager[] = manager ? [manager] : ['apt', 'apk'];
  return text.length <= LONGEST && managers.some((one) => GRAMMARS[one].test(text));
}

/** What is to be said of a text that is no package: why it cannot be, and how one is written. */
export function noSystemPackage(text: string, manager: PackageManager | null): string {
  if (/^[^=]+-$/.test(text) && manager !== 'apk') {
    return 'is not a package name: with a - at its end apt would take the package out';
  }
  return manager
    ? `is not a package name for ${manager}; write it like ${EXAMPLES[manager]}`
    : 'is not a package name; write it like libgomp1 for apt (Debian, Ubuntu) or libgomp for apk (Alpine)';
}

/** What makes two entries the same package: the name, with its architecture, without a version. */
export function packageIdentity(text: string): string {
  return text.split(/[=<>~]/)[0] as string;
}

/** The name alone. The prefix of apk's `so:`, `cmd:` and `pc:` is a part of it. */
export function packageName(text: string): string {
  const identity = packageIdentity(text);
  return /^(so|cmd|pc):/.test(identity) ? identity : (identity.split(':')[0] as string);
}
