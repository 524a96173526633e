/** The central directory of a zip. */
import { Malformed } from './malformed.ts';
import type { ByteSource } from './source.ts';
import { extraFields, zip64Of } from './zip-extra.ts';
import { readName } from './zip-names.ts';

/** Most members. */
const MOST_MEMBERS = 100_000;
/** Largest central directory, in bytes: `MOST_MEMBERS` names of usual length. */
const LARGEST_DIRECTORY = 32 * 1024 * 1024;
/** Bytes before the end in which readers look for the end record: its size and longest comment. */
const TAIL = 22 + 0xffff;

const LOCATOR = 0x07064b50;
const END64 = 0x06064b50;
const ENTRY = 0x02014b50;

/** A member, as described by the central directory. */
export interface ZipMember {
  name: string;
  /** The name's bytes, to compare with those in the local header. */
  raw: Buffer;
  flags: number;
  /** 0: stored, 8: deflated. */
  method: number;
  crc: number;
  /** In bytes, as stored. */
  packed: number;
  /** In bytes, unpacked. */
  size: number;
  /** Position of its local header. */
  offset: number;
}

/** The central directory and its position. */
export interface ZipDirectory {
  members: ZipMember[];
  /** Position of the central directory: the end of the members. */
  start: number;
}

interface End {
  count: number;
  size: number;
  offset: number;
  /** Position at which the central directory must end: that of the first end record. */
  limit: number;
}

/**
 * Reads the central directory. Calls `doubt` for what two programs could read differently.
 * Throws Malformed: `cut off` if the end record is missing, `limit` for too many members.
 * Source: PKWARE's APPNOTE 6.3.10, sections 4.3.12 to 4.3.16.
 */
export function readDirectory(source: ByteSource, doubt: (what: string) => void): ZipDirectory {
  const end = findEnd(source, doubt);
  if (end.count > MOST_MEMBERS || end.size > LARGEST_DIRECTORY) {
    throw new Malformed('has more members than any real model', 'limit');
  }
  const start = startOf(source, end);
  const shift = start - end.offset;
  if (start !== end.limit - end.size) doubt('bytes between the directory and its end record');
  if (shift !== 0) doubt('a central directory that is not where its end record says');
  source.budget.keep(end.size + end.count * 200);
  const bytes = source.read(start, end.size);
  const members: ZipMember[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== ENTRY) {
      if (members.length === 0) throw cutOff();
      doubt('bytes in the central directory that are not a member');
      break;
    }
    const next =
      at + 46 + [28, 30, 32].reduce((sum, each) => sum + bytes.readUInt16LE(at + each), 0);
    if (next > bytes.length) throw new Malformed('has a damaged zip directory');
    const member = readEntry(bytes.subarray(at, next), doubt);
    members.push({ ...member, offset: member.offset + shift });
    if (members.length > MOST_MEMBERS) {
      throw new Malformed('has more members than any real model', 'limit');
    }
    if (members.length % 1000 === 0) source.budget.check();
    at = next;
  }
  if (members.length !== end.count) doubt('another number of members than its end record says');
  return { members, start };
}

/**
 * The position of the directory: before the end record, where Python looks for it, or at the offset
 * in the record, where PyTorch looks.
 */
function startOf(source: ByteSource, end: End): number {
  const places = [end.limit - end.size, end.offset];
  const start = places.find(
    (place) =>
      place >= 0 &&
      place + end.size <= source.size &&
      (end.size < 4 || source.read(place, 4).readUInt32LE(0) === ENTRY),
  );
  if (start === undefined) throw cutOff();
  return start;
}

const cutOff = () => new Malformed('has no end record of a zip', 'cut off');

