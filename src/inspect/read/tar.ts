/** The headers of a tar. */
import { Malformed } from './malformed.ts';
import type { ByteSource } from './source.ts';

const BLOCK = 512;
/** Most members. */
const MOST_MEMBERS = 10_000;
/** Keys of an extended header that do not change what is read. */
const HARMLESS = new Set(['mtime', 'atime', 'ctime', 'uid', 'gid', 'uname', 'gname', 'comment']);

/** A regular file in a tar. */
export interface TarMember {
  name: string;
  /** Position of its first byte. */
  start: number;
  /** In bytes. */
  size: number;
}

/** The members of a tar, and what two programs can read differently, as nouns. */
export interface TarArchive {
  members: TarMember[];
  ambiguities: Set<string>;
}

/** Whether the bytes are a tar header, by its checksum, as Python decides. */
export function isTarHeader(block: Buffer): boolean {
  if (block.length < BLOCK) return false;
  const stated = octal(block, 148, 8);
  if (stated === null) return false;
  let [unsigned, signed] = [256, 256];
  for (let at = 0; at < BLOCK; at++) {
    if (at >= 148 && at < 156) continue;
    unsigned += block[at] as number;
    signed += block.readInt8(at);
  }
  return stated === unsigned || stated === signed;
}

/**
 * Reads the headers of an uncompressed tar.
 * Throws Malformed: `cut off` if a member does not end, `limit` for too many members.
 * Source: POSIX 1003.1-2017, pax interchange format; Python's `tarfile`.
 */
export function readTar(source: ByteSource): TarArchive {
  const members: TarMember[] = [];
  const ambiguities = new Set<string>();
  const names = new Set<string>();
  let at = 0;
  for (let count = 0; at + BLOCK <= source.size; count++) {
    if (count > MOST_MEMBERS) throw new Malformed('has more members than any real model', 'limit');
    const header = source.read(at, BLOCK);
    if (!isTarHeader(header)) break;
    const size = octal(header, 124, 12);
    if (size === null) throw new Malformed('has a member without a size');
    const start = at + BLOCK;
    if (start + size > source.size) throw new Malformed('ends inside a member', 'cut off');
    const prefix = header.toString('latin1', 257, 262) === 'ustar' ? text(header, 345, 155) : '';
    const name = (prefix === '' ? '' : `${prefix}/`) + text(header, 0, 100);
    const type = String.fromCharCode(header[156] as number);
    const regular = type === '0' || type === '\0';
    if (type === 'x' || type === 'g') checkExtended(source, start, size, ambiguities);
    else if (!regular && type !== '5')
      ambiguities.add(`the member ${name.slice(0, 200)} of type ${JSON.stringify(type)}`);
    if (regular) {
      if (names.has(name)) ambiguities.add(`a second member ${name}`);
      names.add(name);
      members.push({ name, start, size });
    }
    at = start + Math.ceil(size / BLOCK) * BLOCK;
  }
  checkEnd(source, Math.min(at, source.size), ambiguities);
  return { members, ambiguities };
}

/** Reports bytes other than zero after the last member. */
function checkEnd(source: ByteSource, from: number, ambiguities: Set<string>): void {
  const length = Math.min(source.size - from, 1024 * 1024);
  if (source.read(from, length).some((byte) => byte !== 0)) {
    ambiguities.add('bytes after the last member');
  }
}

/** Reports an extended header that may rename a member or change its size. */
function checkExtended(
  source: ByteSource,
  start: number,
  size: number,
  ambiguities: Set<string>,
): void {
  if (size > 64 * 1024) throw new Malformed('has an extended header larger than any real one');
  const bytes = source.read(start, size);
  for (let at = 0; at < size; ) {
    const space = bytes.indexOf(0x20, at);
    const digits = bytes.toString('latin1', at, Math.max(at, space));
    const length = /^[1-9]\d{0,5}$/.test(digits) ? Number(digits) : 0;
    const record = bytes.toString('latin1', space + 1, at + length);
    const key = record.slice(0, Math.max(0, record.indexOf('=')));
    if (length === 0 || at + length > size || !HARMLESS.has(key)) {
      ambiguities.add('an extended header that changes what is read');
      return;
    }
    at += length;
  }
}

function text(header: Buffer, at: number, length: number): string {
  const end = header.indexOf(0, at);
  return header.toString('latin1', at, end < 0 ? at + length : Math.min(end, at + length));
}

/** A number as Python reads it: octal digits, or binary after the byte 0x80; null if invalid. */
function octal(header: Buffer, at: number, length: number): number | null {
  if (header[at] === 0x80) {
    let value = 0;
    for (const byte of header.subarray(at + 1, at + length)) value = value * 256 + byte;
    return Number.isSafeInteger(value) ? value : null;
  }
  const digits = text(header, at, length)
    .trim()
    .replace(/^\+?(0[oO]_?)?/, '');
  return /^[0-7_]{0,12}$/.test(digits)
    ? Number.parseInt(digits.replaceAll('_', '') || '0', 8)
    : null;
}
