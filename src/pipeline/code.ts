/** The user's own Python code and data that go into src/, and what lies beside a model that needs it. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { UserError } from '../core/errors.ts';
import type { Need } from '../core/model-facts.ts';
import { quoted, shown } from '../core/text.ts';
import type { ModelCopy } from '../folder/apply.ts';

/**
 * The copies of given files and directories into src/, each under its own name.
 * @param cwd where relative paths start
 * @throws UserError where one is not there, or two have one name
 */
export function codeCopies(cwd: string, paths: readonly string[]): ModelCopy[] {
  const copies = paths.map((path) => {
    const home = path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : path;
    const from = resolve(cwd, home);
    const to = `src/${basename(from)}`;
    if (path === '' || path.includes('\0') || !existsSync(from)) {
      throw new UserError(`${quoted(path)} is not there`, {
        flag: 'code',
        hint: 'give the path of a module, a package or a data file',
      });
    }
    if (basename(from) === '' || basename(from).startsWith('.')) {
      throw new UserError(`${quoted(path)} has no name that Python could import`, {
        flag: 'code',
        hint: 'give the module or the package itself',
      });
    }
    return { from, to };
  });
  const doubled = copies.find(({ to }, at) => copies.findIndex((one) => one.to === to) < at);
  if (doubled) {
    throw new UserError(`two paths of --code are called ${shown(basename(doubled.to))}`, {
      hint: 'rename one',
    });
  }
  return copies;
}

/**
 * The copies of the code that an MLflow model brings: what is in its `code/`, which MLflow puts on
 * Python's path (https://mlflow.org/docs/latest/ml/model/, code_paths).
 */
export function codeOfMlflow(source: string): ModelCopy[] {
  const folder = join(source, 'code');
  if (!existsSync(join(source, 'MLmodel')) || !isDirectory(folder)) return [];
  return readdirSync(folder)
    .filter((name) => !name.startsWith('.') && name !== '__pycache__')
    .sort()
    .map((name) => ({ from: join(folder, name), to: `src/${name}` }));
}

/** Code beside a model, and a class that the model needs of it. */
export interface NearbyCode {
  /** Absolute path of the module or package. */
  path: string;
  /** `net.UNet` */
  needs: string;
}

/**
 * Modules and packages beside the model whose classes it needs, each once.
 * @param source absolute path of the model
 */
export function findNearbyCode(source: string, needs: readonly Need[]): NearbyCode[] {
  const folder = dirname(source);
  const found = new Map<string, NearbyCode>();
  for (const { kind, name } of needs) {
    const module = name.split('.')[0] as string;
    if (kind !== 'class' || !name.includes('.') || !/^\w+$/.test(module)) continue;
    const path = [join(folder, `${module}.py`), join(folder, module)].find(
      (one) => existsSync(one) && (one.endsWith('.py') || isPackage(one)),
    );
    if (path !== undefined && !found.has(path)) found.set(path, { path, needs: name });
  }
  return [...found.values()];
}

function isPackage(path: string): boolean {
  return isDirectory(path) && readdirSync(path).some((name) => name.endsWith('.py'));
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
