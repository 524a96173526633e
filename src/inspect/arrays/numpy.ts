/** NumPy's `.npy` and `.npz` files: numbers are data, objects are pickles. */
import type { ModelFacts, Safety } from '../../core/model-facts.ts';
import type { FileCandidate } from '../candidate.ts';
import { factsOf } from '../facts.ts';
import { walkMember } from '../pickle/walk.ts';
import { isMalformed, Malformed } from '../read/malformed.ts';
import { ByteStream } from '../read/stream.ts';
import { DATA_ONLY, unsafe, worst } from '../safety.ts';
import { isPickled } from '../torch/members.ts';

const MAGIC = Buffer.from('\x93NUMPY', 'latin1');
/** Longest header that numpy reads by default, in bytes. */
const LONGEST_HEADER = 10_000;
/** The header that numpy writes for an array of one type; any other header may describe objects. */
const HEADER =
  /^\{'descr': '[<>|=]?([a-zA-Z])\d*(?:\[[a-zA-Z0-9]+\])?', 'fortran_order': (?:True|False), 'shape': \([0-9L, ]*\),? \} *\n?$/;

/** Whether a file is one NumPy array (`.npy`). */
export function isNpy(file: FileCandidate): boolean {
  return file.startsWith('\x93NUMPY');
}

/** Whether a zip is a collection of arrays (`.npz`): all of its members are `.npy` files. */
export async function isNpz(file: FileCandidate): Promise<boolean> {
  if (!file.isZip) return false;
  const { names } = await file.zip();
  return names.length > 0 && names.every((name) => name.toLowerCase().endsWith('.npy'));
}

/**
 * The verdict on `.npy` and `.npz`: arrays of numbers are data; an array of objects is a pickle
 * after the header, which `numpy.load(allow_pickle=True)` runs.
 */
export async function numpySafety(file: FileCandidate): Promise<Safety> {
  if (isNpy(file)) return arraySafety(ByteStream.of(file.source));
  const zip = await file.zip();
  const found: Safety[] = [];
  for (const name of zip.names) {
    if (zip.size(name) === 0) continue;
    found.push(await arraySafety(await zip.stream(name)));
  }
  return worst(found);
}

/** Facts of arrays of objects; null for arrays of numbers, which are not a model. */
export async function readNumpy(file: FileCandidate): Promise<ModelFacts | null> {
  const safety = await numpySafety(file);
  if (safety.verdict === 'data-only') return null;
  return factsOf({
    format: 'pickle',
    savedWith: 'numpy',
    safety,
    warnings: ['NumPy arrays of Python objects, which are pickles: not a model.'],
  });
}

/** Facts of arrays of numbers, which are data and not a model; null for anything else. */
export async function arraysOnly(file: FileCandidate): Promise<ModelFacts | null> {
  if (!(isNpy(file) || (await isNpz(file)))) return null;
  if ((await numpySafety(file)).verdict !== 'data-only') return null;
  return factsOf({
    format: 'unknown',
    savedWith: 'numpy',
    warnings: ['NumPy arrays of numbers: not a model.'],
  });
}

/**
 * One array: `\x93NUMPY`, a version of two bytes, the header's length, the header (a literal of
 * Python with `descr`), then the data. Source: numpy's `numpy/lib/format.py`.
 */
async function arraySafety(stream: ByteStream): Promise<Safety> {
  await stream.fill(12);
  const start = stream.window.subarray(stream.at);
  // numpy reads a member that is not an array as raw bytes or as a pickle.
  if (!start.subarray(0, 6).equals(MAGIC)) return pickled(stream);
  const wide = (start[6] ?? 0) > 1;
  if (start.length < 12) throw new Malformed('ends inside the header of an array', 'cut off');
  const length = wide ? start.readUInt32LE(8) : start.readUInt16LE(8);
  if (length > LONGEST_HEADER) return unsafe('dangerous', ['an array with an oversized header']);
  const before = wide ? 12 : 10;
  await stream.fill(before + length);
  const header = stream.window.toString('latin1', stream.at + before, stream.at + before + length);
  stream.at += Math.min(before + length, stream.ready);
  const letter = HEADER.exec(header)?.[1];
  if (letter === undefined) {
    const found = await pickled(stream);
    return mayHoldObjects(header) ? worst([found, OBJECTS]) : found;
  }
  return letter === 'O' ? (await walkMember(stream, { arrays: false })).safety : DATA_ONLY;
}

const OBJECTS = unsafe('unknown-imports', [
  'a NumPy array whose header may describe Python objects',
]);

/**
 * Whether an unusual header may describe an array of objects: it is a Python literal, in which a
 * text can be spelled in many ways. numpy itself writes single quotes and no escapes.
 */
function mayHoldObjects(header: string): boolean {
  if (/[\\"]/.test(header)) return true;
  for (const { 0: text, index } of header.matchAll(/'[^']*'/g)) {
    const before = header.slice(0, index).trimEnd().at(-1) ?? '';
    const after = header.slice(index + text.length).trimStart()[0] ?? '';
    if (!('[({,:'.includes(before) && ',:)]}'.includes(after))) return true;
    if (text.includes('object')) return true;
    // A bracket is followed by a field name, or by a type within a type.
    const isType = before !== '(' || /[,(]/.test(text) || /^'[<>|=]?O\d*'$/.test(text);
    if (isType && text.includes('O')) return true;
  }
  return false;
}

/** The verdict on bytes that are either a pickle or numbers. */
async function pickled(stream: ByteStream): Promise<Safety> {
  try {
    const walked = await walkMember(stream, { arrays: false });
    return isPickled(walked) ? walked.safety : DATA_ONLY;
  } catch (error) {
    if (!isMalformed(error) || error.kind === 'limit') throw error;
    return unsafe('dangerous', [`an array that cannot be read: it ${error.message}`]);
  }
}
