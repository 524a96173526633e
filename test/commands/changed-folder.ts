/** A folder that tests make and change through the bin or Yeoman, and then read. */
import assert from 'node:assert/strict';
import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Options, Outcome, RunThrough } from './entry-points.ts';

const MODELS = fileURLToPath(new URL('../fixtures/models', import.meta.url));

export class ChangedFolder {
  /** Where commands run: the folder, unless a test changes it. */
  root = '';
  /** The directory that it is in, with the model that it was made from. */
  cwd = '';
  readonly #through: RunThrough;

  constructor(through: RunThrough) {
    this.#through = through;
  }

  /** Makes `digits` from a Keras model, by its defaults; for `beforeEach`. */
  async make(): Promise<void> {
    this.cwd = mkdtempSync(join(tmpdir(), 'ml-image-change-'));
    copyFileSync(join(MODELS, 'digits.keras'), join(this.cwd, 'digits.keras'));
    await this.makeOther('digits', { model: 'digits.keras' });
  }

  /** Makes another folder next to it, and runs commands there from now on. */
  async makeOther(name: string, options: Options): Promise<void> {
    this.root = this.cwd;
    const made = await this.run('', [name], options);
    assert.equal(made.status, 0, made.error);
    this.root = join(this.cwd, name);
  }

  /** For `afterEach`. */
  remove(): void {
    rmSync(this.cwd, { recursive: true, force: true });
  }

  /** Runs a command that asks nothing. */
  run(
    command: '' | 'pip' | 'system' | 'regenerate',
    positionals: string[] = [],
    options: Options = {},
  ): Promise<Outcome> {
    return this.#through(this.root, command, positionals, { yes: true, ...options });
  }

  read(name: string): string {
    return readFileSync(join(this.root, name), 'utf8');
  }

  edit(name: string, change: (text: string) => string): void {
    writeFileSync(join(this.root, name), change(this.read(name)));
  }

  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
  answers(): any {
    return JSON.parse(this.read('.yo-rc.json'))['generator-ml-image'];
  }

  /** Every file's bytes by its path. */
  everything(): Record<string, string> {
    return Object.fromEntries(
      readdirSync(this.root, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .sort()
        .map((name) => [name.slice(this.root.length), readFileSync(name, 'latin1')]),
    );
  }
}
