import { Malformed } from './malformed.ts';
import type { ByteSource } from './source.ts';

/** HDF5's value for "no address". */
export const UNDEFINED = 2 ** 64;
/** Most objects of one heap. */
const MOST_RECORDS = 200_000;
/** Bytes of the largest object that is read: a name or a model's description. */
const LARGEST = 32 * 1024 * 1024;

/** A little-endian number of 8 bytes; above 2^53 it is inexact, but no valid address is. */
export function address(bytes: Buffer, at: number): number {
  return bytes.readUInt32LE(at) + bytes.readUInt32LE(at + 4) * 2 ** 32;
}

/** Bytes in which HDF5 stores numbers up to `most` (H5VM_limit_enc_size). */
function width(most: number): number {
  return Math.floor(Math.log2(Math.max(1, most)) / 8) + 1;
}

/**
 * The records of a version 2 B-tree, in order (HDF5 File Format Specification, III.A.2).
 * Throws Malformed if it is damaged or of another type.
 */
export function* btreeRecords(source: ByteSource, at: number, types: number[]): Generator<Buffer> {
  const head = source.read(at, 38);
  if (head.toString('latin1', 0, 4) !== 'BTHD' || !types.includes(head.readUInt8(5))) {
    throw new Malformed('has a damaged index');
  }
  const node = head.readUInt32LE(6);
  const record = head.readUInt16LE(10);
  const depth = head.readUInt16LE(12);
  if (record === 0 || depth > 20) throw new Malformed('has a damaged index');
  const leafMost = Math.floor((node - 10) / record);
  const countWidth = width(leafMost);
  // Bytes of a child's total, by the child's depth; a leaf has none.
  const totals = [0];
  let most = leafMost;
  for (let level = 1; level < depth; level++) {
    const pointer = 8 + countWidth + (totals[level - 1] as number);
    const here = Math.floor((node - 10 - pointer) / (record + pointer));
    most = (here + 1) * most + here;
    totals.push(width(most));
  }
  const waiting = [{ at: address(head, 16), count: head.readUInt16LE(24), depth }];
  let seen = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next.at === UNDEFINED) continue;
    seen += next.count + 1;
    if (seen > MOST_RECORDS) throw new Malformed('has more members than any real model', 'limit');
    const inner = next.depth > 0;
    const total = inner ? (totals[next.depth - 1] as number) : 0;
    const pointer = 8 + countWidth + total;
    const size = 6 + next.count * record + (inner ? (next.count + 1) * pointer : 0);
    const bytes = source.read(next.at, size);
    if (bytes.toString('latin1', 0, 4) !== (inner ? 'BTIN' : 'BTLF')) {
      throw new Malformed('has a damaged index');
    }
    for (let index = 0; index < next.count; index++) {
      yield bytes.subarray(6 + index * record, 6 + (index + 1) * record);
    }
    for (let index = 0; inner && index <= next.count; index++) {
      const child = 6 + next.count * record + index * pointer;
      const count = bytes.readUIntLE(child + 8, countWidth);
      waiting.push({ at: address(bytes, child), count, depth: next.depth - 1 });
    }
  }
}

/** A fractal heap, which stores many attributes or links (III.G). */
export class FractalHeap {
  readonly #source: ByteSource;
  readonly #head: Buffer;
  readonly #offsetWidth: number;
  readonly #lengthWidth: number;
  #huge: Map<number, { at: number; size: number }> | undefined;

  /** Throws Malformed if it is damaged or compressed by a filter. */
  constructor(source: ByteSource, at: number) {
    this.#source = source;
    this.#head = source.read(at, 146);
    if (this.#head.toString('latin1', 0, 4) !== 'FRHP') throw new Malformed('has a damaged heap');
    if (this.#head.readUInt16LE(7) !== 0) throw new Malformed('has a heap that is packed');
    this.#offsetWidth = Math.ceil(this.#head.readUInt16LE(128) / 8);
    this.#lengthWidth = Math.min(
      width(address(this.#head, 120)),
      width(this.#head.readUInt32LE(10)),
    );
    if (this.#offsetWidth < 1 || this.#offsetWidth > 8 || this.#lengthWidth > 6) {
      throw new Malformed('has a damaged heap');
    }
  }

  /** One object, by its identifier in an index. */
  object(id: Buffer): Buffer {
    const kind = (id.readUInt8(0) >> 4) & 3;
    if (kind === 0) {
      const offset = number(id, 1, this.#offsetWidth);
      const size = number(id, 1 + this.#offsetWidth, this.#lengthWidth);
      return this.#source.read(this.#place(offset), checked(size));
    }
    if (kind === 1) {
      this.#huge ??= this.#hugeObjects();
      const found = this.#huge.get(number(id, 1, Math.min(8, id.length - 1)));
      if (found === undefined) throw new Malformed('has a large object that is not there');
      return this.#source.read(found.at, checked(found.size));
    }
    return id.subarray(1, 2 + (id.readUInt8(0) & 15));
  }

  /** Large objects by number, from a tree of type 1 (address, size, number). */
  #hugeObjects(): Map<number, { at: number; size: number }> {
    const found = new Map<number, { at: number; size: number }>();
    for (const record of btreeRecords(this.#source, address(this.#head, 22), [1])) {
      found.set(address(record, 16), { at: address(record, 0), size: address(record, 8) });
    }
    return found;
  }

  /** The position in the file of an offset in the heap. */
  #place(offset: number): number {
    const columns = this.#head.readUInt16LE(110);
    const start = address(this.#head, 112);
    const directRows = Math.log2(address(this.#head, 120)) - Math.log2(start) + 2;
    let at = address(this.#head, 132);
    let rows = this.#head.readUInt16LE(140);
    let left = offset;
    // The root is a single block until it has rows.
    for (let depth = 0; rows > 0; depth++) {
      if (depth > 30 || columns < 1 || start < 1) throw new Malformed('has a damaged heap');
      const { row, entry, rest } = cell(left, rows, columns, start);
      const head = this.#source.read(at, 13 + this.#offsetWidth + 8 * (entry + 1));
      if (head.toString('latin1', 0, 4) !== 'FHIB') throw new Malformed('has a damaged heap');
      at = address(head, 13 + this.#offsetWidth + 8 * entry);
      left = rest;
      const size = start * 2 ** Math.max(0, row - 1);
      rows = row < directRows ? 0 : Math.log2(size) - Math.log2(start * columns) + 1;
    }
    return at + left;
  }
}

/** The cell of a doubling table that holds an offset: rows 0 and 1 have blocks of the first size. */
function cell(offset: number, rows: number, columns: number, start: number) {
  let from = 0;
  for (let row = 0; row < Math.min(rows, 64); row++) {
    const size = start * 2 ** Math.max(0, row - 1);
    if (offset < from + size * columns) {
      const column = Math.floor((offset - from) / size);
      return { row, entry: row * columns + column, rest: offset - from - column * size };
    }
    from += size * columns;
  }
  throw new Malformed('has an object outside of its heap');
}

function number(bytes: Buffer, at: number, size: number): number {
  return size > 6
    ? bytes.readUIntLE(at, 6) + bytes.readUIntLE(at + 6, size - 6) * 2 ** 48
    : bytes.readUIntLE(at, size);
}

function checked(size: number): number {
  if (size > LARGEST) throw new Malformed('has an attribute larger than any real one', 'limit');
  return size;
}
