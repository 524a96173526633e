/** What `ml-image capture` says of a shell session: plain lines, made for reading. */
import type { Captured, ChangedFile, Found, NotKept } from '../capture/types.ts';
import { shown, visibleLine } from '../core/text.ts';

/** Files beyond these are counted, not named. */
const MOST_FILES = 20;

/** What a person reads before the shell opens. */
export function openingText(image: string, manager: 'apt' | 'apk', pip: boolean): string {
  const [update, add] =
    manager === 'apt' ? ['apt-get update', 'apt-get install'] : [null, 'apk add'];
  const pipPackage = manager === 'apt' ? 'python3-pip' : 'py3-pip';
  const first = update ? ` (first: ${update})` : '';
  return [
    `A shell in a container of ${image}, as root. Install what is missing by hand: pip install, ${add}${first}.`,
    ...(pip ? [] : [`There is no pip in this image: ${add} ${pipPackage}, which is not kept.`]),
    'Leave it with exit or Ctrl-D; what you asked for is then listed, and you choose what to keep.',
    '',
  ].join('\n');
}

/** What was found, without what may be chosen; empty where there is nothing to say. */
export function foundText(captured: Captured, container: string | null, engine: string): string {
  const { found, notKept, along } = captured;
  return [
    ...section('Installed or taken out by hand', found.map(foundLine)),
    ...(along.length > 0 ? [`Came along: ${some(along)}`] : []),
    ...section('Cannot be kept', notKept.map(notKeptLine)),
    ...filesLines(captured, container, engine),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

/** One package as it stands in a list: `pip: humanize==4.12.3`. */
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
  const theirs = installs && files.some(({ path }) => /^\/(etc|usr|var)\//.test(path));
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
    ...(theirs ? ["  Packages' own scripts write some of them."] : []),
    '  To have one in the image, put it into this folder and COPY it in Dockerfile.',
    ...copy,
  ];
}

function fileLine({ path, change, files }: ChangedFile): string {
  return `${visibleLine(path)} (${files === undefined ? change : `${change}, ${files} file${files === 1 ? '' : 's'}`})`;
}

/** A path as a word of the shell, or its place holder where it is an odd one. */
function pathWord(path: string): string {
  return /^[A-Za-z0-9_./+-]+$/.test(path) ? path : 'PATH';
}

function some(names: string[]): string {
  const listed = names.slice(0, 8).map(shown).join(', ');
  return names.length > 8 ? `${listed} and ${names.length - 8} more` : listed;
}
