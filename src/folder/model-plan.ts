/** Which model files a run puts into the folder, leaves as they are and takes away. Reads only. */
import { UserError } from '../core/errors.ts';
import type { ModelFile } from '../core/folder-state.ts';
import { shownPath } from '../core/text.ts';
import type { Disk } from './disk.ts';
import { type Fingerprint, fingerprint, samePrint, WHOLE } from './fingerprint.ts';
import { type ModelCopy, type SourceFile, sourceFiles } from './model-source.ts';
import { placeOf } from './paths.ts';

export interface ModelPlan {
  /** To be copied, with what is at the place now. */
  puts: { source: SourceFile; was: Fingerprint | null }[];
  /** There already, with the same content. */
  same: { source: SourceFile; is: Fingerprint }[];
  takes: { path: string; was: Fingerprint }[];
  /** Former model files that the user has changed: they stay, and are the user's from now on. */
  kept: string[];
}

/**
 * Plans a model's copies; `copies` is the whole model, so what was copied before and is not in it goes.
 * @param former the model's files as the manifest has them
 * @throws UserError where the source cannot be copied, or a file that is not ours is in its way
 */
export function planModel(
  disk: Disk,
  root: string,
  former: readonly ModelFile[],
  copies: readonly ModelCopy[],
): ModelPlan {
  const plan: ModelPlan = { puts: [], same: [], takes: [], kept: [] };
  const sources = copies.flatMap((copy) => sourceFiles(disk, copy));
  const targets = new Set(sources.map((source) => source.to));
  if (targets.size < sources.length)
    throw new UserError('two files of the model would have the same name in model/');
  for (const file of former.filter(({ path }) => !targets.has(path))) {
    const now = printAt(disk, root, file.path);
    if (now && samePrint(now, file)) plan.takes.push({ path: file.path, was: now });
    else if (now) plan.kept.push(file.path);
  }
  const going = new Set(plan.takes.map(({ path }) => path));
  for (const source of sources) {
    const place = placeOf(disk, root, source.to, going);
    const was = going.has(parentIn(going, source.to)) ? null : fingerprint(disk, place);
    const is = was && sameContent(disk, source, place, was);
    if (is) plan.same.push({ source, is });
    else if (!was || isOurs(disk, root, source.to, was, former, going)) {
      plan.puts.push({ source, was: was && was.size >= 0 ? was : null });
    } else
      throw new UserError(
        `${shownPath(source.to)} is in the way, and it is not as this generator put it there`,
        { hint: 'move it away' },
      );
  }
  return plan;
}

function printAt(disk: Disk, root: string, path: string): Fingerprint | null {
  return fingerprint(disk, placeOf(disk, root, path));
}

/** The file to remove that is in the way of a folder above this path, or ''. */
function parentIn(going: ReadonlySet<string>, path: string): string {
  return [...going].find((other) => path.startsWith(`${other}/`)) ?? '';
}

/** The print of a target that needs no copy: the same file, or a small one with the same bytes. */
function sameContent(
  disk: Disk,
  source: SourceFile,
  place: string,
  was: Fingerprint,
): Fingerprint | null {
  if (was.size < 0) return null;
  const [one, other] = [disk.statSync(source.from), disk.statSync(place)];
  if (one.ino === other.ino && one.dev === other.dev) return was;
  const small = source.size <= WHOLE && was.size === source.size;
  return small && samePrint(fingerprint(disk, source.from), was) ? was : null;
}

/** Whether a target is what was copied there, or a folder of only such files. */
function isOurs(
  disk: Disk,
  root: string,
  path: string,
  was: Fingerprint,
  former: readonly ModelFile[],
  going: ReadonlySet<string>,
): boolean {
  const file = former.find((each) => each.path === path);
  if (was.size >= 0) return file !== undefined && samePrint(file, was);
  return was.sample === 'folder' && onlyGoing(disk, root, path, going);
}

function onlyGoing(disk: Disk, root: string, path: string, going: ReadonlySet<string>): boolean {
  const entries = disk.readdirSync(placeOf(disk, root, path), { withFileTypes: true });
  return entries.every((entry) => {
    const below = `${path}/${entry.name}`;
    return entry.isDirectory() ? onlyGoing(disk, root, below, going) : going.has(below);
  });
}
