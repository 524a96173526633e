#!/usr/bin/env node
import { isatty } from 'node:tty';
import { main } from '../src/cli/main.ts';

// isatty() asks the system; process.stdin would open a stream, which takes milliseconds.
main(process.argv.slice(2), {
  cwd: process.cwd(),
  out: writerTo('stdout'),
  err: writerTo('stderr'),
  interactive: isatty(0),
  outIsTerminal: isatty(1),
  errIsTerminal: isatty(2),
}).then((status) => {
  process.exitCode = status;
});

/** Writes to a stream that may close early, as in `ml-image --help | head -1`: the rest is dropped. */
function writerTo(name: 'stdout' | 'stderr'): (text: string) => void {
  let stream: NodeJS.WriteStream | undefined;
  return (text) => {
    stream ??= process[name].on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
    stream.write(text);
  };
}
