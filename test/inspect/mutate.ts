import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { inspectModel } from '../../src/inspect/inspect.ts';
import { BufferSource } from '../../src/inspect/read/source.ts';
import { ZipArchive } from '../../src/inspect/read/zip.ts';
import { op, pickle, tar, zip } from './assemble.ts';
import { MODELS } from './fixtures.ts';

/** Pseudo-random integers below a bound, the same for the same seed (mulberry32). */
export function randomOf(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) % below;
  };
}

/** Values that lengths, counts and offsets go wrong with. */
const EXTREMES = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff];

/** One damaged copy: bits, bytes, numbers, cuts, repeats and moves. */
export function mutate(original: Buffer, random: (below: number) => number): Buffer {
  let bytes = Buffer.from(original);
  for (let changes = 1 + random(4); changes > 0 && bytes.length > 8; changes--) {
    // Headers lie at both ends: most changes go there.
    const reach = [bytes.length, Math.min(bytes.length, 256), Math.min(bytes.length, 2048)];
    const within = reach[random(3)] as number;
    const at = (random(4) === 0 ? bytes.length - within : 0) + random(Math.max(1, within - 8));
    const length = 1 + random(Math.min(64, bytes.length - at));
    switch (random(7)) {
      case 0:
        bytes[at] = (bytes[at] as number) ^ (1 << random(8));
        break;
      case 1:
        bytes[at] = random(256);
        break;
      case 2:
        bytes.writeUInt32LE(EXTREMES[random(EXTREMES.length)] as number, at);
        break;
      case 3:
        bytes.writeUInt32BE(EXTREMES[random(EXTREMES.length)] as number, at);
        break;
      case 4:
        bytes = bytes.subarray(0, at + 1);
        break;
      case 5:
        bytes = Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)]);
        break;
      default:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
    }
  }
  return bytes;
}

/**
 * One copy with its archive's headers damaged: numbers, and headers taken out or repeated.
 * @param mark how each header starts
 */
export function mutateHeaders(
  original: Buffer,
  mark: string,
  random: (below: number) => number,
): Buffer {
  const headers: number[] = [];
  for (let at = original.indexOf(mark); at >= 0; at = original.indexOf(mark, at + 1)) {
    headers.push(at);
  }
  let bytes = Buffer.from(original);
  for (let changes = 1 + random(3); changes > 0; changes--) {
    const start = headers[random(headers.length)] as number;
    const at = Math.min(start + 4 + random(56), bytes.length - 4);
    const end = start + 20 + random(100);
    switch (random(5)) {
      case 0:
        bytes[at] = random(256);
        break;
      case 1:
        bytes.writeUInt16LE((EXTREMES[random(EXTREMES.length)] as number) & 0xffff, at);
        break;
      case 2:
        bytes.writeUInt32LE(EXTREMES[random(EXTREMES.length)] as number, at);
        break;
      case 3:
        bytes = Buffer.concat([bytes.subarray(0, end), bytes.subarray(start)]);
        break;
      default:
        bytes = Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)]);
        if (bytes.length < 100) bytes = Buffer.from(original);
    }
  }
  return bytes;
}

/** A model to damage: its name, and what gives one damaged copy. */
export interface Victim {
  name: string;
  damaged(random: (below: number) => number): Buffer;
  /** The name of the file inside a directory that makes the model. */
  inDirectory?: string;
}

/** Formats by the fixture that stands for them; members are damaged inside an intact zip. */
const FILES = [
  'digits.keras',
  'digits.h5',
  'digits_keras2.h5',
  'torchscript.pt',
  'export.pt2',
  'state_dict.pt',
  'state_dict_legacy.pt',
  'module.pt',
  'digits.tflite',
  'digits_sklearn.onnx',
  'linear_external.onnx',
  'weights.safetensors',
  'digits_sklearn.joblib',
  'digits_sklearn.joblib.gz',
  'digits_sklearn.pkl',
  'digits_xgboost.json',
  'digits_xgboost.ubj',
  'digits_lightgbm.txt',
];
const NOTHING = pickle(op.none);
const MEMBERS: [file: string, member: RegExp][] = [
  ['digits.keras', /^config\.json$/],
  ['state_dict.pt', /data\.pkl$/],
  ['module.pt', /data\.pkl$/],
  ['torchscript.pt', /code\/.*\.py$/],
  ['export.pt2', /models\/model\.json$/],
];

