/**
 * Compares the pickle machine with Python's own unpicklers on damaged pickles: whatever Python
 * would import, the machine must have seen, or have called the file dangerous.
 *
 *   tsx test/inspect/real/compare-pickles.ts [--python PYTHON] [COPIES]
 *
 * The Python needs numpy and joblib. Ends with 1 when a copy gets an import past the machine.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { walkPickles } from '../../../src/inspect/pickle/walk.ts';
import { BufferSource } from '../../../src/inspect/read/source.ts';
import { ByteStream } from '../../../src/inspect/read/stream.ts';
import { join, op, pickle } from '../assemble.ts';
import { MODELS } from '../fixtures.ts';
import { mutate, randomOf } from '../mutate.ts';

const given = process.argv.slice(2);
const flag = given.indexOf('--python');
const python = flag < 0 ? 'python3' : (given.splice(flag, 2)[1] as string);
const copies = Number(given[0] ?? 2000);

/** Names that turn up in the middle of data when the reading goes wrong. */
const LURE = join(op.global('os', 'system'), op.text('true'), op.tuple1, op.reduce, op.pop);
const originals = readdirSync(MODELS)
  .filter((name) => /\.(joblib|pkl)$|legacy\.pt$/.test(name))
  .map((name) => readFileSync(path.join(MODELS, name)));
originals.push(pickle(op.mark, op.global('a', 'B'), op.obj, op.memoize, op.get(0), op.build));

/** Puts the lure at a random place, so that skipping too much or too little shows. */
function lured(content: Buffer, random: (below: number) => number): Buffer {
  const at = random(content.length);
  return random(2) === 0
    ? Buffer.concat([content.subarray(0, at), LURE, content.subarray(at)])
    : Buffer.concat([content.subarray(0, at), LURE, content.subarray(at + LURE.length)]);
}

const directory = mkdtempSync(path.join(tmpdir(), 'pickles-'));
let problems = 0;
let imported = 0;
try {
  const files: { file: string; content: Buffer }[] = [];
  for (let seed = 1; seed <= copies; seed++) {
    const random = randomOf(seed);
    const original = originals[random(originals.length)] as Buffer;
    const damaged = random(3) === 0 ? original : mutate(original, random);
    const content = random(4) === 0 ? damaged : lured(damaged, random);
    const file = path.join(directory, String(seed));
    writeFileSync(file, content);
    files.push({ file, content });
  }
  const answers = namesByPython(files.map(({ file }) => file));
  for (const [index, { file, content }] of files.entries()) {
    const theirs = answers[index] as string[];
    const walked = await walkPickles(ByteStream.of(new BufferSource(content)), { arrays: true });
    if (theirs.length > 0) imported++;
    const { imports } = walked.report;
    const missed = theirs.filter((name) => !imports.has(name) && !imports.has(older(name)));
    if (missed.length === 0) continue;
    if (walked.safety.verdict === 'dangerous') continue;
    problems++;
    console.log(
      `${path.basename(file)}: Python imports ${missed.join(', ')}, the machine did not see it`,
    );
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
}
console.log(
  `${copies} pickles, ${imported} of them import something, ${problems} got past the machine`,
);
process.exitCode = problems === 0 ? 0 : 1;

/** Python maps names of Python 2 before it asks for them; the machine reports what is written. */
function older(name: string): string {
  return name.replace(/^builtins\./, '__builtin__.').replace(/^copyreg\./, 'copy_reg.');
}

/** What Python would import of each file; a file that crashes Python itself counts as nothing. */
function namesByPython(files: string[]): string[][] {
  const script = path.join(import.meta.dirname, 'unpickle_names.py');
  const answers: string[][] = [];
  while (answers.length < files.length) {
    const child = spawnSync(python, [script], {
      input: files
        .slice(answers.length)
        .map((file) => `${file}\n`)
        .join(''),
      encoding: 'utf8',
      maxBuffer: 2 ** 30,
    });
    const lines = child.stdout.split('\n').filter((line) => line.startsWith('['));
    if (answers.length === 0 && lines.length === 0) throw new Error(child.stderr);
    answers.push(...lines.map((line) => JSON.parse(line) as string[]));
    if (answers.length < files.length) answers.push([]);
  }
  return answers;
}
