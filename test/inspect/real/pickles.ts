/**
 * Compares the pickle machine with Python's own unpicklers on damaged pickles: whatever Python
 * would import, the machine must have seen, or have called the file dangerous.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { walkMember } from '../../../src/inspect/pickle/walk.ts';
import { BufferSource } from '../../../src/inspect/read/source.ts';
import { ByteStream } from '../../../src/inspect/read/stream.ts';
import { join, op, pickle } from '../assemble.ts';
import { MODELS } from '../fixtures.ts';
import { randomOf } from '../fuzz/random.ts';
import { mutate } from '../mutate.ts';
import { newer } from './differences.ts';

/** Names that turn up in the middle of data when the reading goes wrong. */
const LURE = join(op.global('os', 'system'), op.text('true'), op.tuple1, op.reduce, op.pop);

/** A pickle, whole or damaged, always the same for the same seed. */
interface Copy {
  seed: number;
  /** Nothing was done to it. */
  whole: boolean;
  content: Buffer;
}

/** What a comparison found. */
export interface PickleComparison {
  /** How many of the copies Python imports something for. */
  imported: number;
  /** How many the machine calls dangerous without having seen every import: it stopped early. */
  stopped: number;
  /** One line for each copy of which an import got past the machine. */
  past: string[];
}

/**
 * Makes so many copies of the fixtures' pickles and compares what `python`, which needs numpy and
 * joblib, imports of each with what the machine sees. Throws where Python cannot be asked.
 */
export async function comparePickles(copies: number, python: string): Promise<PickleComparison> {
  const made = makeCopies(copies);
  const answers = namesByPython(made, python);
  const past: string[] = [];
  let stopped = 0;
  for (const [index, { seed, whole, content }] of made.entries()) {
    const walked = await walkMember(ByteStream.of(new BufferSource(content)), { arrays: true });
    const seen = new Set([...walked.report.imports.keys()].flatMap((name) => [name, newer(name)]));
    const missed = (answers[index] as string[]).filter((name) => !seen.has(name));
    if (missed.length === 0) continue;
    // In a whole file there is nothing to stop at.
    if (walked.safety.verdict === 'dangerous' && !whole) stopped++;
    else past.push(`seed ${seed}: Python imports ${missed.join(', ')}, the machine did not see it`);
  }
  return { imported: answers.filter((names) => names.length > 0).length, stopped, past };
}

function makeCopies(copies: number): Copy[] {
  const originals = readdirSync(MODELS)
    .filter((name) => /\.(joblib|pkl)$|legacy\.pt$/.test(name))
    .map((name) => readFileSync(path.join(MODELS, name)));
  originals.push(pickle(op.mark, op.global('a', 'B'), op.obj, op.memoize, op.get(0), op.build));
  return Array.from({ length: copies }, (_, index) => {
    const random = randomOf(index + 1);
    const original = originals[random(originals.length)] as Buffer;
    const damaged = random(3) === 0 ? original : mutate(original, random);
    const content = random(4) === 0 ? damaged : lured(damaged, random);
    return { seed: index + 1, whole: content === original, content };
  });
}

/** Puts the lure at a random place, so that skipping too much or too little shows. */
function lured(content: Buffer, random: (below: number) => number): Buffer {
  const at = random(content.length);
  return random(2) === 0
    ? Buffer.concat([content.subarray(0, at), LURE, content.subarray(at)])
    : Buffer.concat([content.subarray(0, at), LURE, content.subarray(at + LURE.length)]);
}

/** What Python would import of each copy; one that crashes Python itself counts as nothing. */
function namesByPython(made: Copy[], python: string): string[][] {
  const script = path.join(import.meta.dirname, 'unpickle_names.py');
  const directory = mkdtempSync(path.join(tmpdir(), 'pickles-'));
  try {
    const files = made.map(({ seed, content }) => {
      const file = path.join(directory, String(seed));
      writeFileSync(file, content);
      return `${file}\n`;
    });
    const answers: string[][] = [];
    while (answers.length < files.length) {
      const child = spawnSync(python, [script], {
        input: files.slice(answers.length).join(''),
        encoding: 'utf8',
        maxBuffer: 2 ** 30,
        timeout: 300_000,
      });
      if (child.error !== undefined) throw child.error;
      const lines = child.stdout.split('\n').filter((line) => line.startsWith('['));
      if (answers.length === 0 && lines.length === 0) throw new Error(child.stderr);
      answers.push(...lines.map((line) => JSON.parse(line) as string[]));
      if (answers.length < files.length) answers.push([]);
    }
    return answers;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
