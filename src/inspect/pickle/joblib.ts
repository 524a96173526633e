import { Malformed } from '../read/malformed.ts';
import type { ByteStream } from '../read/stream.ts';
import {
  classOf,
  type Global,
  isMade,
  itemsOf,
  kindOf,
  type Made,
  type Mapping,
  NOTHING,
  type Sequence,
  type Value,
} from './values.ts';

/**
 * Arrays as joblib stores them: BUILD on a `NumpyArrayWrapper` is followed by the array's raw
 * bytes, or, for an array of objects, by another pickle, which joblib runs.
 * Source: joblib 1.x, `joblib/numpy_pickle.py`, `NumpyArrayWrapper.read_array`.
 *
 * How many bytes those are decides which bytes are opcodes, so a description that numpy could
 * read in another way than we do is refused.
 */
export function isArrayWrapper(value: Value): value is Made {
  return isMade(value) && WRAPPERS.has(classOf(value));
}

/** The names under which joblib itself writes the class. */
const WRAPPERS = new Set([
  'joblib.numpy_pickle.NumpyArrayWrapper',
  'sklearn.externals.joblib.numpy_pickle.NumpyArrayWrapper',
]);

const ANY_WRAPPER = /\b(NumpyArrayWrapper|Z?NDArrayWrapper)$/;

/**
 * Whether a name is an array wrapper's, but none that is followed: joblib knows them by
 * `isinstance`, whatever path led to them, and reads other files for those of before 0.10.
 */
export function isForeignWrapper(name: string): boolean {
  return isWrapper(name) && !WRAPPERS.has(name);
}

/** Whether a name is an array wrapper's of joblib, as it writes it or by another path. */
export function isWrapper(name: string): boolean {
  return ANY_WRAPPER.test(name);
}

/**
 * Whether a value is a wrapper's class or a wrapper that stands for no array yet. joblib uses
 * neither for anything but BUILD: elsewhere it could come back under another name.
 */
export function leaksWrapper(value: Value): boolean {
  return (
    (kindOf(value) === 'global' && ANY_WRAPPER.test((value as Global).name)) ||
    isArrayWrapper(value)
  );
}

/** The same of items that become a container or are added to `target`. */
export function leaksAny(target: Value, items: Value[]): boolean {
  if (!items.some(leaksWrapper)) return false;
  // The arguments of copyreg._reconstructor, by which protocols 0 and 1 make an instance.
  const [, base, state] = items;
  const made = target === null && items.length === 3 && state === null;
  return !(made && kindOf(base) === 'global' && /\.object$/.test((base as Global).name));
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
  if (!isPlainlyMade(wrapper)) throw new Malformed('has an array that cannot be followed');
  const attributes = attributesOf(wrapper);
  const size = itemSize(attributes.get('dtype'));
  const shape = itemsOf(attributes.get('shape'));
  const alignment = attributes.get('numpy_array_alignment_bytes') ?? null;
  const described =
    shape?.length === (attributes.get('shape') as Sequence).length &&
    (alignment === null || typeof alignment === 'number');
  if (size === null || shape === null || !described) {
    throw new Malformed('has an array that cannot be followed');
  }
  if (size === 'objects') return nested();
  let bytes = size;
  for (const length of shape) {
    const whole = typeof length === 'number' && Number.isInteger(length) && length >= 0;
    if (!whole) throw new Malformed('has an array without shape');
    bytes *= length;
  }
  if (bytes > Number.MAX_SAFE_INTEGER) throw new Malformed('has an array larger than any');
  if (alignment !== null) {
    // One byte says how many stand before the data, to align it.
    await stream.fill(1);
    const padding = stream.window[stream.at];
    if (padding === undefined || !(await stream.skip(1 + padding))) {
      throw new Malformed('ends inside an array', 'cut off');
    }
  }
  if (bytes > 0 && !(await stream.skip(bytes)))
    throw new Malformed('ends inside an array', 'cut off');
  return arrayOf(attributes.get('subclass'));
}

/** What stands for an array that was read: nothing that is still a wrapper. */
function arrayOf(subclass: Value | undefined): Made {
  const callee: Global =
    kindOf(subclass) === 'global'
      ? (subclass as Global)
      : { kind: 'global', name: 'numpy.ndarray' };
  return { kind: 'made', callee, args: null, state: undefined, items: NOTHING, length: 0 };
}

/** Whether a wrapper was made without running `__init__`, which would give it attributes. */
function isPlainlyMade(wrapper: Made): boolean {
  if (wrapper.callee.name !== classOf(wrapper)) return true;
  return kindOf(wrapper.args) === 'tuple' && (wrapper.args as Sequence).length === 0;
}

function attributesOf(wrapper: Made): Map<string, Value> {
  const attributes = new Map<string, Value>();
  const state = wrapper.state;
  const { items, length } = state as Mapping;
  if (kindOf(state) !== 'dict' || items.length !== 2 * length || length % 1 !== 0) {
    throw new Malformed('has an array that cannot be followed');
  }
  for (let at = 0; at < items.length; at += 2) {
    const key = items[at];
    // A method under another name, or in the place of its own, would read other bytes.
    if (typeof key !== 'string' || !ATTRIBUTES.has(key)) {
      throw new Malformed('has an array that cannot be followed');
    }
    attributes.set(key, items[at + 1] as Value);
  }
  return attributes;
}

const ATTRIBUTES = new Set([
  'subclass',
  'shape',
  'order',
  'dtype',
  'allow_mmap',
  'numpy_array_alignment_bytes',
]);

const STRINGS = 'numpy._core._internal._convert_to_stringdtype_kwargs';

/**
 * Bytes of one item of a `numpy.dtype(...)` call, `objects` where items are Python objects, null
 * where it cannot be told. Its state is (version, order, subdtype, names, fields, size, alignment,
 * flags[, metadata]); numpy takes the size from it for text, bytes and records only, and bit 0 of
 * the flags marks objects.
 */
function itemSize(dtype: Value | undefined): number | 'objects' | null {
  // numpy 2's texts of any length, which are pickled as objects are.
  if (isMade(dtype) && dtype.callee.name === STRINGS && dtype.state === undefined) return 'objects';
  if (!isMade(dtype) || dtype.callee.name !== 'numpy.dtype') return null;
  const code = itemsOf(dtype.args)?.[0];
  const state = itemsOf(dtype.state);
  const match = typeof code === 'string' ? /^([biufcmMOUSV])(\d+)$/.exec(code) : null;
  if (match === null || state === null || (state.length !== 8 && state.length !== 9)) return null;
  const [, letter = '', digits] = match;
  const stated = state[5];
  const flags = state[7];
  if (typeof flags !== 'number' || typeof stated !== 'number' || state[2] !== null) return null;
  const objects = (flags & 1) === 1;
  if (letter === 'O') return objects ? 'objects' : null;
  if (letter === 'V' && objects) return 'objects';
  if (objects) return null;
  if ('USV'.includes(letter)) return stated >= 0 ? stated : null;
  const size = Number(digits);
  return stated === -1 && [1, 2, 4, 8, 16, 32].includes(size) ? size : null;
}
