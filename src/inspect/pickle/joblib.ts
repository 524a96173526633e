/** Arrays in joblib files. */
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
 * Whether a value is joblib's wrapper of an array: BUILD on it is followed by the raw bytes of the
 * array or, for an array of objects, by another pickle, which joblib runs.
 * Source: joblib 1.x, `joblib/numpy_pickle.py`, `NumpyArrayWrapper.read_array`.
 *
 * The number of those bytes decides which bytes are opcodes, so a description that numpy could
 * read differently is refused.
 */
export function isArrayWrapper(value: Value): value is Made {
  return isMade(value) && WRAPPERS.has(classOf(value));
}

/** The names that joblib writes for the class. */
const WRAPPERS = new Set([
  'joblib.numpy_pickle.NumpyArrayWrapper',
  'sklearn.externals.joblib.numpy_pickle.NumpyArrayWrapper',
]);

const ANY_WRAPPER = /\b(NumpyArrayWrapper|Z?NDArrayWrapper)$/;

/**
 * Whether a name is that of an array wrapper, but not one that is parsed here: joblib recognises
 * wrappers by `isinstance`, whatever their path, and reads other files for those from before 0.10.
 */
export function isForeignWrapper(name: string): boolean {
  return isWrapper(name) && !WRAPPERS.has(name);
}

/** Whether a name is that of a joblib array wrapper, by any path. */
export function isWrapper(name: string): boolean {
  return ANY_WRAPPER.test(name);
}

/**
 * Whether a value is a wrapper's class, or a wrapper whose array was not read yet. joblib uses them
 * for BUILD only: anywhere else they could return under another name.
 */
export function leaksWrapper(value: Value): boolean {
  return (
    (kindOf(value) === 'global' && ANY_WRAPPER.test((value as Global).name)) ||
    isArrayWrapper(value)
  );
}

/** The same for items that are put into a new container or added to `target`. */
export function leaksAny(target: Value, items: Value[]): boolean {
  if (!items.some(leaksWrapper)) return false;
  // The arguments of copyreg._reconstructor, with which protocols 0 and 1 make an instance.
  const [, base, state] = items;
  const made = target === null && items.length === 3 && state === null;
  return !(made && kindOf(base) === 'global' && /\.object$/.test((base as Global).name));
}

/**
 * Skips the raw bytes of the array that `wrapper` describes.
 * @param nested walks the pickle of an array of objects
 * @returns the array's value: the result of the nested pickle, or a call of its class
 */
export async function rawArray(
  wrapper: Made,
  stream: ByteStream,
  nested: () => Promise<Value>,
): Promise<Value> {
  if (!isPlainlyMade(wrapper)) throw new Malformed('has an array that could not be parsed');
  const attributes = attributesOf(wrapper);
  const size = itemSize(attributes.get('dtype'));
  const shape = itemsOf(attributes.get('shape'));
  const alignment = attributes.get('numpy_array_alignment_bytes') ?? null;
  const described =
    shape?.length === (attributes.get('shape') as Sequence).length &&
    (alignment === null || typeof alignment === 'number');
  if (size === null || shape === null || !described) {
    throw new Malformed('has an array that could not be parsed');
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
    // One byte has the number of padding bytes before the data.
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

/** The value of an array that was read; it is no longer a wrapper. */
function arrayOf(subclass: Value | undefined): Made {
  const callee: Global =
    kindOf(subclass) === 'global'
      ? (subclass as Global)
      : { kind: 'global', name: 'numpy.ndarray' };
  return { kind: 'made', callee, args: null, state: undefined, items: NOTHING, length: 0 };
}

/** Whether a wrapper was made without running `__init__`, which would set attributes. */
function isPlainlyMade(wrapper: Made): boolean {
  if (wrapper.callee.name !== classOf(wrapper)) return true;
  return kindOf(wrapper.args) === 'tuple' && (wrapper.args as Sequence).length === 0;
}

function attributesOf(wrapper: Made): Map<string, Value> {
  const attributes = new Map<string, Value>();
  const state = wrapper.state;
  const { items, length } = state as Mapping;
  if (kindOf(state) !== 'dict' || items.length !== 2 * length || length % 1 !== 0) {
    throw new Malformed('has an array that could not be parsed');
  }
  for (let at = 0; at < items.length; at += 2) {
    const key = items[at];
    // Any other attribute could replace a method, which would then read other bytes.
    if (typeof key !== 'string' || !ATTRIBUTES.has(key)) {
      throw new Malformed('has an array that could not be parsed');
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
 * Bytes of one item of a `numpy.dtype(...)` call, `objects` if items are Python objects, null if
 * unknown. Its state is (version, order, subdtype, names, fields, size, alignment, flags
 * [, metadata]); numpy uses that size for text, bytes and records only, and bit 0 of the flags
 * marks objects.
 */
function itemSize(dtype: Value | undefined): number | 'objects' | null {
  // numpy 2's strings of any length are pickled like objects.
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
