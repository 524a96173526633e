/**
 * A secret of this user on this machine, kept outside of every folder. A journal is signed with it, so
 * that one which came with a clone, a copy or an archive is not trusted.
 *
 * Its place is `ml-image/run-key` in the user's state directory (XDG Base Directory Specification 0.8);
 * where that cannot be written, in the session's directory, or one of the user's own in the temporary one.
 */
import { homedir, tmpdir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { type Disk, makeFolders, statsAt } from './disk.ts';

const crypto = () => process.getBuiltinModule('node:crypto');
const NAME = 'run-key';
const BYTES = 32;

/** The signature of a text in hex; null where this user has no key, and none can be made. */
export function sign(disk: Disk, text: string): string | null {
  const key = readKey(disk) ?? makeKey(disk);
  return key && hmac(key, text);
}

/** Whether a signature is one that this user made on this machine. Makes no key. */
export function isSigned(disk: Disk, text: string, signature: string): boolean {
  const key = readKey(disk);
  if (!key) return false;
  const [given, right] = [Buffer.from(signature), Buffer.from(hmac(key, text))];
  return given.length === right.length && crypto().timingSafeEqual(given, right);
}

function hmac(key: string, text: string): string {
  return crypto().createHmac('sha256', key).update(text).digest('hex');
}

/** Directories for the key, the best first. */
function places(): string[] {
  const { XDG_STATE_HOME, XDG_RUNTIME_DIR, LOCALAPPDATA } = process.env;
  const state = XDG_STATE_HOME || (process.platform === 'win32' && LOCALAPPDATA);
  const uid = process.getuid?.() ?? 'user';
  return [
    join(state || join(homedir(), '.local', 'state'), 'ml-image'),
    ...(XDG_RUNTIME_DIR ? [join(XDG_RUNTIME_DIR, 'ml-image')] : []),
    join(tmpdir(), `ml-image-${uid}`),
  ].filter(isAbsolute);
}

function readKey(disk: Disk): string | null {
  for (const place of places()) {
    const key = keyAt(disk, place);
    if (key) return key;
  }
  return null;
}

/** The key in a directory; null where there is none, or someone else may have written it. */
function keyAt(disk: Disk, place: string): string | null {
  try {
    const path = join(place, NAME);
    const [folder, file] = [disk.lstatSync(place), disk.lstatSync(path)];
    if (!folder.isDirectory() || !isPrivate(folder) || !file.isFile() || !isPrivate(file))
      return null;
    const [number, key] = disk.readFileSync(path, 'utf8').split(' ');
    // A file that was copied or checked out has another inode than the one it was written with.
    return number === String(file.ino) && key && /^[0-9a-f]{64}$/.test(key) ? key : null;
  } catch {
    return null;
  }
}

/** Whether no other user owns, reads or writes it; Windows has other permissions. */
function isPrivate({ uid, mode }: { uid: number; mode: number }): boolean {
  const me = process.getuid?.();
  return me === undefined || (uid === me && (mode & 0o077) === 0);
}

/** Makes a key; two processes that do so at once both use the first one. */
function makeKey(disk: Disk): string | null {
  for (const place of places()) {
    try {
      if (!belongsToUser(disk, place)) continue;
      makeFolders(disk, place, 0o700);
      writeKey(disk, place);
    } catch {
      // Read-only, full, or no directory: the next place.
    }
    const key = keyAt(disk, place);
    if (key) return key;
  }
  return null;
}

/** Whether a directory is the user's, or would be made in one that is: root makes none in another's home. */
function belongsToUser(disk: Disk, place: string): boolean {
  const me = process.getuid?.();
  if (me === undefined || place.startsWith(`${tmpdir()}/`)) return true;
  let above = place;
  while (!statsAt(disk, above) && above !== dirname(above)) above = dirname(above);
  return disk.statSync(above).uid === me;
}

function writeKey(disk: Disk, place: string): void {
  const path = join(place, NAME);
  const draft = join(place, `${NAME}.${process.pid}.${crypto().randomBytes(4).toString('hex')}`);
  const file = disk.openSync(draft, 'wx', 0o600);
  try {
    try {
      const key = crypto().randomBytes(BYTES).toString('hex');
      disk.writeSync(file, `${disk.lstatSync(draft).ino} ${key}`);
      disk.fsyncSync(file);
    } finally {
      disk.closeSync(file);
    }
    // A key that is not valid, such as one restored from a backup, is replaced.
    if (keyAt(disk, place) !== null) return;
    if (statsAt(disk, path)) disk.renameSync(draft, path);
    else disk.linkSync(draft, path);
  } finally {
    disk.rmSync(draft, { force: true });
  }
}
