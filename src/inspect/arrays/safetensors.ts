/** safetensors: weights behind a JSON header, without code. */
import type { Framework, ModelFacts } from '../../core/model-facts.ts';
import type { FileCandidate } from '../candidate.ts';
import { factsOf } from '../facts.ts';
import {
  asList,
  asObject,
  asText,
  get,
  type JsonObject,
  LARGEST_JSON,
  parseJson,
} from '../read/json.ts';
import { Malformed } from '../read/malformed.ts';

/** The framework that `__metadata__.format` names. */
const FRAMEWORKS = new Map<string, Framework>([
  ['pt', 'pytorch'],
  ['tf', 'tensorflow'],
  ['flax', 'jax'],
]);

/** Whether a file starts as safetensors does: the header's length, then a JSON object. */
export function isSafetensors(file: FileCandidate): boolean {
  if (file.head.length < 10 || file.head.readUInt32LE(4) !== 0) return false;
  return file.head.readUInt32LE(0) >= 2 && /^\{\s*["}]/.test(file.head.toString('latin1', 8, 40));
}

/** Bits of one item, by dtype name. */
const BITS = new Map(
  Object.entries({
    ...{ F4: 4, F6_E2M3: 6, F6_E3M2: 6, BOOL: 8, U8: 8, I8: 8, F8_E5M2: 8, F8_E4M3: 8 },
    ...{ F8_E8M0: 8, F8_E4M3FNUZ: 8, F8_E5M2FNUZ: 8, I16: 16, U16: 16, F16: 16, BF16: 16 },
    ...{ I32: 32, U32: 32, F32: 32, F64: 64, I64: 64, U64: 64, C64: 64 },
  }),
);

/**
 * Reads a safetensors file: 8 bytes of header length, a JSON header, raw tensors. Weights only.
 * Throws Malformed for what the library refuses: overlapping tensors, gaps, bytes after the last
 * tensor, sizes that differ from the shapes, duplicate names.
 * Source: safetensors 0.8, `safetensors/src/tensor.rs` (`Metadata::validate`), and its README.
 */
export async function readSafetensors(file: FileCandidate): Promise<ModelFacts> {
  const length = file.source.read(0, 4).readUInt32LE();
  if (length > LARGEST_JSON)
    throw new Malformed(`has a header of ${length} bytes, too much to read`, 'limit');
  if (8 + length > file.source.size) throw new Malformed('ends inside its header', 'cut off');
  file.source.budget.keep(length);
  const bytes = file.source.read(8, length);
  const header = asObject(parseJson(bytes, 'header'));
  if (header === null) throw new Malformed('has a header that is not a JSON object');
  if (keysIn(bytes) !== Object.keys(header).length) {
    throw new Malformed('has a header that names one tensor twice');
  }
  const whole = 8 + length + endOf(header);
  if (whole > file.source.size) {
    const what = `has ${file.source.size} bytes where its header says ${whole}`;
    throw new Malformed(what, 'cut off');
  }
  if (whole < file.source.size) {
    throw new Malformed(`has ${file.source.size - whole} bytes after its last tensor`);
  }
  const format = asText(get(header, '__metadata__', 'format'));
  return factsOf({
    format: 'safetensors',
    framework: FRAMEWORKS.get(format ?? '') ?? null,
    savedWith: format === null ? null : `safetensors, format ${format}`,
    needs: [
      { kind: 'package', name: 'safetensors', why: 'it reads the file' },
      { kind: 'class', name: 'the model class', why: 'safetensors holds weights only' },
    ],
    warnings: [
      'Weights only: the model itself has to be built by your code before they are loaded.',
    ],
  });
}

/** The position at which the last tensor ends. Tensors must follow each other without gaps. */
function endOf(header: JsonObject): number {
  const spans: [number, number][] = [];
  for (const [name, tensor] of Object.entries(header)) {
    if (name === '__metadata__') continue;
    const shown = JSON.stringify(name.slice(0, 80));
    const [start, last, ...more] = asList(get(tensor, 'data_offsets'));
    if (typeof start !== 'number' || typeof last !== 'number' || more.length > 0) {
      throw new Malformed(`does not say where ${shown} is`);
    }
    const bits = BITS.get(asText(get(tensor, 'dtype')) ?? '');
    const shape = asList(get(tensor, 'shape'));
    const items = shape.reduce<number>(
      (product, each) => product * (typeof each === 'number' && each >= 0 ? each : Number.NaN),
      1,
    );
    if (bits === undefined) throw new Malformed(`has a tensor ${shown} of unknown dtype`);
    if (items * bits !== (last - start) * 8) {
      throw new Malformed(`has a tensor ${shown} of another size than its shape says`);
    }
    spans.push([start, last]);
  }
  spans.sort(([a, b], [c, d]) => a - c || b - d);
  let end = 0;
  for (const [start, last] of spans) {
    if (start !== end) throw new Malformed('has tensors that overlap, or bytes between them');
    end = last;
  }
  return end;
}

/** Counts the keys of the outermost object of a JSON text, duplicates included. */
function keysIn(bytes: Buffer): number {
  let [depth, keys, quoted] = [0, 0, false];
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === 0x22) quoted = !quoted;
    else if (quoted) at += byte === 0x5c ? 1 : 0;
    else if (byte === 0x7b || byte === 0x5b) depth++;
    else if (byte === 0x7d || byte === 0x5d) depth--;
    else if (byte === 0x3a && depth === 1) keys++;
  }
  return keys;
}
