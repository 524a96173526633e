/** Signs journals, and checks that one was written for this folder by this user on this machine. */
import { join } from 'node:path';
import { UserError } from '../core/errors.ts';
import type { Disk } from './disk.ts';
import { RUN } from './moves.ts';
import { isSigned, sign } from './run-key.ts';

/** The text of a journal's file: a line of signatures, then the journal. */
export function signText(disk: Disk, root: string, text: string): string {
  const signatures = placesOf(disk, root).flatMap((place) => sign(disk, bindTo(place, text)) ?? []);
  return `${signatures.join(' ')}\n${text}`;
}

/**
 * The journal in a text that `signText` returned.
 * @param name the journal's file, for the message
 * @throws UserError where no run of this user on this machine wrote it for this folder
 */
export function verifyText(disk: Disk, root: string, whole: string, name: string): string {
  const end = whole.indexOf('\n');
  const text = whole.slice(end + 1);
  const signatures = whole.slice(0, Math.max(end, 0)).split(' ').slice(0, 2);
  const places = placesOf(disk, root);
  const isValid = signatures.some((signature) =>
    places.some((place) => isSigned(disk, bindTo(place, text), signature)),
  );
  if (isValid) return text;
  throw foreignRun(name);
}

/** The error of a journal that is not trusted. */
export function foreignRun(name: string): UserError {
  return new UserError(
    `${RUN}/${name} was not written by a run of yours on this machine in this folder, so nothing of it is done and nothing was changed`,
    {
      hint: `delete ${RUN}/ if the folder is a clone or a copy, else run this again as the user, and with the HOME, of the run that was interrupted`,
    },
  );
}

/** Identifies a folder by its path, and by its inode where it was moved. A clone has neither. */
function placesOf(disk: Disk, root: string): string[] {
  const { ino, birthtimeMs } = disk.lstatSync(join(root, RUN));
  return [`path ${disk.realpathSync(root)}`, `number ${ino} ${birthtimeMs}`];
}

function bindTo(place: string, text: string): string {
  return `${JSON.stringify(place)}\n${text}`;
}
