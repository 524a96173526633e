/** Finds the files that the user changed, among all changes that the engine reports. */
import type { LoosePath } from './state.ts';
import type { ChangedFile } from './types.ts';

/** One line of `docker diff`: added, changed or deleted. */
export interface DiffLine {
  kind: 'A' | 'C' | 'D';
  path: string;
}

/** Files that package managers, Python, the shell and the engine write. */
const IGNORED = [
  /^\/(tmp|run|proc|sys|dev|var\/tmp|var\/run)(\/|$)/,
  /^\/var\/(cache|log|backups|lib\/(apt|dpkg|apk|ucf|pam|systemd))(\/|$)/,
  /^\/(usr\/)?lib\/(apk\/db|systemd)(\/|$)/,
  // Written by scripts of packages.
  /^\/etc\/(systemd|machine-id)(\/|$)/,
  /^\/usr\/(lib|share)\/.*\.(cache|compiled)$/,
  /^\/etc\/(apk\/world|ld\.so\.cache|\.pwd\.lock|mtab|hosts|hostname|resolv\.conf)$/,
  /^\/etc\/(alternatives|rc.\.d|ssl\/certs)(\/|$)/,
  /^\/etc\/(passwd|group|shadow|gshadow|subuid|subgid)-$/,
  /^\/usr\/share\/(doc|man|info|locale|mime|icons)(\/|$)/,
  /\/(__pycache__|\.cache|\.config|\.local)(\/|$)/,
  /\.pyc$/,
  /\/\.(bash|ash|sh|python)_history$|\/\.(wget-hsts|lesshst|viminfo)$/,
];
/** Directories of packages, in which files may also be deleted or written by packages. */
const PACKAGES = /^\/(usr\/(?!local\/)|(lib|lib64|bin|sbin|etc|var|opt\/venv)\/)/;

/** The lines of `docker diff` and `podman diff`; other lines are skipped. */
export function readDiff(text: string): DiffLine[] {
  return text.split('\n').flatMap((line) => {
    const match = /^([ACD]) (\/.+)$/.exec(line.replace(/\r$/, ''));
    return match ? [{ kind: match[1] as DiffLine['kind'], path: match[2] as string }] : [];
  });
}

/** The lines that may be changes of the user, without folders that are only parents of others. */
export function relevantLines(lines: readonly DiffLine[]): DiffLine[] {
  const removals = lines.some(({ kind, path }) => kind !== 'A' && isRegister(path));
  const parents = new Set(lines.map(({ path }) => path.slice(0, path.lastIndexOf('/'))));
  return lines.filter(({ kind, path }) => {
    if (IGNORED.some((pattern) => pattern.test(path))) return false;
    if (kind === 'D')
      return !(removals && PACKAGES.test(path)) && !/\/(site|dist)-packages\//.test(path);
    return kind === 'A' || !parents.has(path);
  });
}

/** Whether a path is a package manager's database. */
function isRegister(path: string): boolean {
  return /^\/var\/lib\/dpkg\/status$|\/lib\/apk\/db\/installed$/.test(path);
}

/**
 * The files to report. A new folder stands for all files in it, if none of them belongs to a package.
 * @param lines the result of relevantLines
 * @param loose those that exist and that no package owns
 */
export function changedFiles(
  lines: readonly DiffLine[],
  loose: readonly LoosePath[],
): ChangedFile[] {
  const unowned = new Map(loose.map((one) => [one.path, one]));
  const added = lines.filter(({ kind }) => kind === 'A');
  // Folders with a package's file in them, at any depth.
  const shared = new Set<string>();
  for (const { path } of added)
    if (!unowned.has(path)) for (const up of above(path)) shared.add(up);
  const whole = added.filter(({ path }) => unowned.get(path)?.folder && !shared.has(path));
  const wholePaths = new Set(whole.map(({ path }) => path));
  const files: ChangedFile[] = [];
  for (const { kind, path } of lines) {
    if ([...above(path)].some((up) => wholePaths.has(up))) continue;
    if (kind === 'D') files.push({ path, change: 'deleted' });
    const one = unowned.get(path);
    if (kind === 'D' || !one) continue;
    if (kind === 'C') files.push({ path, change: 'changed' });
    else if (!one.folder) files.push({ path, change: 'added' });
    else if (wholePaths.has(path)) files.push(newFolder(path, added, unowned));
  }
  // Files outside of the packages' directories come first.
  const packages = ({ path }: ChangedFile) => Number(PACKAGES.test(path));
  return files.sort((a, b) => packages(a) - packages(b) || (a.path < b.path ? -1 : 1));
}

function newFolder(
  path: string,
  added: readonly DiffLine[],
  unowned: Map<string, LoosePath>,
): ChangedFile {
  const inside = added.filter((one) => one.path.startsWith(`${path}/`));
  const files = inside.filter((one) => unowned.get(one.path)?.folder === false).length;
  return files > 0
    ? { path: `${path}/`, change: 'added', files }
    : { path: `${path}/`, change: 'added' };
}

function* above(path: string): Generator<string> {
  for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
    yield path.slice(0, at);
  }
}
