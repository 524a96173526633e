/** Decompression of zip members. */
import { Malformed } from './malformed.ts';
import type { ByteSource } from './source.ts';

const CHUNK = 64 * 1024;

/**
 * Decompresses deflated bytes piece by piece.
 * @param source the deflated bytes
 * @param most bytes of the result
 * @param what start of the error: `has an unreadable member x`
 * Throws Malformed if the bytes are not deflated data or the result is larger.
 */
export async function* inflateRaw(
  source: ByteSource,
  most: number,
  what: string,
): AsyncGenerator<Buffer> {
  // Loaded here, since most models are not compressed.
  const { createInflateRaw } = process.getBuiltinModule('node:zlib');
  const inflate = createInflateRaw({ chunkSize: CHUNK });
  let at = 0;
  const feed = () => {
    try {
      while (at < source.size) {
        const length = Math.min(CHUNK, source.size - at);
        at += length;
        if (!inflate.write(source.read(at - length, length))) {
          inflate.once('drain', feed);
          return;
        }
      }
      inflate.end();
    } catch (error) {
      // Thrown here, it would end the program: pass it to the reader of the stream.
      inflate.destroy(error as Error);
    }
  };
  feed();
  let size = 0;
  try {
    for await (const piece of inflate) {
      size += (piece as Buffer).length;
      if (size > most) throw new Malformed('is larger than it says');
      source.budget.check();
      yield piece as Buffer;
    }
  } catch (error) {
    const kind = error instanceof Malformed ? error.kind : 'damaged';
    throw new Malformed(`${what} (${(error as Error).message})`, kind);
  } finally {
    inflate.destroy();
  }
}
