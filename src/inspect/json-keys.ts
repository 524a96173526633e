import type { ByteSource } from './read/source.ts';

const CHUNK = 64 * 1024;
/** Longest key that is compared, in bytes. */
const LONGEST_KEY = 200;

/**
 * Which of `keys` stand as a key of any object in a JSON text, however large and whether or not it
 * is right JSON: strings that a colon follows. Reads once, in linear time, and keeps nothing.
 */
export function keysIn(source: ByteSource, keys: ReadonlySet<string>): Set<string> {
  const found = new Set<string>();
  const text = Buffer.alloc(LONGEST_KEY);
  let length = 0;
  let state: 'outside' | 'inside' | 'escaped' | 'behind' = 'outside';
  for (let at = 0; at < source.size; at += CHUNK) {
    for (const byte of source.read(at, Math.min(CHUNK, source.size - at))) {
      if (state === 'inside' || state === 'escaped') {
        if (state === 'inside' && byte === 0x22) {
          state = 'behind';
          continue;
        }
        state = state === 'inside' && byte === 0x5c ? 'escaped' : 'inside';
        if (length < LONGEST_KEY) text[length] = byte;
        length++;
      } else if (byte === 0x22) {
        state = 'inside';
        length = 0;
      } else if (state === 'behind' && byte === 0x3a) {
        state = 'outside';
        const key = length > LONGEST_KEY ? '' : plain(text.toString('utf8', 0, length));
        if (keys.has(key)) found.add(key);
      } else if (byte > 0x20) state = 'outside';
    }
  }
  return found;
}

/** A key without its escapes. */
function plain(key: string): string {
  if (!key.includes('\\')) return key;
  try {
    return JSON.parse(`"${key}"`) as string;
  } catch {
    return key;
  }
}
