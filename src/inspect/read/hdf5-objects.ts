import { address, btreeRecords, FractalHeap, UNDEFINED } from './hdf5-heap.ts';
import { Malformed } from './malformed.ts';
import type { ByteSource } from './source.ts';

export const ATTRIBUTE = 0x0c;
export const ATTRIBUTE_INFO = 0x15;
export const EXTERNAL_FILES = 0x07;
export const LAYOUT = 0x08;
const CONTINUATION = 0x10;
const SYMBOL_TABLE = 0x11;
const LINK = 0x06;
const LINK_INFO = 0x02;
/** Most messages of one object, all pieces together. */
const MOST_STEPS = 300_000;

/** One message of an object's header. */
export interface Message {
  type: number;
  body: Buffer;
  /** Whether its content is elsewhere in the file. */
  shared: boolean;
}

/** A member of a group. */
export interface Hdf5Link {
  name: string;
  /** Position of the member's header; null for a link by path. */
  at: number | null;
  /** `soft` leads within the file, `external` to another file; a plugin resolves `other`. */
  kind: 'hard' | 'soft' | 'external' | 'other';
  /** The path of a soft link, or the file of an external link. */
  target: string;
}

interface Piece {
  at: number;
  /** In bytes. */
  size: number;
}

/**
 * The messages of an object's header, versions 1 and 2, with all continuations (HDF5 File Format
 * Specification, IV.A.1). Throws Malformed if there is none or it does not end.
 */
export function* messagesOf(source: ByteSource, at: number): Generator<Message> {
  const start = source.read(at, 16);
  if (start.toString('latin1', 0, 4) !== 'OHDR') {
    if (start.readUInt8() !== 1) throw new Malformed('has an object that cannot be read');
    yield* pieces(source, { at: at + 16, size: start.readUInt32LE(8) }, 1, false);
    return;
  }
  const flags = start.readUInt8(5);
  const sizeAt = at + 6 + ((flags & 0x20) === 0 ? 0 : 16) + ((flags & 0x10) === 0 ? 0 : 4);
  const width = 1 << (flags & 3);
  const field = source.read(sizeAt, width);
  const size = width === 8 ? address(field, 0) : field.readUIntLE(0, width);
  yield* pieces(source, { at: sizeAt + width, size }, 2, (flags & 4) !== 0);
}

function* pieces(
  source: ByteSource,
  first: Piece,
  version: 1 | 2,
  ordered: boolean,
): Generator<Message> {
  const header = version === 1 ? 8 : ordered ? 6 : 4;
  const waiting = [first];
  let steps = 0;
  for (let piece = waiting.pop(); piece !== undefined; piece = waiting.pop()) {
    const bytes = source.read(piece.at, piece.size);
    for (let at = 0; at + header <= bytes.length; ) {
      if (++steps > MOST_STEPS) throw new Malformed('has a header that does not end');
      const type = version === 1 ? bytes.readUInt16LE(at) : bytes.readUInt8(at);
      const length = bytes.readUInt16LE(at + (version === 1 ? 2 : 1));
      const shared = (bytes.readUInt8(at + (version === 1 ? 4 : 3)) & 2) !== 0;
      const body = bytes.subarray(at + header, at + header + length);
      if (body.length < length) break;
      at += header + length;
      if (type === CONTINUATION) {
        // Version 2 adds a signature before it and a checksum after it.
        const around = version === 1 ? 0 : 4;
        const size = Math.max(0, address(body, 8) - 2 * around);
        waiting.push({ at: address(body, 0) + around, size });
      } else yield { type, body, shared };
    }
  }
}

