/** GGUF, the format of llama.cpp. */
import type { ModelFacts } from '../../core/model-facts.ts';
import type { FileCandidate } from '../candidate.ts';
import { factsOf } from '../facts.ts';
import { Malformed } from '../read/malformed.ts';
import type { ByteSource } from '../read/source.ts';
import { DATA_ONLY, worst } from '../safety.ts';
import { templateSafety } from './chat-template.ts';

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
/** Where tensors start, in bytes, unless the key `general.alignment` says otherwise. */
const ALIGNMENT = 32;
/** Most bytes after the last tensor that count as padding. */
const MOST_PADDING = 4096;
const MOST_DIMENSIONS = 16;
/** Items of a block and its bytes, by the number of the type (`ggml_type` in ggml's `ggml.h`). */
const BLOCKS = new Map<number, [items: number, bytes: number]>([
  ...([0, 26] as const).map((type): [number, [number, number]] => [type, [1, 4]]),
  ...([1, 25, 30] as const).map((type): [number, [number, number]] => [type, [1, 2]]),
  ...([27, 28] as const).map((type): [number, [number, number]] => [type, [1, 8]]),
  [24, [1, 1]],
  [2, [32, 18]],
  [3, [32, 20]],
  [6, [32, 22]],
  [7, [32, 24]],
  [8, [32, 34]],
  [10, [256, 84]],
  [11, [256, 110]],
  [12, [256, 144]],
  [13, [256, 176]],
  [14, [256, 210]],
]);
/** A vocabulary has a few hundred thousand texts. */
const MOST_VALUES = 1_000_000;

/** Reads the architecture, the context length and the chat templates of a GGUF file. */
export async function readGguf(file: FileCandidate): Promise<ModelFacts> {
  const { source } = file;
  const version = source.read(4, 4).readUInt32LE();
  if (version < 2 || version > 3) throw new Malformed(`has an unknown GGUF version (${version})`);
  const { found, end, templates } = keysOf(source);
  const last = endOfTensors(source, end, found.get('general.alignment') ?? ALIGNMENT);
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
    safety: worst([DATA_ONLY, ...templates.map(templateSafety)]),
    warnings: [
      'GGUF is run by llama.cpp and programs built on it, not by the Python frameworks offered here.',
      ...(last !== null && source.size - last > MOST_PADDING
        ? [`${source.size - last} bytes after its last tensor are read by nothing.`]
        : []),
    ],
  });
}

/** The keys that describe the model, its chat templates, and the position after the keys. */
function keysOf(source: ByteSource) {
  const templates: string[] = [];
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
      if (!key.startsWith('tokenizer.chat_template')) continue;
      source.budget.keep(2 * value.length);
      templates.push(value);
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
      const isUsed = key.endsWith('.context_length') || key === 'general.alignment';
      if (isUsed && sizeOf(type) === 4) {
        found.set(key, source.read(at, 4).readUInt32LE());
      }
      at += sizeOf(type);
    }
  }
  return { found, end: at, templates };
}

/**
 * The position at which the last tensor ends, or null if a tensor has an unknown type. Throws
 * Malformed (`cut off`) if the file ends before it.
 */
function endOfTensors(source: ByteSource, from: number, alignment: string | number): number | null {
  const step = typeof alignment === 'number' && alignment > 0 ? alignment : ALIGNMENT;
  const count = long(source, 8);
  if (count > MOST_VALUES) throw new Malformed('has more tensors than any real model', 'limit');
  let at = from;
  let last: number | null = 0;
  for (let index = 0; index < count; index++) {
    at += 8 + long(source, at);
    const dimensions = source.read(at, 4).readUInt32LE();
    if (dimensions > MOST_DIMENSIONS) throw new Malformed('has a tensor of too many dimensions');
    let items = 1;
    for (let dimension = 0; dimension < dimensions; dimension++) {
      items *= long(source, at + 4 + 8 * dimension);
    }
    at += 4 + 8 * dimensions;
    const block = BLOCKS.get(source.read(at, 4).readUInt32LE());
    const offset = long(source, at + 4);
    at += 12;
    if (block === undefined) last = null;
    else if (last !== null) last = Math.max(last, offset + (items / block[0]) * block[1]);
  }
  if (last === null) return null;
  const end = count === 0 ? at : Math.ceil(at / step) * step + last;
  if (end > source.size) throw new Malformed('ends before its last tensor does', 'cut off');
  return end;
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