function findEnd(source: ByteSource, doubt: (what: string) => void): End {
  const from = Math.max(0, source.size - TAIL);
  const tail = source.read(from, source.size - from);
  const found = tail.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  if (found < 0 || found + 22 > tail.length) throw cutOff();
  const record = tail.subarray(found);
  const at = from + found;
  const exact = 22 + record.readUInt16LE(20) === record.length;
  const end: End = {
    count: record.readUInt16LE(10),
    size: record.readUInt32LE(12),
    offset: record.readUInt32LE(16),
    limit: at,
  };
  const stated = { ...end };
  if (record.readUInt16LE(4) !== 0 || record.readUInt16LE(6) !== 0) {
    doubt('an end record for several disks');
  }
  if (record.readUInt16LE(8) !== end.count) doubt('an end record with two numbers of members');
  const locator = at >= 20 ? source.read(at - 20, 20) : null;
  if (locator?.readUInt32LE(0) === LOCATOR) readEnd64(source, locator, end, doubt);
  else if (stated.count === 0xffff || stated.size === 0xffffffff || stated.offset === 0xffffffff) {
    doubt('an end record that points to a zip64 record which is not there');
  }
  for (const key of ['count', 'size', 'offset'] as const) {
    const most = key === 'count' ? 0xffff : 0xffffffff;
    if (stated[key] !== most && stated[key] !== end[key])
      doubt('two end records that differ (zip64)');
  }
  if (!exact) {
    // The record of an inner zip, in a file whose end record is missing.
    if (end.limit - end.size !== end.offset) throw cutOff();
    doubt('bytes after the end record');
  }
  return end;
}

function readEnd64(
  source: ByteSource,
  locator: Buffer,
  end: End,
  doubt: (what: string) => void,
): void {
  const stated = long(locator, 8);
  const place = end.limit - 20 - 56;
  if (stated !== place) doubt('a zip64 record that is not where its locator says');
  if (place < 0) throw cutOff();
  const record = source.read(place, 56);
  if (record.readUInt32LE(0) !== END64 || long(record, 4) !== 44) {
    doubt('a zip64 locator without its record');
    return;
  }
  if (record.readUInt32LE(16) !== 0 || record.readUInt32LE(20) !== 0) {
    doubt('an end record for several disks');
  }
  if (long(record, 24) !== long(record, 32)) doubt('an end record with two numbers of members');
  end.count = long(record, 32);
  end.size = long(record, 40);
  end.offset = long(record, 48);
  end.limit = place;
}

function readEntry(bytes: Buffer, doubt: (what: string) => void): ZipMember {
  const nameEnd = 46 + bytes.readUInt16LE(28);
  const raw = bytes.subarray(46, nameEnd);
  const flags = bytes.readUInt16LE(8);
  const name = readName(raw, flags, doubt);
  const fields = extraFields(bytes.subarray(nameEnd, nameEnd + bytes.readUInt16LE(30)));
  if (fields === null) doubt(`a damaged extra field of the member ${name}`);
  const renamed = fields?.find(({ id }) => id === 0x7075);
  if (renamed !== undefined && !renamed.data.subarray(5).equals(raw)) {
    doubt(`a second name of the member ${name}, in an extra field`);
  }
  const sizes = [bytes.readUInt32LE(24), bytes.readUInt32LE(20), bytes.readUInt32LE(42)];
  const [size, packed, offset] = zip64Of(fields ?? [], sizes, (what) =>
    doubt(`${what} of the member ${name}`),
  ) as [number, number, number];
  if (bytes.readUInt16LE(34) !== 0) doubt(`the member ${name}, which is on another disk`);
  // PyTorch's zip reader returns no content for a member that is marked as a DOS directory.
  const marked = (bytes.readUInt32LE(38) & 0x10) !== 0 || name.endsWith('/');
  if (marked && size > 0) doubt(`the member ${name}, which is marked as a directory`);
  const method = bytes.readUInt16LE(10);
  return { name, raw, flags, method, crc: bytes.readUInt32LE(16), packed, size, offset };
}

function long(bytes: Buffer, at: number): number {
  const value = Number(bytes.readBigUInt64LE(at));
  if (!Number.isSafeInteger(value)) throw new Malformed('has a damaged zip directory');
  return value;
}
