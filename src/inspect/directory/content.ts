/** Classifies the content of files of no model format. */
import type { FileCandidate } from '../candidate.ts';
import { disguisedIn, isGraphMessage, isSentencePiece } from './disguise.ts';

/** What a file of no model format holds, as far as it matters for running code. */
export type Content =
  /** Text of any kind; code is recognised by its name and its first line. */
  | { kind: 'text' }
  /** A format that holds data only: pictures, tables, numbers. */
  | { kind: 'data' }
  /** Code that a processor or an interpreter runs directly; `what` names it. */
  | { kind: 'machine code' | 'bytecode'; what: string }
  /** Starts as data, and contains another format that loaders find at its end or a later offset. */
  | { kind: 'disguised'; what: string }
  /** Unrecognised bytes; `what` names the container if it is a known one. */
  | { kind: 'unknown'; what: string };

/** The description of unrecognised bytes. */
export const UNKNOWN = 'bytes of no known format';

const CHUNK = 256 * 1024;

/** Formats of machine code, by the bytes that they start with. */
const MACHINE_CODE: readonly [magic: string, what: string][] = [
  ['7f454c46', 'an ELF program or library'],
  ['cffaedfe', 'a Mach-O program or library'],
  ['cefaedfe', 'a Mach-O program or library'],
  ['feedfacf', 'a Mach-O program or library'],
  ['feedface', 'a Mach-O program or library'],
  ['cafebabe', 'a Mach-O library or Java class'],
  ['cafebabf', 'a Mach-O library'],
  ['0061736d', 'a WebAssembly module'],
  ['213c617263683e0a', 'a library of object files'],
  ['4243c0de', 'LLVM bitcode'],
  ['1b4c7561', 'Lua bytecode'],
  // A program for all systems (justine.lol/ape.html), such as a llamafile: it starts as text.
  ['4d5a714670443d', 'a program (APE)'],
  ['6a6172747372', 'a program (APE)'],
];

/** Formats of data only, by the bytes that they start with. */
const DATA: readonly string[] = [
  '89504e470d0a1a0a', // PNG
  'ffd8ff', // JPEG
  '474946383761', // GIF
  '474946383961',
  '424d', // BMP
  '49492a00', // TIFF
  '4d4d002a',
  '52494646', // WebP, WAV
  '25504446', // PDF
  '4f676753', // Ogg
  '664c6143', // FLAC
  '494433', // MP3
  '00000100', // icon
  '43424d31', // CatBoost's own format
  '50415231', // Parquet
  '4152524f5731', // Arrow
  'ba164f2f', // fastText
  '53514c69746520666f726d6174203300', // SQLite
  '0000000142756431', // .DS_Store
];

/** Containers that are not unpacked here, by the bytes that they start with. */
const CONTAINERS: readonly [magic: string, what: string][] = [
  ['504b', 'a zip'],
  ['425a68', 'bzip2'],
  ['fd377a585a00', 'xz'],
  ['5d0000', 'lzma'],
  ['5a46', "joblib's old compression"],
  ['28b52ffd', 'zstd'],
  ['04224d18', 'lz4'],
  ['1f8b', 'gzip'],
  ['526172211a07', 'rar'],
  ['377abcaf271c', '7-Zip'],
];

const starts = (head: Buffer, magic: string) =>
  head.subarray(0, magic.length / 2).equals(Buffer.from(magic, 'hex'));

/**
 * Classifies a file by its bytes, never by its name. Text is read to its end, within the budget.
 * Throws Malformed if the file cannot be read.
 */
export function contentOf(file: FileCandidate): Content {
  const { head } = file;
  const machine = MACHINE_CODE.find(([magic]) => starts(head, magic));
  if (machine !== undefined) return { kind: 'machine code', what: machine[1] };
  if (isPortableExecutable(file)) {
    return { kind: 'machine code', what: 'a Windows program or library' };
  }
  if (isBytecode(head)) return { kind: 'bytecode', what: 'compiled Python' };
  if (isText(file)) return { kind: 'text' };
  const disguised = disguisedIn(file);
  if (disguised !== null) return { kind: 'disguised', what: disguised };
  if (isWideText(head)) return { kind: 'text' };
  const container = CONTAINERS.find(([magic]) => starts(head, magic));
  if (container !== undefined) return { kind: 'unknown', what: container[1] };
  if (isPieces(file)) return { kind: 'data' };
  const data = DATA.some((magic) => starts(head, magic)) || isShapedData(file);
  return data && !isGraphMessage(file.source)
    ? { kind: 'data' }
    : { kind: 'unknown', what: UNKNOWN };
}

