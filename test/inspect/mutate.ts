import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { op, pickle, tar, zip } from './assemble.ts';
import { MODELS } from './fixtures.ts';
import { membersOf } from './fuzz/members.ts';
import { EXTREMES, pick, type Random } from './fuzz/random.ts';
import type { Victim } from './fuzz/victim.ts';

/** One damaged copy: bits, bytes, numbers, cuts, repeats and moves. */
export function mutate(original: Buffer, random: Random): Buffer {
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
        bytes.writeUInt32LE(pick(EXTREMES, random), at);
        break;
      case 3:
        bytes.writeUInt32BE(pick(EXTREMES, random), at);
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
export function mutateHeaders(original: Buffer, mark: string, random: Random): Buffer {
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

/** Models of every format with damaged bytes. */
export async function damagedBytes(): Promise<Victim[]> {
  const load = (name: string) => readFileSync(path.join(MODELS, name));
  const victim = (name: string, damaged: (random: Random) => Buffer, within = '.'): Victim => ({
    name,
    write(target, random) {
      if (within !== '.') mkdirSync(target);
      writeFileSync(path.join(target, within), damaged(random));
      return 'bytes';
    },
  });
  const all = FILES.map((name) => {
    const original = load(name);
    return victim(name, (random) => mutate(original, random));
  });
  for (const [file, wanted] of MEMBERS) {
    const members = await membersOf(file);
    all.push(
      victim(`${file}, ${wanted.source}`, (random) =>
        zip(
          members.map(({ name, data }) => ({
            name,
            data: wanted.test(name) ? mutate(data, random) : data,
          })),
        ),
      ),
    );
  }
  for (const name of ['state_dict.pt', 'export.pt2', 'digits.keras']) {
    const original = load(name);
    all.push(victim(`${name}, its headers`, (random) => mutateHeaders(original, 'PK', random)));
  }
  const archive = tar(['pickle', 'tensors', 'storages'].map((name) => ({ name, data: NOTHING })));
  all.push(victim('a tar', (random) => mutate(archive, random)));
  const packed = gunzipSync(load('digits_sklearn.joblib.gz'));
  all.push(
    victim('digits_sklearn.joblib.gz, inside', (random) =>
      gzipSync(mutate(packed, random), { level: 1 }),
    ),
  );
  const graph = load('digits_savedmodel/saved_model.pb');
  all.push(victim('digits_savedmodel', (random) => mutate(graph, random), 'saved_model.pb'));
  return all;
}
