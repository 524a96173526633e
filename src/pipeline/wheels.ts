/** The user's wheels in the folder's `wheels/`: found, and checked against the image. */
import { statSync } from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';
import { refuseWheel } from '../catalog/check-wheel.ts';
import { placed, refusalError, UserError } from '../core/errors.ts';
import { shown } from '../core/text.ts';
import type { Item, Plan } from '../core/types.ts';
import { outside, wheelIn } from '../packages/requirement.ts';

/** A wheel among the requirements: its file's name, and where its path was read. */
export interface Wheel {
  file: string;
  name: string;
  place: string | null;
}

/**
 * Requirements with each path to a wheel as the build sees it (`wheels/NAME.whl`), and those wheels.
 * @param cwd where paths start
 * @param root the image folder
 * @throws UserError where a wheel is not there, or lies outside the folder's `wheels/`
 */
export function findWheels(
  items: readonly Item[],
  cwd: string,
  root: string,
): { items: Item[]; wheels: Wheel[] } {
  const wheels: Wheel[] = [];
  const found = items.map((item): Item => {
    const wheel = wheelIn(item.text);
    // A path with text behind it is refused later, with the other requirements.
    if (wheel === null || wheel.behind !== '') return item;
    const path = placed(item.place, () => pathInFolder(wheel.path, cwd, root));
    wheels.push({ file: basename(path), name: wheel.name, place: item.place });
    return { text: path, place: item.place };
  });
  return { items: found, wheels };
}

/**
 * The wheels that are named for a folder that is yet to be made; the build looks in its `wheels/`.
 * @param texts requirements, split
 */
export function wheelsAhead(texts: readonly string[]): Wheel[] {
  return texts.flatMap((text) => {
    const wheel = wheelIn(text);
    return wheel ? [{ file: basename(wheel.path), name: wheel.name, place: null }] : [];
  });
}

/** Notes the wheels that are not yet in the folder at `root`, which is still to be made: one line each. */
export function noteMissingWheels(wheels: readonly Wheel[], root: string): string[] {
  return wheels
    .filter(({ file }) => !isFile(join(root, 'wheels', file)))
    .map(({ file }) => `copy ${file} into ${shown(join(root, 'wheels'))}/ before make build`);
}

/**
 * Checks that wheels can be installed in the image.
 * @param change the command before a flag that changes the image: `ml-image regenerate ` or nothing
 * @throws UserError for one that cannot be installed there
 */
export function checkWheels(wheels: readonly Wheel[], plan: Plan, change: string): void {
  for (const { file, place } of wheels) {
    const refusal = refuseWheel(file, plan);
    if (!refusal) continue;
    const instead = refusal.instead.map((way) => (way.startsWith('--') ? change + way : way));
    placed(place, () => {
      throw refusalError({ ...refusal, instead });
    });
  }
}

/** The path relative to the folder. */
function pathInFolder(path: string, cwd: string, root: string): string {
  const wheels = join(root, 'wheels');
  const here = resolve(cwd, path);
  const inside = relative(root, here).split(sep).join('/');
  const fits = /^wheels\/(?:framework\/)?[^/]+$/.test(inside);
  if (fits && isFile(here)) return inside;
  // `wheels/` is relative to the folder from anywhere below it; a name alone is one in it.
  const meant = path.includes('/') ? path.replace(/^\.\//, '') : `wheels/${path}`;
  if (/^wheels\/(?:framework\/)?[^/]+$/.test(meant) && isFile(join(root, meant))) return meant;
  if (!fits && (isFile(here) || !/^(?:\.\/)?(?:wheels\/(?:framework\/)?)?[^/]+$/.test(path))) {
    throw outside(path);
  }
  throw new UserError(`${shown(path)} is not there`, {
    hint: `copy it into ${shown(relative(cwd, wheels) || '.')}/ first`,
  });
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
