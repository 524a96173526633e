import { errorLine } from '../src/cli/error-text.ts';
import { main } from '../src/cli/main.ts';
import { writerTo } from '../src/cli/writer.ts';

/** Asks the system without opening a stream. node:tty is loaded only when needed, since that takes milliseconds. */
const isTerminal = (descriptor: number) => process.getBuiltinModule('node:tty').isatty(descriptor);

const err = writerTo(2);

// An error thrown in an event is printed as one line, too.
process.on('uncaughtException', (error) => {
  // A command with something to clean up listens, too, and ends the process itself.
  if (process.listenerCount('uncaughtException') > 1) return;
  err(errorLine(error));
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
