/** Results as text for a person. */
import { relative } from 'node:path';
import type { Config } from '../core/answers.ts';
import { type ChangeSet, listConflicts, summarise, writtenModel } from '../core/change-set.ts';
import { STORE_FILE } from '../core/layout.ts';
import { classNeeds, type ModelFacts, type Tensor } from '../core/model-facts.ts';
import { shown, visibleLine } from '../core/text.ts';
import { formatPhrase } from '../inspect/describe.ts';
import type { PreparedScaffold } from '../pipeline/scaffold.ts';
import { QUESTIONS } from '../questions/table.ts';

/** What was recognised of a model, in a few lines: told before the next question. */
export function modelText(facts: ModelFacts): string {
  const part = (tensors: readonly Tensor[] | null) =>
    (tensors ?? [])
      .slice(0, 3)
      .map(({ dtype, shape }) => {
        const lengths = shape?.map((length) => length ?? '?').join(', ');
        return `${dtype ?? ''}${lengths === undefined ? '' : ` (${lengths})`}`.trim();
      })
      .filter((text) => text !== '')
      .join('; ');
  const saved = facts.savedWith ? `, saved with ${facts.savedWith}` : '';
  const rows: [string, string][] = [
    ['model', `${formatPhrase(facts.format)}${saved}`],
    ['takes', part(facts.inputs)],
    ['gives', part(facts.outputs)],
  ];
  return rows
    .filter(([, text]) => text !== '')
    .map(([label, text]) => `  ${label}  ${visibleLine(text)}\n`)
    .join('');
}

/** Colours for texts of this file: headings, commands, and what is less important. */
export function painted(text: string): string {
  return text
    .replace(/^(Next:|Wrote)/gm, '\u001b[1m$1\u001b[22m')
    .replace(/^( {2}(?:cd|make|less) .*?)(?= {2,}|$)/gm, '\u001b[36m$1\u001b[39m')
    .replace(/^( {2}(?:model|takes|gives))(?= {2})/gm, '\u001b[2m$1\u001b[22m');
}

/** The answers that were not asked for, each with its reason, as a table. */
export function answersText(prepared: PreparedScaffold): string {
  const rows = prepared.origins.flatMap(({ key, value, origin, because }) => {
    const text = Array.isArray(value) ? value.join(', ') : value;
    if (text === null || text === '' || origin === 'prompt') return [];
    const label = QUESTIONS.find((question) => question.key === key)?.flag ?? key;
    return [[label, shown(text), origin === 'flag' ? 'as given' : visibleLine(because)] as const];
  });
  const first = Math.max(...rows.map(([label]) => label.length), 0);
  const second = Math.min(Math.max(...rows.map(([, value]) => value.length), 0), 40);
  return rows
    .map(([label, value, why]) => `  ${label.padEnd(first)}  ${value.padEnd(second)}  ${why}\n`)
    .join('');
}

/** The next steps, as commands that work in `cwd`. */
export function nextText(prepared: PreparedScaffold, cwd: string): string {
  const near = relative(cwd, prepared.root) || '.';
  const folder = near.length <= prepared.root.length ? near : prepared.root;
  const quoted = /^[A-Za-z0-9_./-]+$/.test(folder)
    ? folder
    : `'${folder.replaceAll("'", "'\\''")}'`;
  const lines = [
    `Next:`,
    ...(folder === '.' ? [] : [`  cd ${quoted}`]),
    ...(prepared.config.model ? [] : ['  put the model into model/']),
    // Code that came along may hold the class: the first build tells.
    ...(prepared.copies?.some(({ to }) => to.startsWith('src/'))
      ? []
      : classesText(prepared.config)),
    '  make build test     build the image and try it as a runner would',
    '  less README.md      everything else, also without make',
  ];
  return `${lines.join('\n')}\n`;
}

/** What model.py has to bring before the model can be loaded, as one line; none if nothing. */
function classesText({ model }: Config): string[] {
  const [first, ...others] = classNeeds(model?.needs ?? []);
  if (first === undefined) return [];
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  const what = visibleLine(`bring ${first.name}${more}: ${first.why}`);
  return [`  edit model.py       ${what}`];
}

/** One line of a copy's progress, e.g. `copying model/a.pt  45 % of 2.6 GB`. */
export function progressText(to: string, done: number, total: number): string {
  const percent = total === 0 ? 100 : Math.floor((100 * done) / total);
  return `copying ${shown(to)}  ${String(percent).padStart(3)} % of ${sizeText(total)}`;
}

/** A number of bytes in decimal units: `2.6 GB`. */
function sizeText(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}

/** What happens to a file, by its action. */
const ACTIONS: Record<string, string> = {
  create: 'new',
  update: 'changed',
  replace: 'replaced',
  merge: 'merged with your edits',
  conflict: 'CONFLICT',
  beside: 'CONFLICT, ours is beside it',
  delete: 'removed',
  rename: 'renamed',
  mode: 'executable bit changed',
  'keep-edited': 'kept, yours',
  'keep-deleted': 'stays deleted',
};

/** What happens to each file, one line each; empty if nothing does. */
export function changesText(changes: ChangeSet): string {
  const rows = summarise(changes).map(({ path, action, from, note }) => {
    const moved = from === undefined ? path : `${from} -> ${path}`;
    const word = path === STORE_FILE ? 'the answers' : ACTIONS[action];
    return [moved, visibleLine([word, note].filter(Boolean).join(': '))] as const;
  });
  const width = Math.max(...rows.map(([path]) => path.length), 0);
  return rows.map(([path, what]) => `  ${shown(path).padEnd(width)}  ${what}\n`).join('');
}

/** The changed files of the model, which a diff of texts cannot show, in one line; empty if there are none. */
export function modelFilesText(changes: ChangeSet): string {
  const files = writtenModel(changes).map(
    ({ path, action }) => `${shown(path)} (${ACTIONS[action]})`,
  );
  return files.length === 0 ? '' : `Not in this diff, the model's files: ${files.join(', ')}\n`;
}

/** The conflicts, as `file:line`; empty if there are none. */
export function conflictsText(changes: ChangeSet): string {
  const places = listConflicts(changes);
  if (places.length === 0) return '';
  const lines = places.map(({ path, line }) => `  ${shown(path)}:${line}\n`);
  const beside = places.some(({ path }) => path.endsWith('.new'));
  return [
    'You and the generator changed the same lines; choose between the markers',
    beside
      ? ' (a .new file is beside each file that could not be merged: take from it, then delete it)'
      : '',
    `:\n${lines.join('')}`,
  ].join('');
}

/** A unified diff in the usual colours. */
export function colouredDiff(diff: string): string {
  const colour = (line: string) => {
    if (/^(---|\+\+\+|diff )/.test(line)) return `\x1b[1m${line}\x1b[0m`;
    if (line.startsWith('@@')) return `\x1b[36m${line}\x1b[0m`;
    if (line.startsWith('+')) return `\x1b[32m${line}\x1b[0m`;
    if (line.startsWith('-')) return `\x1b[31m${line}\x1b[0m`;
    return line;
  };
  return diff.split('\n').map(colour).join('\n');
}