/** All victims. */
export async function victims(): Promise<Victim[]> {
  const load = (name: string) => readFileSync(path.join(MODELS, name));
  const all: Victim[] = FILES.map((name) => {
    const original = load(name);
    return { name, damaged: (random) => mutate(original, random) };
  });
  for (const [file, wanted] of MEMBERS) {
    const source = new BufferSource(load(file));
    const archive = await ZipArchive.open(source);
    const members = await Promise.all(
      archive.names.map(async (name) => ({ name, data: await archive.read(name, source.size) })),
    );
    const damaged: Victim['damaged'] = (random) =>
      zip(
        members.map(({ name, data }) => ({
          name,
          data: wanted.test(name) ? mutate(data, random) : data,
        })),
      );
    all.push({ name: `${file}, ${wanted.source}`, damaged });
  }
  for (const name of ['state_dict.pt', 'export.pt2', 'digits.keras']) {
    const original = load(name);
    const damaged: Victim['damaged'] = (random) => mutateHeaders(original, 'PK', random);
    all.push({ name: `${name}, its headers`, damaged });
  }
  const archive = tar(['pickle', 'tensors', 'storages'].map((name) => ({ name, data: NOTHING })));
  all.push({ name: 'a tar', damaged: (random) => mutate(archive, random) });
  const packed = gunzipSync(load('digits_sklearn.joblib.gz'));
  all.push({
    name: 'digits_sklearn.joblib.gz, inside',
    damaged: (random) => gzipSync(mutate(packed, random), { level: 1 }),
  });
  const graph = load('digits_savedmodel/saved_model.pb');
  all.push({
    name: 'digits_savedmodel',
    damaged: (random) => mutate(graph, random),
    inDirectory: 'saved_model.pb',
  });
  return all;
}

/** What inspecting damaged copies came to. */
export interface Outcome {
  tried: number;
  /** How many were read all the same, and how many were refused with a line. */
  read: number;
  refused: number;
  /** Milliseconds of the slowest. */
  slowest: number;
  /** What must not happen: a crash, a message of several lines, an endless look. */
  failures: string[];
}

/** Longest that one file may take, in milliseconds. */
const LIMIT = 2000;

/**
 * Inspects damaged copies of one model.
 * @param count how many; copy number n of a victim is the same in every run
 * @param until when to stop earlier, as `performance.now()`
 */
export async function fuzz(victim: Victim, count: number, until = Infinity): Promise<Outcome> {
  const outcome: Outcome = { tried: 0, read: 0, refused: 0, slowest: 0, failures: [] };
  const directory = mkdtempSync(path.join(tmpdir(), 'fuzz-'));
  const target = path.join(directory, 'model');
  if (victim.inDirectory !== undefined) mkdirSync(target);
  const file = path.join(target, victim.inDirectory ?? '.');
  try {
    for (let seed = 1; seed <= count && performance.now() < until; seed++) {
      const content = victim.damaged(randomOf(seed));
      writeFileSync(file, content);
      const start = performance.now();
      outcome.tried++;
      try {
        await inspectModel(target);
        outcome.read++;
      } catch (error) {
        outcome.refused++;
        const { name, message, stack } = error as Error;
        if (name !== 'UserError' || /[\n\r]/.test(message)) {
          outcome.failures.push(`${victim.name}, copy ${seed}: ${stack}`);
        }
      }
      const time = performance.now() - start;
      outcome.slowest = Math.max(outcome.slowest, time);
      if (time > LIMIT)
        outcome.failures.push(`${victim.name}, copy ${seed}: ${Math.round(time)} ms`);
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
  return outcome;
}
