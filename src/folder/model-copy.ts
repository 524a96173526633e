/**
 * Copies model files without reading them into memory: by clone, else in pieces. Never by a hard link,
 * whose content would follow what the user later does to the original.
 */
import { constants } from 'node:fs';
import { dirname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { UserError } from '../core/errors.ts';
import { shownPath } from '../core/text.ts';
import { addPath, codeOf, type Disk } from './disk.ts';
import type { SourceFile } from './model-source.ts';

/** Bytes read and written at a time; progress and an abort are handled between two pieces. */
const PIECE = 4 << 20;

/** Called while bytes are really copied; `done` and `total` are bytes of one file. */
export type OnProgress = (progress: { to: string; done: number; total: number }) => void;

export interface CopyOptions {
  onProgress?: OnProgress | undefined;
  signal?: AbortSignal | undefined;
}

/** How a file came into the folder; `same`: it was there already. */
export type How = 'clone' | 'copy' | 'same';

/**
 * Makes `staged` a copy of a model file.
 * A clone shares the bytes until one of both is written.
 * @throws the signal's reason when aborted; UserError when there is no room or the source changes meanwhile
 */
export async function copyModel(
  disk: Disk,
  source: SourceFile,
  staged: string,
  { onProgress, signal }: CopyOptions,
): Promise<How> {
  signal?.throwIfAborted();
  if (tryCopy(() => disk.copyFileSync(source.from, staged, constants.COPYFILE_FICLONE_FORCE)))
    return 'clone';
  disk.rmSync(staged, { force: true });
  assertRoom(disk, source, staged);
  await copyInPieces(disk, source, staged, onProgress, signal);
  return 'copy';
}

/** What a file system answers that cannot clone or link, or not across two of them. */
const CANNOT = new Set([
  'EXDEV',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EINVAL',
  'EPERM',
  'EACCES',
  'EMLINK',
  'ENOTTY',
  'EBADF',
]);

function tryCopy(action: () => void): boolean {
  try {
    action();
    return true;
  } catch (error) {
    if (CANNOT.has(codeOf(error) ?? '')) return false;
    throw error;
  }
}

function assertRoom(disk: Disk, source: SourceFile, staged: string): void {
  const { bavail, bsize } = disk.statfsSync(dirname(staged));
  if (bavail * bsize < source.size)
    throw new UserError(
      `the disk is full: ${shownPath(source.to)} needs ${source.size} bytes, and ${bavail * bsize} are free; nothing was changed`,
    );
}

async function copyInPieces(
  disk: Disk,
  source: SourceFile,
  staged: string,
  onProgress: OnProgress | undefined,
  signal: AbortSignal | undefined,
): Promise<void> {
  const input = disk.openSync(source.from, 'r');
  try {
    const output = disk.openSync(staged, 'wx', 0o644);
    try {
      const piece = Buffer.alloc(Math.min(PIECE, source.size + 1));
      let done = 0;
      for (;;) {
        const read = disk.readSync(input, piece, 0, piece.length, null);
        if (read === 0) break;
        for (let at = 0; at < read; ) at += disk.writeSync(output, piece, at, read - at);
        done += read;
        onProgress?.({ to: source.to, done, total: source.size });
        await setImmediate();
        signal?.throwIfAborted();
      }
      if (done !== source.size)
        throw new UserError(`${shownPath(source.from)} changed while it was copied`, {
          hint: 'run this again',
        });
    } catch (error) {
      throw addPath(error, staged);
    } finally {
      disk.closeSync(output);
    }
  } finally {
    disk.closeSync(input);
  }
}
