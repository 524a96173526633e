/**
 * Reads the header of an HDF5 file: groups, attributes, links. Our own, for safety: the file is hostile
 * until its verdict, so each read is bounded by a budget and no native code parses it; the libraries
 * (h5wasm, jsfive) are builds of the C library, or read whole files into memory.
 */
import { address, UNDEFINED } from './hdf5-heap.ts';
import {
  ATTRIBUTE,
  ATTRIBUTE_INFO,
  denseAttributes,
  EXTERNAL_FILES,
  LAYOUT,
  linksOf,
  type Message,
  messagesOf,
  untilZero,
} from './hdf5-objects.ts';
import { Malformed } from './malformed.ts';
import type { ByteSource } from './source.ts';

/**
 * The root group of an HDF5 file: its attributes, in which Keras stores a model's description, and
 * the names of its members. Source: HDF5 File Format Specification, version 3.
 */
export interface Hdf5Root {
  /** Text of the attributes by name; null for another type or shape. */
  attributes: Map<string, string | null>;
  /** Names of the groups and datasets. */
  members: string[];
  /** Why there may be more attributes than were read; empty if there are not. */
  unread: string[];
}

/** The parts of an HDF5 file that lead to other files. */
export interface Hdf5Reach {
  /** Descriptions of those parts, each the start of a reason; sorted. */
  outside: string[];
  /** Whether there are more objects than were inspected. */
  more: boolean;
  /** Why HDF5 may read other objects than these; empty if it does not. */
  unread: string[];
}

const SIGNATURE = Buffer.from('\x89HDF\r\n\x1a\n', 'latin1');
/** Most objects that are inspected. */
const MOST_OBJECTS = 30_000;
/** Most reasons that are listed. */
const MOST_REASONS = 100;

/** Reads the root group. Throws Malformed if the file is damaged. */
export function readHdf5Root(whole: ByteSource): Hdf5Root {
  const { source, root, image } = opened(whole);
  if (image) return { attributes: new Map(), members: [], unread: [CACHE_IMAGE] };
  const attributes = new Map<string, string | null>();
  const members: string[] = [];
  const unread: string[] = [];
  const take = ({ body, shared }: Message) => {
    const found = shared ? null : attribute(source, body);
    if (found === null) unread.push('an attribute with an unsupported storage');
    else if (attributes.has(found.name)) unread.push(`two attributes ${found.name}`);
    else attributes.set(found.name, found.value);
  };
  for (const message of messagesOf(source, root)) {
    if (message.type === ATTRIBUTE) take(message);
    else if (message.type === ATTRIBUTE_INFO) {
      for (const each of denseAttributes(source, message.body)) take(each);
    } else for (const { name } of linksOf(source, message)) members.push(name);
  }
  return { attributes, members, unread };
}

/**
 * Finds the parts that lead to other files: external links, external storage of a dataset, virtual
 * datasets, and links that a plugin resolves; h5py follows all of them. Throws Malformed if the file
 * is damaged.
 */
export function readHdf5Reach(whole: ByteSource): Hdf5Reach {
  const { source, root, image } = opened(whole);
  if (image) return { outside: [], more: false, unread: [CACHE_IMAGE] };
  const outside = new Set<string>();
  const seen = new Set([root]);
  let more = false;
  const waiting = [root];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    source.budget.check();
    for (const message of messagesOf(source, at)) {
      if (message.type === EXTERNAL_FILES) outside.add('a dataset whose data is in other files');
      else if (message.type === LAYOUT && isVirtual(message.body)) {
        outside.add('a virtual dataset, made of other files');
      }
      for (const link of linksOf(source, message)) {
        if (link.kind === 'external') outside.add(`a link to the file ${shown(link.target)}`);
        else if (link.kind === 'other') outside.add(`a link ${shown(link.name)} of unknown kind`);
        if (link.at === null || seen.has(link.at)) continue;
        if (seen.size >= MOST_OBJECTS) more = true;
        else {
          seen.add(link.at);
          waiting.push(link.at);
        }
      }
    }
    if (outside.size > MOST_REASONS) break;
  }
  return { outside: [...outside].sort(), more, unread: [] };
}

function shown(text: string): string {
  return JSON.stringify(text.slice(0, 100));
}

/** Data layout, version 3 and later: 1 = class, of which 3 is virtual. */
function isVirtual(body: Buffer): boolean {
  return body.readUInt8(0) >= 3 && body.readUInt8(1) === 3;
}

/** A cache image has copies of objects, which HDF5 prefers (message type 0x18). */
const CACHE_IMAGE = 'a cache image, which HDF5 reads instead of the objects';
const IMAGE_MESSAGE = 0x18;

