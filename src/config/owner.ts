/**
 * Whether a directory above belongs to the same user. Answers of other users are not used, as with
 * Git's `safe.directory`: in a shared directory anybody could have put them.
 */
import { lstatSync, type Stats, statSync } from 'node:fs';

/**
 * Says that a directory or a file in it belongs to another user: `it belongs to another user (uid 7)`.
 * Null if they are this user's (or under sudo, as with Git, of the user who called it), if there is no
 * such file, and on Windows, which has no user ids.
 */
export function foreignOwner(folder: string, file: string): string | null {
  const me = process.geteuid?.();
  if (me === undefined) return null;
  let found: Stats[];
  try {
    // A link may belong to another user, and lead to a file of this one.
    found = [statSync(folder), lstatSync(file), statSync(file)];
  } catch {
    return null;
  }
  const ours = new Set([me, ...(me === 0 ? sudoUser() : [])]);
  const other = found.find(({ uid }) => !ours.has(uid));
  return other ? `it belongs to another user (uid ${other.uid})` : null;
}

function sudoUser(): number[] {
  const { SUDO_UID = '' } = process.env;
  return /^\d{1,10}$/.test(SUDO_UID) ? [Number(SUDO_UID)] : [];
}
