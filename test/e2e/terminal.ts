/** A real terminal, by tmux: a person's keys go in, what stands on the screen comes out. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { engineEnv } from './engine.ts';
import { REPOSITORY, temporaryFolder } from './places.ts';
import { must } from './run.ts';

const WAITS_FOR = 30_000;

/** A window in which the compiled bin runs; `ended with N` stands there when it has ended. */
export class Terminal {
  private constructor(private readonly socket: string) {}

  /** Opens one in the folder `cwd`, on a tmux server of its own, and starts the bin (or another program) there. */
  static async open(
    cwd: string,
    args: string[],
    program = [process.execPath, join(REPOSITORY, 'dist/bin/ml-image.cjs')],
  ): Promise<Terminal> {
    const terminal = new Terminal(join(temporaryFolder(), 'tmux'));
    // As arguments of sh: no path or argument is read by a shell.
    const script = '"$@"; printf "ended with %s\\n" $?; exec sleep 600';
    const command = ['sh', '-c', script, 'sh', ...program, ...args];
    const size = ['-x', '200', '-y', '60'];
    await terminal.tmux('-f', '/dev/null', 'new-session', '-d', ...size, '-c', cwd, ...command);
    return terminal;
  }

  /** Types a text, and Enter behind it. */
  async type(text: string): Promise<void> {
    if (text !== '') await this.tmux('send-keys', '-l', '--', text);
    await this.press('Enter');
  }

  /** Presses a key by tmux's name of it: `Enter`, `C-c`, `Down`. */
  async press(key: string): Promise<void> {
    await this.tmux('send-keys', key);
  }

  /** What stands on the screen. */
  async screen(): Promise<string> {
    return (await this.tmux('capture-pane', '-p', '-J')).trimEnd();
  }

  /** Waits until the pattern is on the screen and gives that; throws with the screen after `within` ms. */
  async shows(pattern: RegExp, within = WAITS_FOR): Promise<string> {
    for (const end = Date.now() + within; ; await sleep(100)) {
      const screen = await this.screen();
      if (pattern.test(screen)) return screen;
      if (Date.now() > end) throw new Error(`waited for ${pattern} in vain:\n${screen}`);
    }
  }

  /** Closes the window, and ends what runs in it. */
  async close(): Promise<void> {
    await this.tmux('kill-server');
    rmSync(this.socket, { force: true });
  }

  private async tmux(...args: string[]): Promise<string> {
    return (await must('tmux', ['-S', this.socket, ...args], { env: engineEnv() })).stdout;
  }
}
