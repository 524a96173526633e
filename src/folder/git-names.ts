/**
 * Names that some file system or Git takes for `.git`. Git runs what such a folder or file names, so
 * nothing of that name is ever written, moved or removed.
 *
 * The rules are those of Git's `is_ntfs_dotgit` and `is_hfs_dotgit` (path.c, utf8.c), and stricter: a file
 * system that treats more names as equal is covered too.
 */

/** A name as the most lenient file systems compare it: without case, ignorable characters, stream or final dots. */
export function foldedName(name: string): string {
  const plain = name
    .normalize('NFKC')
    .replace(/[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu, '')
    .toLowerCase();
  // NTFS: what follows a colon names a stream of the same file.
  const stream = plain.indexOf(':');
  const bare = stream < 0 ? plain : plain.slice(0, stream);
  let end = bare.length;
  while (end > 0 && (bare[end - 1] === ' ' || bare[end - 1] === '.')) end--;
  return bare.slice(0, end);
}

/** Whether a file system may take a name for `.git`; `GIT~1` is the short name that Windows gives it. */
export function isGitName(name: string): boolean {
  const folded = foldedName(name);
  return folded === '.git' || /^git~\d+$/.test(folded);
}

/** Whether a path of either kind of slash has such a name among its parts. */
export function leadsIntoGit(path: string): boolean {
  return path.split(/[\\/]/).some(isGitName);
}
