/** Files that start as data and contain another format. */
import { zipBehind } from '../ambiguous-formats.ts';
import type { FileCandidate } from '../candidate.ts';
import { superblockAt } from '../read/hdf5.ts';
import { isMalformed } from '../read/malformed.ts';
import { ProtobufReader } from '../read/protobuf.ts';
import type { ByteSource } from '../read/source.ts';

/** Most fields to skip; a longer message counts as a graph. */
const MOST_FIELDS = 20_000;
/** Bytes of a tag and a length, ten at most each. */
const LONGEST_TAG = 20;

/**
 * The format that a loader finds in a file that starts as data: a zip by its end (zipfile, Keras),
 * HDF5 at 512, 1024 and so on (h5py). Null if there is neither.
 */
export function disguisedIn({ isZip, source }: FileCandidate): string | null {
  if (isZip) return null;
  if (zipBehind(source, false).verdict !== 'data-only') return 'a zip at its end';
  return superblockAt(source) ? 'an HDF5 file after that' : null;
}

/**
 * Whether the whole file is a protobuf message with a field that ONNX (7) or a TensorFlow graph (1)
 * has: messages have no magic number and can start like a picture.
 */
export function isGraphMessage(source: ByteSource): boolean {
  let at = 0;
  let graph = false;
  for (let count = 0; at < source.size; count++) {
    if (count > MOST_FIELDS) return true;
    const head = source.read(at, Math.min(LONGEST_TAG, source.size - at));
    const tag = varint(head, 0);
    if (tag === null || tag.value < 8) return false;
    const wire = tag.value % 8;
    const number = Math.floor(tag.value / 8);
    const next = varint(head, tag.length);
    at += tag.length;
    // Groups (3 and 4) have no length; parsers skip unknown ones.
    if (wire === 1) at += 8;
    else if (wire === 5) at += 4;
    else if (wire === 0 || wire === 2) {
      if (next === null) return false;
      at += next.length + (wire === 2 ? next.value : 0);
    } else if (wire > 5) return false;
    if (wire === 2 && (number === 1 || number === 7)) graph = true;
  }
  return graph && at === source.size;
}

function varint(bytes: Buffer, from: number): { value: number; length: number } | null {
  let value = 0;
  for (let index = 0; index < 10; index++) {
    const byte = bytes[from + index];
    if (byte === undefined) return null;
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return { value, length: index + 1 };
  }
  return null;
}

/**
 * Whether the file is a SentencePiece vocabulary (sentencepiece_model.proto): pieces, each with a
 * text, a score and a type, and four messages of settings; graphs have other fields.
 */
export function isSentencePiece(source: ByteSource): boolean {
  const reader = new ProtobufReader(source);
  try {
    let first = true;
    for (const field of reader.fields()) {
      if (field.wire !== 2 || field.number > 5) return false;
      if (!first) continue;
      if (field.number !== 1 || !isPiece(reader, field.start, field.end)) return false;
      first = false;
    }
    return !first;
  } catch (error) {
    if (isMalformed(error) && error.kind !== 'limit') return false;
    throw error;
  }
}

function isPiece(reader: ProtobufReader, start: number, end: number): boolean {
  for (const field of reader.fields(start, end)) {
    const known = field.wire === 2 ? field.number === 1 : field.number === 3;
    if (!known) return false;
  }
  return true;
}
