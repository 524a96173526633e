/**
 * Finds keys in large JSON texts without parsing them: linear and without keeping anything, where a
 * parser (core/json-position.ts) would build a tree of a hostile file.
 */
import type { ByteSource } from '../read/source.ts';

const CHUNK = 256 * 1024;
/** Longest key that is compared, in bytes. */
const LONGEST_KEY = 400;

const [QUOTE, BACKSLASH, COLON, BLANK] = [0x22, 0x5c, 0x3a, 0x20];
/** States of the scan: between strings, in a string, after a backslash in one, right after one. */
const [OUTSIDE, INSIDE, ESCAPED, BEHIND] = [0, 1, 2, 3];

/**
 * Which of `keys` occur as a key (a string before a colon) in a JSON text of any size, valid or not.
 * Reads once, in linear time, without keeping the text.
 */
export function keysIn(source: ByteSource, keys: ReadonlySet<string>): Set<string> {
  const found = new Set<string>();
  const text = Buffer.alloc(LONGEST_KEY);
  let length = 0;
  let state = OUTSIDE;
  for (let from = 0; from < source.size; from += CHUNK) {
    const chunk = source.read(from, Math.min(CHUNK, source.size - from));
    // A plain index loop: tokenizers have 30 MB of JSON, and an iterator takes ten times as long.
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] as number;
      if (state === INSIDE || state === ESCAPED) {
        if (state === INSIDE && byte === QUOTE) {
          state = BEHIND;
          continue;
        }
        state = state === INSIDE && byte === BACKSLASH ? ESCAPED : INSIDE;
        if (length < LONGEST_KEY) text[length] = byte;
        length++;
      } else if (byte === QUOTE) {
        state = INSIDE;
        length = 0;
      } else if (state === BEHIND && byte === COLON) {
        state = OUTSIDE;
        // The shortest key has four letters; a fully escaped key is six times as long.
        if (length < 4 || length > LONGEST_KEY) continue;
        const key = plain(text.toString('latin1', 0, length));
        if (keys.has(key)) found.add(key);
      } else if (byte > BLANK) state = OUTSIDE;
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
