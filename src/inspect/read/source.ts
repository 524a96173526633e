import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { Budget } from './budget.ts';
import { Malformed } from './malformed.ts';

/** Bytes that are read by position; only what is asked for is in memory. */
export interface ByteSource {
  /** In bytes. */
  readonly size: number;
  /** What the command may still spend; whatever is derived from this source shares it. */
  readonly budget: Budget;
  /**
   * Gives exactly `length` bytes from `position`. The view stays valid and must not be written to.
   * Throws Malformed when the content ends before.
   */
  read(position: number, length: number): Buffer;
}

/** Small reads come from one window of this many bytes: headers lie close together. */
const WINDOW = 16 * 1024;
/** No header that a format needs in one piece is larger; a length above it is a lie. */
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
   * @param size in bytes, as `stat` said: content that grows afterwards is not looked at
   * Throws Malformed where a FIFO, a device or a socket has taken the file's place.
   */
  constructor(path: string, size: number, budget: Budget) {
    // Without O_NONBLOCK, opening a FIFO waits for its writer.
    this.#descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    if (!fstatSync(this.#descriptor).isFile()) {
      closeSync(this.#descriptor);
      throw new Malformed('is no ordinary file');
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
    // A new buffer each time, so that views handed out before stay valid.
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

/** Part of a source, with positions of its own, such as a stored member of an archive. */
export class RangeSource implements ByteSource {
  readonly #whole: ByteSource;
  readonly #start: number;
  readonly size: number;
  readonly budget: Budget;

  /** Throws Malformed where the part reaches beyond the whole. */
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
