/**
 * Whether a directory above is the same user's. In one of another user, or in one where everybody may write,
 * anybody could have put the answers: as Git's `safe.directory` has it, they are left out.
 */
import { lstatSync, type Stats, statSync } from 'node:fs';

/**
 * Why what stands in a directory is not to be taken, as `it belongs to another user (uid 7)`; null: it is
 * this user's. Under sudo the user who called it counts too, as with Git. Windows has no numbers: null.
 * @param file what is to be read in it; nothing there: null
 */
export function foreignOwner(folder: string, file: string): string | null {
  const me = process.geteuid?.();
  if (me === undefined) return null;
  let found: Stats[];
  try {
    // A link may be another's, and lead to a file of this user.
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