/** Byte 60 holds the offset of the PE header (Microsoft's "PE Format"). */
function isPortableExecutable({ head }: FileCandidate): boolean {
  if (!starts(head, '4d5a') || head.length < 64) return false;
  const at = head.readUInt32LE(60);
  return at + 4 > head.length || head.toString('latin1', at, at + 4) === 'PE\0\0';
}

/** A .pyc: two bytes of the version, CR LF, flags, eight bytes of the source's date or hash, a code object. */
function isBytecode(head: Buffer): boolean {
  if (head.length < 17 || head[2] !== 0x0d || head[3] !== 0x0a) return false;
  // TYPE_CODE with or without FLAG_REF; Python 3.6 and older have shorter headers.
  return [16, 12, 8].some((at) => ((head[at] as number) & 0x7f) === 0x63);
}

/** Whether there are no control bytes but line breaks and tabs: text in any superset of ASCII. */
function isText({ source }: FileCandidate): boolean {
  for (let at = 0; at < source.size; at += CHUNK) {
    const chunk = source.read(at, Math.min(CHUNK, source.size - at));
    for (let index = 0; index < chunk.length; index++) {
      const byte = chunk[index] as number;
      const control =
        byte < 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09 && byte !== 0x0c;
      if (control || byte === 0x7f) return false;
    }
  }
  return true;
}

/** UTF-16 with a byte order mark: no pickle and no program starts with it. */
function isWideText(head: Buffer): boolean {
  return starts(head, 'fffe') || starts(head, 'feff');
}

function isShapedData(file: FileCandidate): boolean {
  const { head } = file;
  return isNumbers(head) || isEvents(head) || isMessagePack(head) || isVideo(head) || isTable(file);
}

/** numpy's format, with numbers and no objects (numpy.org, "numpy.lib.format"). */
function isNumbers(head: Buffer): boolean {
  if (!starts(head, '934e554d5059')) return false;
  const header = head.toString('latin1', 8, 4096);
  const from = header.indexOf("'descr':");
  const to = header.indexOf("'fortran_order'");
  return from >= 0 && to > from && !header.slice(from + 8, to).includes('O');
}

/** SentencePiece (sentencepiece_model.proto): a first piece, which is a text and a score. */
function isPieces({ head, source }: FileCandidate): boolean {
  const [first, length, inner, text = 0] = head;
  if (first !== 0x0a || inner !== 0x0a || length === undefined) return false;
  const starts = head[4 + text] === 0x15 && text + 2 < length && length < 128;
  return starts && isSentencePiece(source);
}

/** MessagePack as Flax writes it: a map whose first key is text. No pickle starts like that. */
function isMessagePack(head: Buffer): boolean {
  const first = head[0] ?? 0;
  const at = first > 0x80 && first < 0x90 ? 1 : first === 0xde ? 3 : first === 0xdf ? 5 : 0;
  if (at === 0) return false;
  const key = head[at] ?? 0;
  const [from, length] = key === 0xd9 ? [at + 2, head[at + 1] ?? 0] : [at + 1, key & 0x1f];
  if (key !== 0xd9 && (key & 0xe0) !== 0xa0) return false;
  const text = head.subarray(from, from + length);
  return length > 0 && text.length === length && text.every((byte) => byte >= 0x20 && byte < 0x7f);
}

/** TensorBoard's events: a record of 64 bits of length, a checksum, an event with the version of the file. */
function isEvents(head: Buffer): boolean {
  return head.length > 32 && head.readUInt32LE(4) === 0 && head.indexOf('brain.Event:') === 23;
}

function isVideo(head: Buffer): boolean {
  return head.toString('latin1', 4, 8) === 'ftyp';
}

/** The table of a TensorFlow checkpoint (LevelDB's table format), known by its last bytes. */
function isTable({ source }: FileCandidate): boolean {
  if (source.size < 48) return false;
  return starts(source.read(source.size - 8, 8), '57fb808b247547db');
}
