import { Readable } from 'node:stream';
import type { Entry, ZipFile } from 'yauzl';
import type { Budget } from './budget.ts';
import { Malformed } from './malformed.ts';
import { BufferSource, type ByteSource } from './source.ts';
import { ByteStream } from './stream.ts';

/** More members than any real model has. */
const MOST_MEMBERS = 100_000;
const CHUNK = 64 * 1024;

/** Part of a source, with positions of its own. */
class RangeSource implements ByteSource {
  readonly #whole: ByteSource;
  readonly #start: number;
  readonly size: number;
  readonly budget: Budget;

  constructor(whole: ByteSource, start: number, size: number) {
    if (start < 0 || size < 0 || start + size > whole.size) {
      throw new Malformed('has a zip member that reaches beyond its end');
    }
    this.#whole = whole;
    this.#start = start;
    this.size = size;
    this.budget = whole.budget;
  }

  read(position: number, length: number): Buffer {
    if (position < 0 || position + length > this.size) {
      throw new Malformed('has a zip member that is cut off');
    }
    return this.#whole.read(this.#start + position, length);
  }
}

/** The members of a zip; only the directory at its end is in memory, up to zip64. */
export class ZipArchive {
  /** Names of the members, in the directory's order. */
  readonly names: string[];
  /** Names that stand there more than once: which of them counts depends on the reader. */
  readonly doubles: string[];
  readonly #zip: ZipFile;
  readonly #source: ByteSource;
  readonly #entries: Map<string, Entry>;

  private constructor(zip: ZipFile, source: ByteSource, entries: Entry[]) {
    this.#zip = zip;
    this.#source = source;
    this.names = entries.map((entry) => entry.fileName);
    this.#entries = new Map(entries.map((entry) => [entry.fileName, entry]));
    const seen = new Set<string>();
    this.doubles = this.names.filter((name) => seen.has(name) || !seen.add(name));
  }

  /** Reads the directory. Throws Malformed where it is damaged or one name of it is unsafe. */
  static async open(source: ByteSource): Promise<ZipArchive> {
    // Only here: a start without a zip to read must not pay for it.
    const { default: yauzl } = await import('yauzl');
    class Reader extends yauzl.RandomAccessReader {
      override read(
        into: Buffer,
        offset: number,
        length: number,
        position: number,
        done: (error: Error | null) => void,
      ): void {
        try {
          source.read(position, length).copy(into, offset);
        } catch (error) {
          done(error as Error);
          return;
        }
        done(null);
      }

      override _readStreamForRange(start: number, end: number): Readable {
        return Readable.from(pieces(source, start, end), { objectMode: false });
      }
    }
    return refusing('is no readable zip', async () => {
      const zip = await new Promise<ZipFile>((resolve, reject) => {
        // Sizes are checked where a member is read, so that one lie does not hide the others.
        const options = {
          lazyEntries: true,
          autoClose: false,
          strictFileNames: true,
          validateEntrySizes: false,
        };
        yauzl.fromRandomAccessReader(new Reader(), source.size, options, (error, opened) =>
          error === null ? resolve(opened) : reject(error),
        );
      });
      if (zip.entryCount > MOST_MEMBERS)
        throw new Malformed('has more members than any real model');
      const entries: Entry[] = [];
      for await (const entry of zip.eachEntry()) entries.push(entry);
      return new ZipArchive(zip, source, entries);
    });
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  /** Size of the member when unpacked, in bytes, as the directory says. */
  size(name: string): number {
    return this.#entry(name).uncompressedSize;
  }

  /** A whole member, at most `most` bytes. Throws Malformed where it is larger or damaged. */
  async read(name: string, most: number): Promise<Buffer> {
    const entry = this.#entry(name);
    if (entry.uncompressedSize > most) {
      throw new Malformed(
        `has a member ${name} of ${entry.uncompressedSize} bytes, too much to read`,
      );
    }
    if (entry.compressionMethod === 0) {
      const stored = await this.#stored(entry);
      return stored.read(0, stored.size);
    }
    const pieces: Buffer[] = [];
    let size = 0;
    for await (const piece of await this.#unpacked(entry)) {
      size += piece.length;
      if (size > entry.uncompressedSize) {
        throw new Malformed(`has a member ${name} that is larger than it says`);
      }
      this.#source.budget.keep(piece.length);
      pieces.push(piece);
    }
    return Buffer.concat(pieces);
  }

  /** A member's bytes by position: in place where it is stored, else unpacked into memory. */
  async source(name: string, most: number): Promise<ByteSource> {
    const entry = this.#entry(name);
    return entry.compressionMethod === 0
      ? this.#stored(entry)
      : new BufferSource(await this.read(name, most), this.#source.budget);
  }

  /** A member from front to back, of any size. */
  async stream(name: string): Promise<ByteStream> {
    const entry = this.#entry(name);
    return entry.compressionMethod === 0
      ? ByteStream.of(await this.#stored(entry))
      : ByteStream.from(await this.#unpacked(entry), this.#source.budget);
  }

  #entry(name: string): Entry {
    const entry = this.#entries.get(name);
    if (entry === undefined) throw new Malformed(`has no member ${name}`);
    return entry;
  }

  #stored(entry: Entry): Promise<ByteSource> {
    return refusing(`has an unreadable member ${entry.fileName}`, async () => {
      if (entry.isEncrypted()) throw new Malformed('is encrypted');
      if (entry.compressedSize !== entry.uncompressedSize) throw new Malformed('has two sizes');
      const header = await this.#zip.readLocalFileHeaderPromise(entry, { minimal: true });
      return new RangeSource(this.#source, header.fileDataStart, entry.compressedSize);
    });
  }

  #unpacked(entry: Entry): Promise<AsyncIterable<Buffer>> {
    const what = `has an unreadable member ${entry.fileName}`;
    return refusing(what, async () => guarded(await this.#zip.openReadStreamPromise(entry), what));
  }
}

/** Runs `work`; whatever the zip library throws comes out as Malformed. */
async function refusing<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const reason = (error as Error).message.replace(/\.$/, '');
    throw new Malformed(`${what} (${reason.slice(0, 200)})`);
  }
}

async function* guarded(stream: Readable, what: string): AsyncGenerator<Buffer> {
  try {
    for await (const piece of stream) yield piece as Buffer;
  } catch (error) {
    throw new Malformed(`${what} (${(error as Error).message})`);
  }
}

function* pieces(source: ByteSource, start: number, end: number): Generator<Buffer> {
  for (let at = start; at < end; at += CHUNK) yield source.read(at, Math.min(CHUNK, end - at));
}
