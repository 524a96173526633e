/** Writes to the descriptors of stdout and stderr directly, since Node's streams take milliseconds to load. */
import { writeSync } from 'node:fs';
import { UserError } from '../core/errors.ts';

const NAMES = { 1: 'stdout', 2: 'stderr' } as const;

/**
 * A function that writes to a file descriptor. If its reader ends early, as in
 * `ml-image --help | head -1`, the rest is dropped silently.
 * @returns a function that throws a UserError the first time that writing fails, as on a full disk, and
 * drops the rest
 */
export function writerTo(
  descriptor: 1 | 2,
  write: (descriptor: number, bytes: Uint8Array) => number = writeSync,
): (text: string) => void {
  // A Windows console needs another encoding, which the stream takes care of.
  let stream = process.platform === 'win32' ? streamOf(descriptor) : null;
  let closed = false;
  return (text) => {
    if (closed) return;
    if (stream) {
      stream.write(text);
      return;
    }
    let bytes: Uint8Array = Buffer.from(text);
    try {
      while (bytes.length > 0) bytes = bytes.subarray(write(descriptor, bytes));
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === 'EAGAIN') {
        // A non-blocking pipe with a slow reader: the stream keeps the rest until it is read.
        stream = streamOf(descriptor);
        stream.write(bytes);
        return;
      }
      closed = true;
      if (code !== 'EPIPE') throw new UserError(`cannot write to ${NAMES[descriptor]}: ${message}`);
    }
  };
}

function streamOf(descriptor: 1 | 2): NodeJS.WriteStream {
  return process[NAMES[descriptor]].on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}
