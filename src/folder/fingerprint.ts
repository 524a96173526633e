/** Fingerprints of files: whether one is still as it was written, without reading gigabytes. */
import { codeOf, type Disk, statsAt } from './disk.ts';

/** Up to this many bytes a file is read whole; above it, samples spread over it are. */
export const WHOLE = 1 << 20;
const SAMPLES = 16;
const SAMPLE = 16 << 10;

/** Loaded where it is needed: Node's cryptography and what it needs take milliseconds. */
const sha256 = () => process.getBuiltinModule('node:crypto').createHash('sha256');

export interface Fingerprint {
  /** Bytes. */
  size: number;
  /** SHA-256 in hex: of all bytes up to 1 MiB; else of 16 samples of 16 KiB, the first and the last bytes among them. */
  sample: string;
}

/** SHA-256 in hex of a text, its line ends taken as LF so that a checkout with CRLF still matches. */
export function hashOfText(text: string): string {
  return sha256().update(text.replaceAll('\r\n', '\n')).digest('hex');
}

/** The fingerprint of an absolute path; null if nothing is there. A link or folder has size -1. */
export function fingerprint(disk: Disk, path: string): Fingerprint | null {
  const found = statsAt(disk, path);
  if (!found) return null;
  if (!found.isFile()) return { size: -1, sample: found.isDirectory() ? 'folder' : 'special' };
  try {
    return { size: found.size, sample: hashSamples(disk, path, found.size) };
  } catch (error) {
    // Deleted since it was looked at.
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** The fingerprint that a file of this text has; null for one that is too long to be read whole. */
export function fingerprintOfText(text: string): Fingerprint | null {
  const bytes = Buffer.from(text);
  if (bytes.length > WHOLE) return null;
  return { size: bytes.length, sample: sha256().update(bytes).digest('hex') };
}

/** Whether two fingerprints are of the same content; null is no file. */
export function samePrint(one: Fingerprint | null, other: Fingerprint | null): boolean {
  return one === null || other === null
    ? one === other
    : one.size === other.size && one.sample === other.sample;
}

function hashSamples(disk: Disk, path: string, size: number): string {
  const hash = sha256();
  if (size <= WHOLE) return hash.update(disk.readFileSync(path)).digest('hex');
  const file = disk.openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(SAMPLE);
    for (let at = 0; at < SAMPLES; at++) {
      const from = Math.floor(((size - SAMPLE) * at) / (SAMPLES - 1));
      const read = disk.readSync(file, buffer, 0, SAMPLE, from);
      hash.update(buffer.subarray(0, read));
    }
  } finally {
    disk.closeSync(file);
  }
  return hash.digest('hex');
}
