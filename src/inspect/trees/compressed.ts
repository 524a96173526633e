/** The bytes of a pickle, unpacked where joblib compressed it. */
import { createGunzip, createInflate, type Gunzip, type Inflate } from 'node:zlib';
import type { FileCandidate } from '../candidate.ts';
import { Malformed } from '../read/malformed.ts';
import { ByteStream } from '../read/stream.ts';

const CHUNK = 64 * 1024;

/** Whether a file is compressed with zlib or gzip, as joblib does. */
function isCompressed(file: FileCandidate): 'zlib' | 'gzip' | null {
  const [first, second] = file.head;
  if (first === 0x1f && second === 0x8b) return 'gzip';
  const checked = ((first ?? 0) * 256 + (second ?? 0)) % 31 === 0;
  return first === 0x78 && checked && ((second as number) & 0x20) === 0 ? 'zlib' : null;
}

/** The content of a file, unpacked where it is compressed with zlib or gzip. */
export function streamOf(file: FileCandidate): ByteStream {
  const compression = isCompressed(file);
  if (compression === null) return ByteStream.of(file.source);
  return ByteStream.from(
    inflated(
      file,
      compression === 'gzip'
        ? createGunzip({ chunkSize: CHUNK })
        : createInflate({ chunkSize: CHUNK }),
    ),
    file.source.budget,
  );
}

async function* inflated(file: FileCandidate, inflate: Gunzip | Inflate): AsyncGenerator<Buffer> {
  const { source } = file;
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
  try {
    for await (const piece of inflate) yield piece as Buffer;
    // joblib also reads a second compressed part, which is not read here.
    if (inflate.bytesWritten < source.size) throw new Error('other content follows');
  } catch (error) {
    const cut = (error as NodeJS.ErrnoException).code === 'Z_BUF_ERROR';
    const why = cut ? 'ends inside its compression' : 'cannot be decompressed';
    throw new Malformed(`${why} (${(error as Error).message})`, cut ? 'cut off' : 'damaged');
  } finally {
    inflate.destroy();
  }
}
