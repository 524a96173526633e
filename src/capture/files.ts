/** Which files a person changed by hand, out of all that the engine says has changed. */
import type { LoosePath } from './state.ts';
import type { ChangedFile } from './types.ts';

/** One line of `docker diff`: added, changed or deleted. */
export interface DiffLine {
  kind: 'A' | 'C' | 'D';
  path: string;
}

/** What package managers, Python, the shell and the engine write for themselves. */
const IGNORED = [
  /^\/(tmp|run|proc|sys|dev|var\/tmp|var\/run)(\/|$)/,
  /^\/var\/(cache|log|backups|lib\/(apt|dpkg|apk|ucf|pam|systemd))(\/|$)/,
  /^\/(usr\/)?lib\/(apk\/db|systemd)(\/|$)/,
  // Of scripts that run when a package is installed.
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
/** Where packages lie: what is deleted there went with one, and what is new there may be of its scripts. */
const PACKAGES = /^\/(usr\/(?!local\/)|(lib|lib64|bin|sbin|etc|var|opt\/venv)\/)/;

/** The lines that `docker diff` and `podman diff` print; what has another form is passed over. */
export function readDiff(text: string): DiffLine[] {
  return text.split('\n').flatMap((line) => {
    const match = /^([ACD]) (\/.+)$/.exec(line.replace(/\r$/, ''));
    return match ? [{ kind: match[1] as DiffLine['kind'], path: match[2] as string }] : [];
  });
}

/** The lines worth a closer look: no folder that only holds another one, nothing of nobody's. */
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

/** Whether a package manager keeps its books there. */
function isRegister(path: string): boolean {
  return /^\/var\/lib\/dpkg\/status$|\/lib\/apk\/db\/installed$/.test(path);
}

/**
 * What a person is told: a new folder stands for all that is in it, if no package put anything there.
 * @param lines those of worthALook
 * @param loose of them, what no package owns and is still there
 */
export function changedFiles(
  lines: readonly DiffLine[],
  loose: readonly LoosePath[],
): ChangedFile[] {
  const own = new Map(loose.map((one) => [one.path, one]));
  const added = lines.filter(({ kind }) => kind === 'A');
  // Folders with something of a package in them, at any depth.
  const shared = new Set<string>();
  for (const { path } of added) if (!own.has(path)) for (const up of above(path)) shared.add(up);
  const whole = added.filter(({ path }) => own.get(path)?.folder && !shared.has(path));
  const wholePaths = new Set(whole.map(({ path }) => path));
  const files: ChangedFile[] = [];
  for (const { kind, path } of lines) {
    if ([...above(path)].some((up) => wholePaths.has(up))) continue;
    if (kind === 'D') files.push({ path, change: 'deleted' });
    const one = own.get(path);
    if (kind === 'D' || !one) continue;
    if (kind === 'C') files.push({ path, change: 'changed' });
    else if (!one.folder) files.push({ path, change: 'added' });
    else if (wholePaths.has(path)) files.push(newFolder(path, added, own));
  }
  // A person's own places come first.
  const packages = ({ path }: ChangedFile) => Number(PACKAGES.test(path));
  return files.sort((a, b) => packages(a) - packages(b) || (a.path < b.path ? -1 : 1));
}

function newFolder(
  path: string,
  added: readonly DiffLine[],
  own: Map<string, LoosePath>,
): ChangedFile {
  const inside = added.filter((one) => one.path.startsWith(`${path}/`));
  const files = inside.filter((one) => own.get(one.path)?.folder === false).length;
  return files > 0
    ? { path: `${path}/`, change: 'added', files }
    : { path: `${path}/`, change: 'added' };
}

function* above(path: string): Generator<string> {
  for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
    yield path.slice(0, at);
  }
}
