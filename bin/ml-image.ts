#!/usr/bin/env node
import { isatty } from 'node:tty';
import { main } from '../src/cli/main.ts';

// isatty() asks the system; process.stdin would open a stream, which takes milliseconds.
main(process.argv.slice(2), {
  cwd: process.cwd(),
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  interactive: isatty(0),
  outIsTerminal: isatty(1),
  errIsTerminal: isatty(2),
}).then((status) => {
  process.exitCode = status;
});
