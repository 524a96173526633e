/** What the commands say and do where the model is another one, or is not there. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from './command.ts';

const MODELS = fileURLToPath(new URL('../fixtures/models', import.meta.url));
const fixture = (name: string) => join(MODELS, name);

describe('another model in a folder that is there', function () {
  this.timeout(20_000);
  let above: string;
  let root: string;
  let out: string;
  let err: string;
  const command = new Command();
  const run = async (cwd: string, ...argv: string[]) => {
    const status = await command.run(cwd, argv);
    ({ out, err } = command);
    return status;
  };
  const regenerate = (...argv: string[]) => run(root, 'regenerate', ...argv);
  const everything = () =>
    Object.fromEntries(
      readdirSync(root, { recursive: true, withFileTypes: true })
        .filter((entry) => !entry.isDirectory())
        .map((entry) => join(entry.parentPath, entry.name))
        .sort()
        .map((name) => [name.slice(root.length), readFileSync(name, 'latin1')]),
    );
  const edit = (name: string, change: (text: string) => string) =>
    writeFileSync(join(root, name), change(readFileSync(join(root, name), 'utf8')));
  /** The model of the folder, trained again: the same name and signature, other bytes. */
  const retrained = () => {
    mkdirSync(join(above, 'later'));
    const path = join(above, 'later/digits.h5');
    const bytes = readFileSync(fixture('digits.h5'));
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    writeFileSync(path, bytes);
    return path;
  };

  beforeEach(async () => {
    above = mkdtempSync(join(tmpdir(), 'ml-image-model-'));
    root = join(above, 'digits');
    // A file of its own: what is edited here must not be the fixture under a second name.
    copyFileSync(fixture('digits.h5'), join(above, 'digits.h5'));
    assert.equal(await run(above, 'digits', '--model', 'digits.h5', '--yes'), 0, err);
  });
  afterEach(() => rmSync(above, { recursive: true, force: true }));

  it('lists new weights of the same name, and writes them', async () => {
    const model = retrained();
    assert.equal(await regenerate('--model', model, '--dry-run'), 0, err);
    assert.match(out, /^ {2}model\/digits\.h5 {2}replaced$/m);
    assert.match(out, /Dry run: nothing was written\.\n$/);
    assert.equal(await regenerate('--model', model, '--check'), 2);
    assert.match(out, /model\/digits\.h5 {2}replaced/);
    assert.equal(await regenerate('--model', model, '--yes'), 0, err);
    assert.match(out, /model\/digits\.h5 {2}replaced\nDone: written as listed\.\n$/);
    assert.ok(readFileSync(join(root, 'model/digits.h5')).equals(readFileSync(model)));
    assert.equal(await regenerate('--check'), 0, out);
  });

  it('has the model files in the JSON result, and nothing else on stdout', async () => {
    assert.equal(await regenerate('--model', retrained(), '--json'), 0, err);
    const { written, inStep, changes } = JSON.parse(out);
    const row = { path: 'model/digits.h5', action: 'replace', note: null, conflicts: [] };
    assert.deepEqual(
      { written, inStep, changes },
      { written: true, inStep: false, changes: [row] },
    );
  });

  it('names the file that comes, the one that goes, and those of the person that stay', async () => {
    writeFileSync(join(root, 'model/labels.txt'), 'zero\n');
    mkdirSync(join(root, 'model/notes/deep'), { recursive: true });
    writeFileSync(join(root, 'model/notes/deep/a.md'), 'mine\n');
    assert.equal(await regenerate('--yes', '--model', fixture('two_inputs.keras')), 0, err);
    assert.match(out, /^ {2}model\/two_inputs\.keras +new$/m);
    assert.match(out, /^ {2}model\/digits\.h5 +removed$/m);
    assert.match(out, /^ {2}model\/labels\.txt +kept, yours: nothing says that .*the image too$/m);
    assert.match(out, /^ {2}model\/notes\/ +kept, yours/m);
    assert.deepEqual(readdirSync(join(root, 'model')).sort(), [
      'labels.txt',
      'notes',
      'two_inputs.keras',
    ]);
  });

  it('says that a model file which the person changed stays', async () => {
    rmSync(join(root, 'model/digits.h5'));
    copyFileSync(fixture('digits_keras2.h5'), join(root, 'model/digits.h5'));
    assert.equal(await regenerate('--yes', '--model', fixture('two_inputs.keras')), 0, err);
    const row = 'kept, yours: you changed it; it goes into the image too';
    assert.match(out, new RegExp(`^ {2}model/digits\\.h5 +${row}$`, 'm'));
    assert.ok(existsSync(join(root, 'model/digits.h5')));
  });

  it('says that the old model stays where nothing records who put it there', async () => {
    rmSync(join(root, '.ml-image'), { recursive: true });
    await regenerate('--dry-run', '--model', fixture('two_inputs.keras'));
    assert.match(out, /^ {2}model\/digits\.h5 +kept, yours: nothing says that ml-image put it/m);
  });

  it('does not say of a mounted model’s folder that the image takes it', async () => {
    writeFileSync(join(root, 'model/labels.txt'), 'zero\n');
    const model = join(above, 'digits.h5');
    await regenerate('--dry-run', '--model', model, '--model-by', 'reference');
    assert.match(out, /^ {2}model\/labels\.txt +kept, yours: nothing says that .*put it there$/m);
  });

  it('has a line beside the diff that git apply passes over', async () => {
    assert.equal(await regenerate('--dry-run', '--model', fixture('two_inputs.keras')), 0, err);
    const line = "Not in this diff, the model's files: ";
    assert.ok(out.includes(`\n${line}model/two_inputs.keras (new), model/digits.h5 (removed)\n`));
    const before = everything();
    execFileSync('git', ['init', '-q'], { cwd: root });
    execFileSync('git', ['apply', '-'], { cwd: root, input: out });
    rmSync(join(root, '.git'), { recursive: true });
    assert.match(readFileSync(join(root, 'Dockerfile'), 'utf8'), /two_inputs\.keras/);
    assert.notDeepEqual(everything(), before);
  });

  const inTheWay: [string, () => string[], RegExp][] = [
    [
      'an own file of the new model’s name',
      () => {
        copyFileSync(fixture('digits.keras'), join(root, 'model/two_inputs.keras'));
        return ['--model', fixture('two_inputs.keras')];
      },
      /^ml-image: model\/two_inputs\.keras is in the way, /,
    ],
    [
      'a symbolic link for model/',
      () => {
        renameSync(join(root, 'model'), join(above, 'elsewhere'));
        symlinkSync(join(above, 'elsewhere'), join(root, 'model'));
        return ['--model', fixture('two_inputs.keras')];
      },
      /^ml-image: model is a symbolic link, /,
    ],
  ];
  for (const [what, prepare, message] of inTheWay) {
    it(`refuses ${what} before anything is shown`, async () => {
      const argv = prepare();
      for (const mode of ['--yes', '--dry-run', '--check']) {
        assert.equal(await regenerate(mode, ...argv), 1);
        assert.match(err, message);
        assert.equal(out, '');
      }
    });
  }

  it('refuses an own file in a model’s folder that becomes a file, before anything is shown', async () => {
    assert.equal(await regenerate('--yes', '--model', fixture('digits_savedmodel')), 0, err);
    writeFileSync(join(root, 'model/digits_savedmodel/mine.txt'), 'mine\n');
    copyFileSync(fixture('digits.keras'), join(above, 'digits_savedmodel'));
    assert.equal(await regenerate('--check', '--model', join(above, 'digits_savedmodel')), 1);
    assert.match(err, /^ml-image: model\/digits_savedmodel is in the way, /);
    assert.equal(out, '');
  });

  it('knows the same bytes again: nothing changes', async () => {
    const before = everything();
    for (const model of [join(root, 'model/digits.h5'), join(above, 'digits.h5')]) {
      assert.equal(await regenerate('--check', '--model', model), 0, err);
      assert.equal(out, 'In step: nothing changes.\n');
      assert.equal(await regenerate('--json', '--model', model), 0, err);
      const { written, inStep } = JSON.parse(out);
      assert.deepEqual([written, inStep], [false, true]);
    }
    assert.deepEqual(everything(), before);
  });

  it('takes weights that the person put in place as the model from now on', async () => {
    const model = join(root, 'model/digits.h5');
    rmSync(model);
    copyFileSync(retrained(), model);
    assert.equal(await regenerate('--yes', '--model', model), 0, err);
    assert.equal(await regenerate('--yes', '--model', fixture('two_inputs.keras')), 0, err);
    assert.match(out, /model\/digits\.h5 +removed/);
  });

  describe('that is not there', () => {
    const LINE =
      'note: model/digits.h5 is not there, so the image will not work: ml-image regenerate --model PATH\n';

    it('is said by every command, and --check ends with 2', async () => {
      rmSync(join(root, 'model'), { recursive: true });
      assert.equal(await regenerate('--check'), 2);
      assert.deepEqual([out, err], ['Nothing changes.\n', LINE]);
      assert.equal(await run(root, 'pip', 'scipy', '--yes'), 0);
      assert.equal(err, LINE);
      await regenerate('--check', '--json');
      const { inStep, warnings } = JSON.parse(out);
      assert.deepEqual([inStep, warnings], [false, [LINE.slice('note: '.length, -1)]]);
      assert.equal(await regenerate('--yes', '--model', join(above, 'digits.h5')), 0, err);
      assert.equal(await regenerate('--check'), 0, err);
    });

    it('is said of a name that was changed by hand', async () => {
      edit('.yo-rc.json', (text) => text.replace('"file": "digits.h5"', '"file": "other.h5"'));
      assert.equal(await regenerate('--yes'), 0);
      assert.match(err, /^note: model\/other\.h5 is not there, /);
    });

    it('is said of a file that must travel with it', async () => {
      const model = fixture('linear_external.onnx');
      assert.equal(await run(above, 'linear', '--model', model, '--yes'), 0, err);
      root = join(above, 'linear');
      rmSync(join(root, 'model/linear_external.bin'));
      assert.equal(await regenerate('--check'), 2);
      assert.match(err, /^note: model\/linear_external\.bin is not there, /);
    });

    const byHand = async () => {
      const model = join(above, 'digits.h5');
      await regenerate('--yes', '--model', model, '--model-by', 'reference');
      edit('.yo-rc.json', (text) => text.replace('"by": "reference"', '"by": "copy"'));
    };

    it('is copied from where it was mounted, after "by" was changed by hand', async () => {
      const before = everything();
      await byHand();
      assert.equal(await regenerate('--check'), 2);
      assert.match(out, /^ {2}model\/digits\.h5 +new$/m);
      assert.equal(await regenerate('--yes'), 0, err);
      assert.deepEqual(everything(), before);
    });

    it('is said where it is not at that place any more', async () => {
      await byHand();
      rmSync(join(above, 'digits.h5'));
      assert.equal(await regenerate('--yes'), 0, err);
      assert.equal(err, LINE);
    });
  });

  it('is not looked for where none was given yet', async () => {
    assert.equal(await run(above, 'later', '--framework', 'pytorch', '--yes'), 0, err);
    root = join(above, 'later');
    assert.equal(await regenerate('--check'), 0, err);
    assert.equal(err, '');
  });

  it('keeps a whole SavedModel apart from what is in it already', async () => {
    cpSync(fixture('digits_savedmodel'), join(above, 'saved'), { recursive: true });
    assert.equal(await regenerate('--yes', '--model', join(above, 'saved')), 0, err);
    assert.match(out, /^ {2}model\/saved\/saved_model\.pb +new$/m);
    assert.equal(await regenerate('--check', '--model', join(above, 'saved')), 0, out);
  });
});
