import type { ByteSource } from './source.ts';
import type { ZipDirectory, ZipMember } from './zip-directory.ts';
import { extraFields, zip64Of } from './zip-extra.ts';

/** Flags that say how hard the data was packed, which changes nothing. */
const LEVEL = 0b110;
/** The flag that sizes stand behind the data. */
const DESCRIPTOR = 0b1000;
/** Flags of encryption: of the member, strong, of the directory. */
const ENCRYPTED = 0x2041;
/** Most zeros that a writer puts between members to align them. */
const MOST_PADDING = 64 * 1024;

/** Where a member's data starts, by its offset. */
type Starts = Map<ZipMember, number>;

/**
 * Compares what stands in front of each member's data with the directory, and whether the members
 * fill the file from its start to the directory, each byte once. Every difference is told to
 * `doubt`: it is what one program reads and another does not.
 * @returns where each member's data starts; one that has no header of its own is left out
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
      doubt(`the member ${name}, which lies over another`);
    else if (member.offset >= 0) gap(source, end, member.offset, index === 0, doubt);
    const start = checkLocal(source, member, directory.start, doubt);
    if (start === null) continue;
    starts.set(member, start);
    const next = ordered[index + 1]?.offset ?? directory.start;
    end = Math.max(end, start + member.packed);
    if (end > directory.start) doubt(`the member ${name}, which reaches into the directory`);
    if ((member.flags & DESCRIPTOR) !== 0) {
      const length = descriptor(source, member, end, Math.max(0, Math.min(next - end, 24)));
      if (length === 0) doubt(`other sizes behind the member ${name}`);
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

/** Where the data starts, or null where there is no header that belongs to the member. */
function checkLocal(
  source: ByteSource,
  member: ZipMember,
  limit: number,
  doubt: (what: string) => void,
): number | null {
  const { name, offset } = member;
  const differs = (what: string) => doubt(`another ${what} in front of the member ${name}`);
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
    doubt(`the member ${name}, which reaches into the directory`);
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

/** Bytes of the sizes behind a member's data that agree with the directory; 0 where none do. */
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
