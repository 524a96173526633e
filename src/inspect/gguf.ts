import type { ModelFacts } from '../types.ts';
import type { FileCandidate } from './candidate.ts';
import { factsOf } from './facts.ts';
import { Malformed } from './read/malformed.ts';
import type { ByteSource } from './read/source.ts';

/** Bytes of the fixed-size value types (gguf.md in ggml's documentation); 8 = text, 9 = array. */
const SIZES: Record<number, number> = {
  0: 1,
  1: 1,
  2: 2,
  3: 2,
  4: 4,
  5: 4,
  6: 4,
  7: 1,
  10: 8,
  11: 8,
  12: 8,
};
const TEXT = 8;
const ARRAY = 9;
/** A vocabulary has a few hundred thousand texts. */
const MOST_VALUES = 1_000_000;

/** GGUF, the format of llama.cpp: recognised, with its architecture and context length. */
export async function readGguf(file: FileCandidate): Promise<ModelFacts> {
  const { source } = file;
  const version = source.read(4, 4).readUInt32LE();
  if (version < 2 || version > 3)
    throw new Malformed(`is GGUF of a version not known here (${version})`);
  const found = keysOf(source);
  const architecture = found.get('general.architecture');
  const context = found.get(`${architecture}.context_length`);
  const said = [
    `GGUF version ${version}`,
    ...(architecture === undefined ? [] : [`architecture ${architecture}`]),
    ...(context === undefined ? [] : [`context length ${context}`]),
  ];
  return factsOf({
    format: 'gguf',
    savedWith: said.join(', '),
    warnings: [
      'GGUF is run by llama.cpp and programs built on it, not by the Python frameworks offered here.',
    ],
  });
}

/** The keys that say what the model is; reading ends when both are found. */
function keysOf(source: ByteSource): Map<string, string | number> {
  const found = new Map<string, string | number>();
  const count = long(source, 16);
  let left = MOST_VALUES;
  let at = 24;
  const text = (): string => {
    const length = long(source, at);
    if (length > 1_000_000) throw new Malformed('has a text longer than any real one');
    at += 8 + length;
    return source.read(at - length, length).toString('utf8');
  };
  for (let index = 0; index < count; index++) {
    if (left-- <= 0) throw new Malformed('has more keys than any real model');
    const key = text();
    const type = source.read(at, 4).readUInt32LE();
    at += 4;
    if (type === TEXT) {
      const value = text();
      if (key === 'general.architecture') found.set(key, value);
    } else if (type === ARRAY) {
      const each = source.read(at, 4).readUInt32LE();
      const length = long(source, at + 4);
      at += 12;
      if (each === TEXT) {
        for (let item = 0; item < length; item++) {
          if (left-- <= 0) throw new Malformed('has more values than any real model');
          at += 8 + long(source, at);
        }
      } else at += length * sizeOf(each);
    } else {
      if (key.endsWith('.context_length') && sizeOf(type) === 4) {
        found.set(key, source.read(at, 4).readUInt32LE());
      }
      at += sizeOf(type);
    }
    const architecture = found.get('general.architecture');
    if (found.has(`${architecture}.context_length`)) break;
  }
  return found;
}

function sizeOf(type: number): number {
  const size = SIZES[type];
  if (size === undefined) throw new Malformed(`has a value of unknown type ${type}`);
  return size;
}

function long(source: ByteSource, at: number): number {
  const bytes = source.read(at, 8);
  return bytes.readUInt32LE(0) + bytes.readUInt32LE(4) * 2 ** 32;
}
