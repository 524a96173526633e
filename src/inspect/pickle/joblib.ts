import { Malformed } from '../read/malformed.ts';
import type { ByteStream } from '../read/stream.ts';
import { classOf, isMade, itemsOf, kindOf, type Made, type Mapping, type Value } from './values.ts';

/**
 * Arrays as joblib stores them: BUILD on a `NumpyArrayWrapper` is followed by the array's raw
 * bytes, or, for an array of objects, by another pickle, which joblib runs.
 * Source: joblib 1.x, `joblib/numpy_pickle.py`, `NumpyArrayWrapper.read_array`.
 *
 * How many bytes those are decides which bytes are opcodes, so a description that numpy could
 * read in another way than we do is refused.
 */
export function isArrayWrapper(value: Value): value is Made {
  return isMade(value) && /(^|\.)joblib\.numpy_pickle\.NumpyArrayWrapper$/.test(classOf(value));
}

/**
 * Steps over the raw bytes of the array that `wrapper` describes.
 * @param nested walks the pickle that an array of objects consists of
 * @returns what stands for the array: the nested pickle's result, or the wrapper itself
 */
export async function rawArray(
  wrapper: Made,
  stream: ByteStream,
  nested: () => Promise<Value>,
): Promise<Value> {
  const attributes = ownAttributes(wrapper);
  const size = itemSize(attributes.get('dtype'));
  const shape = itemsOf(attributes.get('shape'));
  if (size === null || shape === null) throw new Malformed('has an array that cannot be followed');
  if (size === 'objects') return nested();
  let bytes = size;
  for (const length of shape) {
    if (typeof length !== 'number' || length < 0) throw new Malformed('has an array without shape');
    bytes *= length;
  }
  if ((attributes.get('numpy_array_alignment_bytes') ?? null) !== null) {
    // One byte says how many stand before the data, to align it.
    await stream.fill(1);
    const padding = stream.window[stream.at];
    if (padding === undefined || !(await stream.skip(1 + padding))) {
      throw new Malformed('ends inside an array');
    }
  }
  if (bytes > 0 && !(await stream.skip(bytes))) throw new Malformed('ends inside an array');
  return wrapper;
}

function ownAttributes(wrapper: Made): Map<string, Value> {
  const attributes = new Map<string, Value>();
  const state = wrapper.state;
  const { items, length } = state as Mapping;
  if (kindOf(state) !== 'dict' || items.length !== 2 * length) {
    throw new Malformed('has an array that cannot be followed');
  }
  for (let at = 0; at < items.length; at += 2) {
    const key = items[at];
    if (typeof key !== 'string') throw new Malformed('has an array that cannot be followed');
    attributes.set(key, items[at + 1] as Value);
  }
  return attributes;
}

/**
 * Bytes of one item of a `numpy.dtype(...)` call, `objects` where items are Python objects, null
 * where it cannot be told. Its state is (version, order, subdtype, names, fields, size, alignment,
 * flags[, metadata]); numpy takes the size from it for text, bytes and records only, and bit 0 of
 * the flags marks objects.
 */
function itemSize(dtype: Value | undefined): number | 'objects' | null {
  if (!isMade(dtype) || dtype.callee.name !== 'numpy.dtype') return null;
  const code = itemsOf(dtype.args)?.[0];
  const state = itemsOf(dtype.state);
  const match = typeof code === 'string' ? /^([biufcmMOUSV])(\d+)$/.exec(code) : null;
  if (match === null || state === null || (state.length !== 8 && state.length !== 9)) return null;
  const [, letter, digits] = match as unknown as [string, string, string];
  const stated = state[5];
  const flags = state[7];
  if (typeof flags !== 'number' || typeof stated !== 'number') return null;
  const objects = (flags & 1) === 1;
  if (letter === 'O') return objects ? 'objects' : null;
  if (letter === 'V' && objects) return 'objects';
  if (objects) return null;
  if ('USV'.includes(letter)) return stated >= 0 ? stated : null;
  const size = Number(digits);
  return stated === -1 && [1, 2, 4, 8, 16, 32].includes(size) ? size : null;
}