/** The links in or behind one message of a group's header; none for other messages. */
export function* linksOf(source: ByteSource, { type, body, shared }: Message): Generator<Hdf5Link> {
  if (shared) return;
  if (type === SYMBOL_TABLE) yield* symbols(source, address(body, 0), address(body, 8));
  else if (type === LINK) yield link(body);
  else if (type === LINK_INFO) {
    const heapAt = (body.readUInt8(1) & 1) === 1 ? 10 : 2;
    if (address(body, heapAt) === UNDEFINED) return;
    const heap = new FractalHeap(source, address(body, heapAt));
    // Type 5: a hash of 4 bytes, then the identifier.
    for (const record of btreeRecords(source, address(body, heapAt + 8), [5])) {
      yield link(heap.object(record.subarray(4)));
    }
  }
}

/** The attributes that an Attribute Info message points to, as messages. */
export function* denseAttributes(source: ByteSource, body: Buffer): Generator<Message> {
  const heapAt = (body.readUInt8(1) & 1) === 1 ? 4 : 2;
  if (address(body, heapAt) === UNDEFINED) return;
  const heap = new FractalHeap(source, address(body, heapAt));
  // Type 8: the identifier, flags, order of creation, a hash.
  for (const record of btreeRecords(source, address(body, heapAt + 8), [8])) {
    const shared = (record.readUInt8(8) & 2) !== 0;
    yield { type: ATTRIBUTE, body: shared ? record : heap.object(record.subarray(0, 8)), shared };
  }
}

/** Link message: 0 = hard, 1 = soft, 64 = external. */
function link(body: Buffer): Hdf5Link {
  const flags = body.readUInt8(1);
  const kind = (flags & 8) === 0 ? 0 : body.readUInt8(2);
  const at = 2 + ((flags & 8) >> 3) + ((flags & 4) === 0 ? 0 : 8) + ((flags & 16) >> 4);
  const width = 1 << (flags & 3);
  const length = body.readUIntLE(at, Math.min(6, width));
  const nameAt = at + width;
  const name = body.toString('utf8', nameAt, nameAt + length);
  const rest = body.subarray(nameAt + length);
  if (kind === 0) return { name, at: address(rest, 0), kind: 'hard', target: '' };
  const value = rest.subarray(2, 2 + rest.readUInt16LE(0));
  if (kind === 1) return { name, at: null, kind: 'soft', target: value.toString('utf8') };
  // An external link's value starts with a version, then file and path, both ended by zero.
  if (kind === 64) {
    return { name, at: null, kind: 'external', target: untilZero(value.subarray(1)) };
  }
  return { name, at: null, kind: 'other', target: '' };
}

/** Members of an old-style group: a tree whose leaves point into a heap of names. */
function* symbols(source: ByteSource, tree: number, heap: number): Generator<Hdf5Link> {
  const heapHead = source.read(heap, 32);
  const names = source.read(address(heapHead, 24), address(heapHead, 8));
  const waiting = [tree];
  let steps = 0;
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (++steps > MOST_STEPS) throw new Malformed('has a group that does not end');
    const head = source.read(node, 8);
    const signature = head.toString('latin1', 0, 4);
    const count = head.readUInt16LE(6);
    if (signature === 'TREE') {
      const entries = source.read(node + 24, 8 + 16 * count);
      for (let index = 0; index < count; index++) waiting.push(address(entries, 8 + 16 * index));
    } else if (signature === 'SNOD') {
      const entries = source.read(node + 8, 40 * count);
      steps += count;
      for (let index = 0; index < count; index++) {
        const entry = entries.subarray(40 * index, 40 * index + 40);
        const name = untilZero(names.subarray(address(entry, 0)));
        // Cache type 2: a soft link, whose path is also in the heap.
        const soft = entry.readUInt32LE(16) === 2;
        const target = soft ? untilZero(names.subarray(entry.readUInt32LE(24))) : '';
        yield { name, at: soft ? null : address(entry, 8), kind: soft ? 'soft' : 'hard', target };
      }
    } else throw new Malformed('has a damaged group');
  }
}

/** Text up to the first zero byte. */
export function untilZero(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.toString('utf8', 0, end < 0 ? bytes.length : end);
}
