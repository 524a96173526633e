/** Compares the inspector's answers with the frameworks' own reading of the same files. */
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../../../src/core/errors.ts';
import type { ModelFacts } from '../../../src/core/model-facts.ts';
import { inspectModel } from '../../../src/inspect/inspect.ts';
import { filesBelow } from '../../../src/inspect/locate.ts';
import { type Answer, differencesOf } from './differences.ts';

/** How many files of one format came out how. */
export interface Counts {
  /** The framework says the same of at least one thing that both speak of. */
  same: number;
  different: number;
  /** The inspector read it; the framework cannot, or has nothing to say that is compared. */
  unasked: number;
}

/** What a comparison found. */
export interface Comparison {
  formats: Map<string, Counts>;
  /** One line each: the file and what differs. */
  differences: string[];
  /** Files that the framework itself refuses, and why. */
  refused: { path: string; why: string }[];
  /** Files that the inspector calls unknown, or refuses in one line. */
  unread: { path: string; why: string }[];
  /** The longest that one file took the inspector, in ms. */
  slowest: number;
}

/**
 * Reads files, model directories, and whatever is below other directories, by the inspector and by
 * the frameworks that `python` has. Throws where Python does not answer for every file, and
 * whatever the inspector throws beside its own refusals.
 */
export async function compareModels(given: string[], python: string): Promise<Comparison> {
  const found: Comparison = {
    formats: new Map(),
    differences: [],
    refused: [],
    unread: [],
    slowest: 0,
  };
  const read: { path: string; facts: ModelFacts }[] = [];
  for (const each of given.flatMap(modelsOf)) {
    const start = performance.now();
    try {
      const facts = await inspectModel(each);
      if (facts.format === 'unknown') found.unread.push({ path: each, why: 'unknown' });
      else read.push({ path: each, facts });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      found.unread.push({ path: each, why: error.message });
    }
    found.slowest = Math.max(found.slowest, performance.now() - start);
  }
  const answers = ask(
    python,
    read.map(({ path: file, facts }) => `${facts.format}\t${path.resolve(file)}\n`),
  );
  for (const [index, { path: file, facts }] of read.entries()) {
    const counts = found.formats.get(facts.format) ?? { same: 0, different: 0, unasked: 0 };
    found.formats.set(facts.format, counts);
    const answer = answers[index] as Answer;
    if (answer.error !== undefined) found.refused.push({ path: file, why: answer.error });
    const { compared, differences } = differencesOf(facts, answer);
    found.differences.push(...differences.map((each) => `${file}: ${each}`));
    if (compared === 0) counts.unasked++;
    else if (differences.length === 0) counts.same++;
    else counts.different++;
  }
  return found;
}

/** The comparison as lines for people: a line for each format, then the sum. */
export function summary({ formats, slowest }: Comparison): string[] {
  const rows = [...formats].sort(([a], [b]) => (a < b ? -1 : 1));
  const read = rows.reduce((sum, [, each]) => sum + each.same + each.different + each.unasked, 0);
  return [
    ...rows.map(
      ([format, { same, different, unasked }]) =>
        `${format.padEnd(22)} ${String(same).padStart(5)} same ${String(different).padStart(3)} different ${String(unasked).padStart(3)} not to be compared`,
    ),
    `${read} models of ${formats.size} formats, the slowest in ${Math.round(slowest)} ms`,
  ];
}

/** The models of a path: itself, or of a directory that is none, the directories and files below. */
function modelsOf(given: string): string[] {
  if (!statSync(given).isDirectory() || isModelDirectory(given)) return [given];
  const files = filesBelow(path.resolve(given)).map((file) => path.join(given, file.path));
  const directories = new Set(files.map((file) => path.dirname(file)).filter(isModelDirectory));
  const loose = files.filter((file) => ![...directories].some((top) => file.startsWith(`${top}/`)));
  return [...directories, ...loose];
}

function isModelDirectory(directory: string): boolean {
  return ['saved_model.pb', 'MLmodel', 'config.json'].some((name) =>
    existsSync(path.join(directory, name)),
  );
}

/** What the frameworks say, an answer for each line. */
function ask(python: string, lines: string[]): Answer[] {
  const script = path.join(import.meta.dirname, 'read_models.py');
  const child = spawnSync(python, [script], {
    input: lines.join(''),
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
    timeout: 300_000,
  });
  if (child.error !== undefined) throw child.error;
  const answers = child.stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Answer);
  if (child.status === 0 && answers.length === lines.length) return answers;
  const at = lines[answers.length]?.trim() ?? 'the end';
  throw new Error(
    `read_models.py ended with ${child.status ?? child.signal} at ${at}: ${child.stderr.slice(-2000)}`,
  );
}
