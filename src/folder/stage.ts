/** Writes all new files to `.ml-image/run/new/`, before any file of the folder is touched. */
import type { Stats } from 'node:fs';
import { join } from 'node:path';
import { type Disk, makeFolders, statsAt, writeWhole } from './disk.ts';
import { fingerprint, fingerprintOfText } from './fingerprint.ts';
import { type CopyOptions, copyModel, type How } from './model-copy.ts';
import { newPath, RUN } from './moves.ts';
import { placeOf } from './paths.ts';
import { manifestOf, type WritePlan } from './write-plan.ts';

/**
 * Stages a plan's files, the manifest last since it holds the fingerprints of the copied model, and notes
 * in each step the fingerprint of what was staged.
 * @returns the model's files that were copied, and how
 * @throws what the file system throws, or the signal's reason
 */
export async function stage(
  disk: Disk,
  root: string,
  plan: WritePlan,
  options: CopyOptions,
): Promise<{ to: string; how: How; bytes: number }[]> {
  makeFolders(disk, join(root, RUN, 'new'));
  disk.mkdirSync(join(root, RUN, 'old'));
  const copied: { to: string; how: How; bytes: number }[] = [];
  const real = new Set<string>();
  for (const step of plan.steps) {
    const { content } = step;
    const staged = newPath(root, step);
    if (content?.kind === 'model') {
      const how = await copyModel(disk, content.source, staged, options);
      copied.push({ to: step.path, how, bytes: content.source.size });
    } else if (content) {
      const isText = content.kind === 'text';
      const like = isText ? content.like : step.path;
      const replaces = like === null ? undefined : found(disk, root, like, real);
      const bits = isText ? content.mode : null;
      const mode = bits ?? (replaces ? replaces.mode & 0o7777 : 0o644);
      const text = isText ? content.text : manifestOf(plan);
      writeWhole(disk, staged, text, { mode, durable: step.was !== null, replaces });
      step.is = fingerprintOfText(text);
    }
    if (content) step.is ??= fingerprint(disk, staged);
  }
  options.signal?.throwIfAborted();
  return copied;
}

/** The file at a path; a link's mode is not a file's. */
function found(disk: Disk, root: string, path: string, real: Set<string>): Stats | undefined {
  const stats = statsAt(disk, placeOf(disk, root, path, undefined, real));
  return stats?.isFile() ? stats : undefined;
}
