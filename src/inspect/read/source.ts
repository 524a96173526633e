/** Bytes by position: files, buffers and parts of either. */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { Budget } from './budget.ts';
import { Malformed } from './malformed.ts';

/** Bytes that are read by position; only requested bytes are in memory. */
export interface ByteSource {
  /** In bytes. */
  readonly size: number;
  /** The budget of the command; sources derived from this one share it. */
  readonly budget: Budget;
  /**
   * Returns exactly `length` bytes from `position`. The view stays valid and must not be changed.
   * Throws Malformed if the content ends too early.
   */
  read(position: number, length: number): Buffer;
}

/** Bytes that are read at once for small reads: headers are close together. */
const WINDOW = 16 * 1024;
/** Most bytes of one read; no header of a real file is larger. */
export const LARGEST_READ = 64 * 1024 * 1024;

function checkRange(size: number, position: number, length: number): void {
  const whole = Number.isSafeInteger(position) && Number.isSafeInteger(length);
  if (!whole || position < 0 || length < 0 || position + length > size) {
    throw new Malformed(`is cut off or wrong: it points at bytes after its end (${size} bytes)`);
  }
  if (length > LARGEST_READ) {
    throw new Malformed(`has a header of ${length} bytes, more than any real one`);
  }
}

/** A file on disk. Positions are numbers: `fs.openAsBlob` truncates sizes to 32 bits on Node 20. */
export class FileSource implements ByteSource {
  readonly size: number;
  readonly budget: Budget;
  readonly #descriptor: number;
  #window: Buffer = Buffer.alloc(0);
  #windowAt = 0;

  /**
   * @param size in bytes, from `stat`: content that is appended later is not read
   * Throws Malformed if the path is now a FIFO, a device or a socket.
   */
  constructor(path: string, size: number, budget: Budget) {
    // Without O_NONBLOCK, opening a FIFO waits for its writer.
    this.#descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    if (!fstatSync(this.#descriptor).isFile()) {
      closeSync(this.#descriptor);
      throw new Malformed('is not a regular file');
    }
    this.size = size;
    this.budget = budget;
  }

  read(position: number, length: number): Buffer {
    checkRange(this.size, position, length);
    this.budget.check();
    const from = position - this.#windowAt;
    if (from >= 0 && from + length <= this.#window.length) {
      return this.#window.subarray(from, from + length);
    }
    if (length > WINDOW / 2) return this.#fetch(position, length);
    // A new buffer each time, so that earlier views stay valid.
    this.#window = this.#fetch(position, Math.min(WINDOW, this.size - position));
    this.#windowAt = position;
    return this.#window.subarray(0, length);
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  #fetch(position: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafeSlow(length);
    let done = 0;
    while (done < length) {
      const got = readSync(this.#descriptor, bytes, done, length - done, position + done);
      if (got === 0) throw new Malformed('became shorter while it was read', 'cut off');
      done += got;
    }
    return bytes;
  }
}

/** Bytes that are already in memory, such as an unpacked member of a zip. */
export class BufferSource implements ByteSource {
  readonly size: number;
  readonly budget: Budget;
  readonly #bytes: Buffer;

  constructor(bytes: Buffer, budget = new Budget()) {
    this.#bytes = bytes;
    this.size = bytes.length;
    this.budget = budget;
  }

  read(position: number, length: number): Buffer {
    checkRange(this.size, position, length);
    this.budget.check();
    return this.#bytes.subarray(position, position + length);
  }
}

/** Part of a source, with positions from its start, such as a stored member of an archive. */
export class RangeSource implements ByteSource {
  readonly #whole: ByteSource;
  readonly #start: number;
  readonly size: number;
  readonly budget: Budget;

  /** Throws Malformed if the part reaches beyond the whole. */
  constructor(whole: ByteSource, start: number, size: number) {
    if (start < 0 || size < 0 || start + size > whole.size) {
      throw new Malformed('has a member that reaches beyond its end', 'cut off');
    }
    this.#whole = whole;
    this.#start = start;
    this.size = size;
    this.budget = whole.budget;
  }

  read(position: number, length: number): Buffer {
    checkRange(this.size, position, length);
    return this.#whole.read(this.#start + position, length);
  }
}
