/** The command in this process, without a terminal; what it printed last is kept. */
import { main } from '../../src/cli/main.ts';

export class Command {
  out = '';
  err = '';

  /** Runs it in a folder and gives its exit status. */
  run(cwd: string, argv: readonly string[]): Promise<number> {
    this.out = '';
    this.err = '';
    return main([...argv], {
      cwd,
      out: (text) => {
        this.out += text;
      },
      err: (text) => {
        this.err += text;
      },
      interactive: false,
      outIsTerminal: false,
      errIsTerminal: false,
    });
  }
}