/** Position of the superblock in bytes from the start of the file; null if there is none. */
export function superblockAt(whole: ByteSource): number | null {
  for (let base = 0; base + 8 <= whole.size; base = base === 0 ? 512 : base * 2) {
    if (whole.read(base, 8).equals(SIGNATURE)) return base;
  }
  return null;
}

/**
 * The file from its superblock on, and the position of the root group's header. HDF5 looks for the
 * superblock at 0, 512, 1024 and so on, and counts addresses from there.
 */
function opened(whole: ByteSource): { source: ByteSource; root: number; image: boolean } {
  const base = superblockAt(whole);
  if (base === null) throw new Malformed('is not an HDF5 file', 'cut off');
  const source = base === 0 ? whole : new FromSuperblock(whole, base);
  const version = source.read(8, 1).readUInt8();
  const old = version < 2;
  if (version > 3) throw new Malformed(`has an unknown HDF5 version (${version})`);
  const block = source.read(0, old ? 100 : 48);
  if (block.readUInt8(old ? 13 : 9) !== 8 || block.readUInt8(old ? 14 : 10) !== 8) {
    throw new Malformed('is HDF5 with addresses that are not 8 bytes');
  }
  // The stated end of the file; the library refuses a shorter one (H5F__super_read, "truncated file").
  if (address(block, version === 0 ? 40 : version === 1 ? 44 : 28) > whole.size) {
    throw new Malformed('is shorter than it says', 'cut off');
  }
  const root = address(block, version === 0 ? 64 : version === 1 ? 68 : 36);
  const extension = old ? UNDEFINED : address(block, 20);
  const messages = extension === UNDEFINED ? [] : messagesOf(source, extension);
  const image = [...messages].some(({ type }) => type === IMAGE_MESSAGE);
  return { source, root, image };
}

class FromSuperblock implements ByteSource {
  readonly #whole: ByteSource;
  readonly #base: number;

  constructor(whole: ByteSource, base: number) {
    this.#whole = whole;
    this.#base = base;
  }

  get size(): number {
    return this.#whole.size - this.#base;
  }

  get budget() {
    return this.#whole.budget;
  }

  read(position: number, length: number): Buffer {
    return this.#whole.read(this.#base + position, length);
  }
}

/** An attribute (IV.A.2.m); its value is null if it is not text. Null for an unknown version. */
function attribute(
  source: ByteSource,
  body: Buffer,
): { name: string; value: string | null } | null {
  const version = body.readUInt8(0);
  if (version < 1 || version > 3) return null;
  const pad = (size: number) => (version === 1 ? Math.ceil(size / 8) * 8 : size);
  const nameAt = version === 3 ? 9 : 8;
  const typeAt = nameAt + pad(body.readUInt16LE(2));
  const spaceAt = typeAt + pad(body.readUInt16LE(4));
  const dataAt = spaceAt + pad(body.readUInt16LE(6));
  const name = untilZero(body.subarray(nameAt, nameAt + body.readUInt16LE(2)));
  // Keras accepts no array as text, nor a type or shape that is stored elsewhere.
  const elsewhere = version > 1 && (body.readUInt8(1) & 3) !== 0;
  if (elsewhere || body.readUInt8(spaceAt + 1) !== 0) return { name, value: null };
  const kind = body.readUInt8(typeAt) & 0x0f;
  if (kind === 3) {
    const size = body.readUInt32LE(typeAt + 4);
    return { name, value: untilZero(body.subarray(dataAt, dataAt + size)) };
  }
  if (kind === 9 && (body.readUInt8(typeAt + 1) & 0x0f) === 1) {
    const at = { heap: address(body, dataAt + 4), index: body.readUInt32LE(dataAt + 12) };
    const object = heapObject(source, at.heap, at.index);
    return { name, value: untilZero(object.subarray(0, body.readUInt32LE(dataAt))) };
  }
  return { name, value: null };
}

/** An object of a collection of the global heap (III.E). */
function heapObject(source: ByteSource, collection: number, index: number): Buffer {
  const head = source.read(collection, 16);
  if (head.toString('latin1', 0, 4) !== 'GCOL') throw new Malformed('has a damaged text');
  const end = collection + address(head, 8);
  for (let at = collection + 16, steps = 0; at + 16 <= end; steps++) {
    if (steps > MOST_OBJECTS) throw new Malformed('has a heap that does not end');
    const object = source.read(at, 16);
    const size = address(object, 8);
    if (object.readUInt16LE() === index) return source.read(at + 16, size);
    at += 16 + Math.ceil(size / 8) * 8;
  }
  throw new Malformed('has a text that is not where it should be');
}
