/** The local headers of a zip, compared with its central directory. */
import type { ByteSource } from './source.ts';
import type { ZipDirectory, ZipMember } from './zip-directory.ts';
import { extraFields, zip64Of } from './zip-extra.ts';

/** Flags of the compression level, which do not matter. */
const LEVEL = 0b110;
/** The flag for sizes after the data. */
const DESCRIPTOR = 0b1000;
/** Flags of encryption: of the member, strong encryption, of the directory. */
const ENCRYPTED = 0x2041;
/** Most zeros that a writer puts between members to align them. */
const MOST_PADDING = 64 * 1024;

/** Position of each member's data. */
type Starts = Map<ZipMember, number>;

/**
 * Compares each local header with the directory, and checks that the members fill the file from its
 * start to the directory, each byte once. Calls `doubt` for every difference, because programs
 * differ in which of the two they read.
 * @returns the position of each member's data; members without a valid header are left out
 */
export function checkLayout(
  source: ByteSource,
  directory: ZipDirectory,
  doubt: (what: string) => void,
): Starts {
  const starts: Starts = new Map();
  const ordered = [...directory.members].sort((a, b) => a.offset - b.offset);
  let end = 0;
  for (const [index, member] of ordered.entries()) {
    if (index % 100 === 0) source.budget.check();
    const { name } = member;
    if (member.offset >= 0 && member.offset < end)
      doubt(`the member ${name}, which overlaps another`);
    else if (member.offset >= 0) gap(source, end, member.offset, index === 0, doubt);
    const start = checkLocal(source, member, directory.start, doubt);
    if (start === null) continue;
    starts.set(member, start);
    const next = ordered[index + 1]?.offset ?? directory.start;
    end = Math.max(end, start + member.packed);
    if (end > directory.start) doubt(`the member ${name}, which overlaps the directory`);
    if ((member.flags & DESCRIPTOR) !== 0) {
      const length = descriptor(source, member, end, Math.max(0, Math.min(next - end, 24)));
      if (length === 0) doubt(`other sizes after the member ${name}`);
      end += length;
    }
  }
  if (end < directory.start) gap(source, end, directory.start, ordered.length === 0, doubt);
  return starts;
}

function gap(
  source: ByteSource,
  from: number,
  to: number,
  first: boolean,
  doubt: (what: string) => void,
): void {
  if (from >= to) return;
  const short = to - from <= MOST_PADDING && to <= source.size;
  if (!first && short && source.read(from, to - from).every((byte) => byte === 0)) return;
  doubt(first ? 'bytes before the first member' : 'bytes between members that belong to none');
}

/** The position of the data, or null if the member has no valid header. */
function checkLocal(
  source: ByteSource,
  member: ZipMember,
  limit: number,
  doubt: (what: string) => void,
): number | null {
  const { name, offset } = member;
  const differs = (what: string) => doubt(`another ${what} in the header of the member ${name}`);
  if (offset < 0 || offset + 30 > limit) {
    doubt(`the member ${name}, which is not where the directory says`);
    return null;
  }
  const header = source.read(offset, 30);
  if (header.readUInt32LE(0) !== 0x04034b50) {
    doubt(`the member ${name}, which is not where the directory says`);
    return null;
  }
  const nameLength = header.readUInt16LE(26);
  const start = offset + 30 + nameLength + header.readUInt16LE(28);
  if (start > limit) {
    doubt(`the member ${name}, which overlaps the directory`);
    return null;
  }
  const rest = source.read(offset + 30, start - offset - 30);
  if (!rest.subarray(0, nameLength).equals(member.raw)) differs('name');
  const flags = header.readUInt16LE(6);
  if (((flags ^ member.flags) & ~LEVEL) !== 0) differs('set of flags');
  if ((member.flags & ENCRYPTED) !== 0) doubt(`the member ${name}, which is encrypted`);
  if (header.readUInt16LE(8) !== member.method) differs('compression');
  const other = member.method !== 0 && member.method !== 8;
  if (other) doubt(`the member ${name}, of a compression that not every program reads`);
  if (member.method === 0 && member.packed !== member.size)
    doubt(`two sizes of the member ${name}`);
  const fields = extraFields(rest.subarray(nameLength)) ?? [];
  const renamed = fields.find(({ id }) => id === 0x7075);
  if (renamed !== undefined && !renamed.data.subarray(5).equals(member.raw)) {
    doubt(`a second name of the member ${name}, in an extra field`);
  }
  const stated = [header.readUInt32LE(22), header.readUInt32LE(18)];
  const [size, packed] = zip64Of(fields, stated, () => differs('size'));
  const later =
    (flags & DESCRIPTOR) !== 0 && header.readUInt32LE(14) === 0 && size === 0 && packed === 0;
  if (!later) {
    if (header.readUInt32LE(14) !== member.crc) differs('checksum');
    if (size !== member.size || packed !== member.packed) differs('size');
  }
  return start;
}

/** Bytes of the sizes after a member's data that match the directory; 0 if none do. */
function descriptor(source: ByteSource, member: ZipMember, at: number, room: number): number {
  const bytes = source.read(at, Math.max(0, Math.min(room, source.size - at)));
  for (const sign of [4, 0]) {
    if (sign === 4 && (bytes.length < 4 || bytes.readUInt32LE(0) !== 0x08074b50)) continue;
    for (const width of [8, 4]) {
      const length = sign + 4 + 2 * width;
      if (length > bytes.length) continue;
      const number = (from: number) =>
        width === 4 ? bytes.readUInt32LE(from) : Number(bytes.readBigUInt64LE(from));
      const agrees =
        bytes.readUInt32LE(sign) === member.crc &&
        number(sign + 4) === member.packed &&
        number(sign + 4 + width) === member.size;
      if (agrees) return length;
    }
  }
  return 0;
}
