/** What `ml-image capture` prints about a shell session. */
import type { Captured, ChangedFile, Found, NotKept } from '../capture/types.ts';
import { shown, visibleLine } from '../core/text.ts';

/** The number of files that are listed; more are only counted. */
const MOST_FILES = 20;

/** The text before the shell opens. */
export function openingText(image: string, manager: 'apt' | 'apk', pip: boolean): string {
  const [update, add] =
    manager === 'apt' ? ['apt-get update', 'apt-get install'] : [null, 'apk add'];
  const pipPackage = manager === 'apt' ? 'python3-pip' : 'py3-pip';
  const first = update ? ` (first: ${update})` : '';
  return [
    `A shell in a container of ${image}, as root. Install what is missing by hand: pip install, ${add}${first}.`,
    ...(pip ? [] : [`There is no pip in this image: ${add} ${pipPackage}, which is not kept.`]),
    'Leave it with exit or Ctrl-D; what you installed is then listed, and you choose what to keep.',
    '',
  ].join('\n');
}

/** What was found, before the user chooses; empty if nothing was. */
export function foundText(captured: Captured, container: string | null, engine: string): string {
  const { found, notKept, along } = captured;
  return [
    ...section('Installed or removed by hand', found.map(foundLine)),
    ...(along.length > 0 ? [`Installed with them: ${firstNames(along)}`] : []),
    ...section('Cannot be kept', notKept.map(notKeptLine)),
    ...filesLines(captured, container, engine),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

/** One package as a line: `pip: humanize==4.12.3`. */
export function foundLine({ list, action, text, note }: Found): string {
  const what = action === 'add' ? text : `without ${text}`;
  return `${list}: ${shown(what)}${note ? ` (${note})` : ''}`;
}

function notKeptLine({ what, why }: NotKept): string {
  return `${visibleLine(what)}: ${visibleLine(why)}`;
}

function section(title: string, lines: string[]): string[] {
  return lines.length > 0 ? [`${title}:`, ...lines.map((line) => `  ${line}`)] : [];
}

function filesLines(
  { files, found }: Captured,
  container: string | null,
  engine: string,
): string[] {
  const installs = found.some(({ list }) => list === 'system');
  const byPackages = installs && files.some(({ path }) => /^\/(etc|usr|var)\//.test(path));
  const first = files.find(({ change }) => change !== 'deleted');
  if (files.length === 0) return [];
  const lines = files.slice(0, MOST_FILES).map(fileLine);
  if (files.length > MOST_FILES) lines.push(`and ${files.length - MOST_FILES} more`);
  const copy =
    container && first
      ? [`  Until you have answered: ${engine} cp ${container}:${pathWord(first.path)} .`]
      : [];
  return [
    ...section('Other files that changed, which are not kept', lines),
    ...(byPackages ? ['  The scripts of packages write some of them.'] : []),
    '  To keep one, put it into this folder and COPY it in Dockerfile.',
    ...copy,
  ];
}

function fileLine({ path, change, files }: ChangedFile): string {
  return `${visibleLine(path)} (${files === undefined ? change : `${change}, ${files} file${files === 1 ? '' : 's'}`})`;
}

/** A path for a shell command, or PATH if it would have to be quoted. */
function pathWord(path: string): string {
  return /^[A-Za-z0-9_./+-]+$/.test(path) ? path : 'PATH';
}

function firstNames(names: string[]): string {
  const listed = names.slice(0, 8).map(shown).join(', ');
  return names.length > 8 ? `${listed} and ${names.length - 8} more` : listed;
}
