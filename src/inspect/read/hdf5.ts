import { Malformed } from './malformed.ts';
import type { ByteSource } from './source.ts';

/**
 * The root group of an HDF5 file: its text attributes and the names of its members, which is all
 * that Keras keeps a model's description in. Source: HDF5 File Format Specification, version 3.
 */
export interface Hdf5Root {
  /** Text attributes by name. */
  attributes: Map<string, string>;
  /** Names of the groups and datasets; empty where they are stored in a way not read here. */
  members: string[];
  /** Whether there are more attributes, stored in a way that is not read here. */
  incomplete: boolean;
}

const ATTRIBUTE = 0x0c;
const CONTINUATION = 0x10;
const SYMBOL_TABLE = 0x11;
const ATTRIBUTE_INFO = 0x15;
const LINK = 0x06;
const LINK_INFO = 0x02;
/** HDF5's mark for "no address". */
const UNDEFINED = 2 ** 64;
/** More messages, heap objects or tree nodes than a root group of any model has. */
const MOST_STEPS = 20_000;

interface Message {
  type: number;
  body: Buffer;
}

interface Piece {
  at: number;
  /** In bytes. */
  size: number;
}

/** Reads the root group. Throws Malformed where the file is damaged. */
export function readHdf5Root(source: ByteSource): Hdf5Root {
  return new Hdf5Reader(source).root();
}

class Hdf5Reader {
  readonly #source: ByteSource;
  #steps = 0;

  constructor(source: ByteSource) {
    this.#source = source;
  }

  root(): Hdf5Root {
    const attributes = new Map<string, string>();
    const members: string[] = [];
    let incomplete = false;
    for (const { type, body } of this.#messages(this.#rootAddress())) {
      if (type === ATTRIBUTE) {
        const text = this.#attribute(body);
        if (text !== null) attributes.set(text.name, text.value);
      } else if (type === SYMBOL_TABLE) {
        members.push(...this.#symbols(address(body, 0), address(body, 8)));
      } else if (type === LINK) {
        members.push(linkName(body));
      } else if (type === ATTRIBUTE_INFO) {
        const indexed = (body.readUInt8(1) & 1) === 1 ? 4 : 2;
        if (address(body, indexed) !== UNDEFINED) incomplete = true;
      } else if (type === LINK_INFO) {
        const indexed = (body.readUInt8(1) & 1) === 1 ? 10 : 2;
        if (address(body, indexed) !== UNDEFINED) incomplete = true;
      }
    }
    return { attributes, members, incomplete };
  }

  #step(): void {
    if (++this.#steps > MOST_STEPS) throw new Malformed('has a header that does not end');
  }

  #rootAddress(): number {
    const version = this.#source.read(8, 1).readUInt8();
    const old = version < 2;
    if (version > 3) throw new Malformed(`is HDF5 of a version not known here (${version})`);
    const block = this.#source.read(0, old ? 100 : 48);
    if (block.readUInt8(old ? 13 : 9) !== 8 || block.readUInt8(old ? 14 : 10) !== 8) {
      throw new Malformed('is HDF5 with addresses that are not 8 bytes');
    }
    return address(block, version === 0 ? 64 : version === 1 ? 68 : 36);
  }

