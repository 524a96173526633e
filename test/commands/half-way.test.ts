/** A folder that a killed run left half-way, inside another image folder, by the bin and by yo. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SCHEMA_VERSION } from '../../src/core/answers.ts';
import { putJournal } from '../folder/folders.ts';
import { ENTRY_POINTS } from './entry-points.ts';

const FIXTURE = fileURLToPath(
  new URL(`../fixtures/folders/schema-${SCHEMA_VERSION}`, import.meta.url),
);

for (const [entry, through] of ENTRY_POINTS)
  describe(`a folder that is half-way through ${entry}`, function () {
    this.timeout(30_000);
    let outer: string;
    let root: string;
    const answers = (folder: string) => readFileSync(join(folder, '.yo-rc.json'), 'utf8');

    beforeEach(() => {
      outer = realpathSync(mkdtempSync(join(tmpdir(), 'ml-image-half-')));
      root = join(outer, 'inner');
      for (const folder of [outer, root]) cpSync(FIXTURE, folder, { recursive: true });
    });
    afterEach(() => rmSync(outer, { recursive: true, force: true }));

    /** As a kill leaves it where files have no second name: the answers moved away, the new ones not in place. */
    function moveAnswersAway(): void {
      const text = answers(root);
      const sample = createHash('sha256').update(text).digest('hex');
      const print = { size: Buffer.byteLength(text), sample };
      const step = { path: '.yo-rc.json', name: '0', puts: true, was: print, is: print };
      const run = join(root, '.ml-image/run');
      for (const folder of ['new', 'old']) mkdirSync(join(run, folder), { recursive: true });
      putJournal(root, { steps: [step], folders: [] });
      writeFileSync(join(run, 'new/0'), text);
      renameSync(join(root, '.yo-rc.json'), join(run, 'old/0'));
    }

    it('is reported by --check, which then compares nothing', async () => {
      moveAnswersAway();
      const { status, error } = await through(join(root, 'runner'), 'regenerate', [], {
        check: true,
      });
      assert.equal(status, 2);
      assert.match(
        error,
        /^an earlier run was interrupted in .*inner, and its files are half-way; /,
      );
    });

    it('is mended by the next command that writes, which then changes that folder', async () => {
      moveAnswersAway();
      const before = answers(outer);
      const { status, error } = await through(root, 'pip', ['scipy'], { yes: true });
      assert.ok([0, 3].includes(status), error);
      assert.ok(JSON.parse(answers(root))['generator-ml-image'].pip.includes('scipy'));
      assert.equal(answers(outer), before);
    });

    it('is taken away where making it was interrupted, and the folder above is not changed', async () => {
      const fresh = join(outer, 'fresh');
      mkdirSync(join(fresh, '.ml-image/run/new'), { recursive: true });
      const before = answers(outer);
      const { status, error } = await through(fresh, 'pip', ['scipy'], { yes: true });
      assert.equal(status, 1);
      assert.match(
        error,
        /making .*fresh was interrupted, and is undone now; make it again with: /,
      );
      assert.equal(answers(outer), before);
    });

    it('may be at work on another machine, which --check tells', async () => {
      const holder = { pid: 7, host: 'elsewhere', began: null };
      symlinkSync(JSON.stringify(holder), join(root, '.ml-image/lock'));
      const { status, error } = await through(root, 'regenerate', [], { check: true });
      assert.equal(status, 2);
      assert.match(error, /^process 7 on elsewhere is at work in .*, or was interrupted there; /);
    });
  });
