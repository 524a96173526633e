/**
 * Compares the inspector's answers with the frameworks' own reading of the same files.
 *
 *   tsx test/inspect/real/compare.ts [--python PYTHON] PATH...
 *
 * A PATH is a file, a model directory, or a directory of files (all below it are tried). Ends with 1 when
 * an answer differs. The Python needs the frameworks of the files at hand; where it cannot read
 * one, that is said and is no difference.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { inspectModel } from '../../../src/inspect/inspect.ts';
import { filesBelow } from '../../../src/inspect/locate.ts';
import type { ModelFacts, Tensor } from '../../../src/types.ts';

interface Answer {
  inputs?: Tensor[];
  outputs?: Tensor[];
  unordered?: boolean;
  names?: string[];
  features?: number | null;
  weights_only?: boolean;
  error?: string;
  unread?: boolean;
}

const given = process.argv.slice(2);
const flag = given.indexOf('--python');
const python = flag < 0 ? 'python3' : (given.splice(flag, 2)[1] as string);
const isModelDirectory = (directory: string) =>
  ['saved_model.pb', 'MLmodel', 'config.json'].some((name) =>
    existsSync(path.join(directory, name)),
  );
const paths = given.flatMap((each) => {
  if (!statSync(each).isDirectory() || isModelDirectory(each)) return [each];
  const files = filesBelow(path.resolve(each)).map((file) => path.join(each, file.path));
  const directories = new Set(files.map((file) => path.dirname(file)).filter(isModelDirectory));
  const loose = files.filter((file) => ![...directories].some((top) => file.startsWith(`${top}/`)));
  return [...directories, ...loose];
});

const read: { path: string; facts: ModelFacts }[] = [];
let problems = 0;
let slowest = 0;
for (const each of paths) {
  const start = performance.now();
  try {
    const facts = await inspectModel(each);
    if (facts.format !== 'unknown') read.push({ path: each, facts });
  } catch (error) {
    console.log(`${each}: ${(error as Error).message}`);
    if ((error as Error).name !== 'UserError') problems++;
  }
  slowest = Math.max(slowest, performance.now() - start);
}

const asked = read
  .map(({ path: file, facts }) => `${facts.format}\t${path.resolve(file)}\n`)
  .join('');
const script = path.join(import.meta.dirname, 'read_models.py');
const child = spawnSync(python, [script], {
  input: asked,
  encoding: 'utf8',
  maxBuffer: 2 ** 30,
  stdio: ['pipe', 'pipe', 'ignore'],
});
const answers = child.stdout
  .split('\n')
  .filter((line) => line.startsWith('{'))
  .map((line) => JSON.parse(line) as Answer);

const counts = new Map<string, { same: number; different: number; unread: number }>();
read.forEach(({ path: file, facts }, index) => {
  const count = counts.get(facts.format) ?? { same: 0, different: 0, unread: 0 };
  counts.set(facts.format, count);
  const answer = answers[index] ?? { error: 'no answer' };
  if (answer.unread || answer.error !== undefined) {
    count.unread++;
    if (answer.error !== undefined) console.log(`${file}: the framework says ${answer.error}`);
    return;
  }
  const differences = differencesOf(facts, answer);
  if (differences.length === 0) count.same++;
  else {
    count.different++;
    for (const difference of differences) console.log(`${file}: ${difference}`);
  }
});
for (const [format, count] of [...counts].sort()) {
  console.log(
    `${format.padEnd(22)} ${String(count.same).padStart(5)} same ${String(count.different).padStart(4)} different ${String(count.unread).padStart(4)} not read by the framework`,
  );
  problems += count.different;
}
console.log(
  `${read.length} models of ${counts.size} formats, the slowest in ${Math.round(slowest)} ms`,
);
process.exitCode = problems === 0 ? 0 : 1;

function differencesOf(facts: ModelFacts, answer: Answer): string[] {
  const found: string[] = [];
  const compare = (what: string, ours: unknown, theirs: unknown) => {
    const [left, right] = [JSON.stringify(ours), JSON.stringify(theirs)];
    if (left !== right) found.push(`${what} ${left}, the framework says ${right}`);
  };
  const ordered = (list: Tensor[] | null) =>
    answer.unordered ? list?.toSorted((a, b) => (a.name < b.name ? -1 : 1)) : list;
  if (answer.inputs !== undefined) compare('inputs', ordered(facts.inputs), answer.inputs);
  if (answer.outputs !== undefined) compare('outputs', ordered(facts.outputs), answer.outputs);
  if (answer.names !== undefined) {
    compare(
      'input names',
      facts.inputs?.map((input) => input.name),
      answer.names,
    );
  }
  if (typeof answer.features === 'number') {
    compare('features', facts.inputs?.[0]?.shape?.[1], answer.features);
  }
  if (answer.weights_only !== undefined) {
    const refuses = facts.warnings.some((warning) => /refuses it with weights_only/.test(warning));
    compare('weights_only', !refuses, answer.weights_only);
  }
  return found;
}