  *#messages(at: number): Generator<Message> {
    const start = this.#source.read(at, 16);
    if (start.toString('latin1', 0, 4) !== 'OHDR') {
      if (start.readUInt8() !== 1) throw new Malformed('has a root group that cannot be read');
      yield* this.#pieces({ at: at + 16, size: start.readUInt32LE(8) }, 1, false);
      return;
    }
    const flags = start.readUInt8(5);
    const sizeAt = at + 6 + ((flags & 0x20) === 0 ? 0 : 16) + ((flags & 0x10) === 0 ? 0 : 4);
    const width = 1 << (flags & 3);
    const field = this.#source.read(sizeAt, width);
    const size = width === 8 ? address(field, 0) : field.readUIntLE(0, width);
    yield* this.#pieces({ at: sizeAt + width, size }, 2, (flags & 4) !== 0);
  }

  /** The messages of an object header's first piece, and of the pieces that it points to. */
  *#pieces(first: Piece, version: 1 | 2, ordered: boolean): Generator<Message> {
    const header = version === 1 ? 8 : ordered ? 6 : 4;
    const waiting = [first];
    for (let piece = waiting.pop(); piece !== undefined; piece = waiting.pop()) {
      const bytes = this.#source.read(piece.at, piece.size);
      for (let at = 0; at + header <= bytes.length; ) {
        this.#step();
        const type = version === 1 ? bytes.readUInt16LE(at) : bytes.readUInt8(at);
        const length = bytes.readUInt16LE(at + (version === 1 ? 2 : 1));
        const shared = (bytes.readUInt8(at + (version === 1 ? 4 : 3)) & 2) !== 0;
        const body = bytes.subarray(at + header, at + header + length);
        if (body.length < length) break;
        at += header + length;
        if (type === CONTINUATION) {
          // Version 2 puts a signature before and a checksum behind.
          const around = version === 1 ? 0 : 4;
          const size = Math.max(0, address(body, 8) - 2 * around);
          waiting.push({ at: address(body, 0) + around, size });
        } else if (!shared) yield { type, body };
      }
    }
  }

  /** A text attribute, or null for one of another type or shape. */
  #attribute(body: Buffer): { name: string; value: string } | null {
    const version = body.readUInt8(0);
    if (version < 1 || version > 3 || (version > 1 && (body.readUInt8(1) & 3) !== 0)) return null;
    const pad = (size: number) => (version === 1 ? Math.ceil(size / 8) * 8 : size);
    const nameAt = version === 3 ? 9 : 8;
    const typeAt = nameAt + pad(body.readUInt16LE(2));
    const spaceAt = typeAt + pad(body.readUInt16LE(4));
    const dataAt = spaceAt + pad(body.readUInt16LE(6));
    const name = untilZero(body.subarray(nameAt, nameAt + body.readUInt16LE(2)));
    const kind = body.readUInt8(typeAt) & 0x0f;
    // Rank 0 is a single value; an array is of no use here.
    if (body.readUInt8(spaceAt + 1) !== 0) return null;
    if (kind === 3) {
      const size = body.readUInt32LE(typeAt + 4);
      return { name, value: untilZero(body.subarray(dataAt, dataAt + size)) };
    }
    if (kind === 9 && (body.readUInt8(typeAt + 1) & 0x0f) === 1) {
      const object = this.#heapObject(address(body, dataAt + 4), body.readUInt32LE(dataAt + 12));
      return { name, value: untilZero(object.subarray(0, body.readUInt32LE(dataAt))) };
    }
    return null;
  }

  #heapObject(collection: number, wanted: number): Buffer {
    const head = this.#source.read(collection, 16);
    if (head.toString('latin1', 0, 4) !== 'GCOL') throw new Malformed('has a damaged text');
    const end = collection + address(head, 8);
    for (let at = collection + 16; at + 16 <= end; ) {
      this.#step();
      const object = this.#source.read(at, 16);
      const size = address(object, 8);
      if (object.readUInt16LE() === wanted) return this.#source.read(at + 16, size);
      at += 16 + Math.ceil(size / 8) * 8;
    }
    throw new Malformed('has a text that is not where it should be');
  }

  /** Names in a group of the old kind: a tree whose leaves point into a heap of names. */
  #symbols(tree: number, heap: number): string[] {
    const names: string[] = [];
    const heapHead = this.#source.read(heap, 32);
    const nameBytes = this.#source.read(address(heapHead, 24), address(heapHead, 8));
    const waiting = [tree];
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      this.#step();
      const head = this.#source.read(node, 8);
      const signature = head.toString('latin1', 0, 4);
      const count = head.readUInt16LE(6);
      if (signature === 'TREE') {
        const entries = this.#source.read(node + 24, 8 + 16 * count);
        for (let index = 0; index < count; index++) waiting.push(address(entries, 8 + 16 * index));
      } else if (signature === 'SNOD') {
        const entries = this.#source.read(node + 8, 40 * count);
        for (let index = 0; index < count; index++) {
          this.#step();
          names.push(untilZero(nameBytes.subarray(address(entries, 40 * index))));
        }
      } else throw new Malformed('has a damaged root group');
    }
    return names;
  }
}

function address(bytes: Buffer, at: number): number {
  return bytes.readUInt32LE(at) + bytes.readUInt32LE(at + 4) * 2 ** 32;
}

function untilZero(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.toString('utf8', 0, end < 0 ? bytes.length : end);
}

function linkName(body: Buffer): string {
  const flags = body.readUInt8(1);
  const at = 2 + ((flags & 8) >> 3) + ((flags & 4) === 0 ? 0 : 8) + ((flags & 16) >> 4);
  const width = Math.min(6, 1 << (flags & 3));
  const length = body.readUIntLE(at, width);
  return body.toString('utf8', at + (1 << (flags & 3)), at + (1 << (flags & 3)) + length);
}
