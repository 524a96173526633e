/** The verdict on code that a description names, which its library imports. */
import type { Safety } from '../../core/model-facts.ts';
import { oneLine } from '../explain.ts';
import { classifyImport } from '../pickle/known.ts';
import { DATA_ONLY, unsafe, worst } from '../safety.ts';

/**
 * The verdict on dotted names that loading would import and call.
 * @param allowed names of the library's own parts
 * @param where the file that names them
 */
export function namedCode(names: readonly string[], allowed: RegExp, where: string): Safety {
  const found = [...new Set(names)].filter((name) => !allowed.test(name));
  return worst([
    DATA_ONLY,
    ...found.map((name) => {
      const isDangerous = classifyImport(name) === 'dangerous';
      const what = isDangerous ? 'can run any command' : 'code that is not its own';
      return unsafe(isDangerous ? 'dangerous' : 'unknown-imports', [
        `${oneLine(name)}: ${what}, named in ${where}`,
      ]);
    }),
  ]);
}
