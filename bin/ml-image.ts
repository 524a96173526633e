import { faultLine, main } from '../src/cli/main.ts';
import { writerTo } from '../src/cli/writer.ts';

/** Asks the system, without opening a stream; loaded when it is wanted, since it takes milliseconds. */
const isTerminal = (descriptor: number) => process.getBuiltinModule('node:tty').isatty(descriptor);

const err = writerTo(2);

// Also what is thrown where nothing waits for it is one line.
process.on('uncaughtException', (error) => {
  // A command that has something to remove first listens too, and ends the process itself.
  if (process.listenerCount('uncaughtException') > 1) return;
  err(faultLine(error));
  process.exit(1);
});

main(process.argv.slice(2), {
  cwd: process.cwd(),
  out: writerTo(1),
  err,
  get interactive() {
    return isTerminal(0);
  },
  get outIsTerminal() {
    return isTerminal(1);
  },
  get errIsTerminal() {
    return isTerminal(2);
  },
}).then((status) => {
  process.exitCode = status;
});
