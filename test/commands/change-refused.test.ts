import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ChangedFolder } from './changed-folder.ts';
import { ENTRY_POINTS, type Options } from './entry-points.ts';

for (const [entry, through] of ENTRY_POINTS) {
  describe(`a change that is refused through ${entry}`, function () {
    this.timeout(30_000);
    const folder = new ChangedFolder(through);
    const run: ChangedFolder['run'] = (...given) => folder.run(...given);
    const everything = () => folder.everything();

    beforeEach(() => folder.make());
    afterEach(() => folder.remove());

    const wrong: [string, 'pip' | 'system' | 'regenerate', string[], Options, RegExp][] = [
      [
        'a combination that cannot work',
        'regenerate',
        [],
        { os: 'alpine' },
        /musl.*use --os debian/,
      ],
      [
        'another framework than the file’s',
        'regenerate',
        [],
        { framework: 'pytorch' },
        /keras file, which PyTorch does not load/,
      ],
      [
        "a requirement against the framework's pin",
        'pip',
        ['keras==2.1'],
        {},
        /'keras==2\.1' conflicts with 'keras==3\S+', which the image gets since the model asks for it \(saved with Keras 3\S+\); leave keras out$/,
      ],
      [
        'a name that is not there',
        'pip',
        ['nope'],
        { remove: true },
        /^nope is not among the requirements; there are none$/,
      ],
      [
        "a pin of the framework's package",
        'pip',
        ['tensorflow==2.1'],
        {},
        /the framework's 'tensorflow==2\S*'; leave tensorflow out$/,
      ],
      [
        'a name that no longer installs',
        'pip',
        ['tensorflow-gpu'],
        {},
        /was taken from PyPI in 2022.*use ml-image regenerate --framework tensorflow --accelerator cuda$/,
      ],
      ['no requirement', 'pip', [], {}, /nothing was given/],
      [
        'nothing to remove',
        'pip',
        [],
        { remove: true },
        /^nothing was given to remove, and there are no requirements$/,
      ],
      [
        'a word that is no answer, controls made visible',
        'regenerate',
        ['a\nb'],
        {},
        /^regenerate takes no argument \('a\\u000ab'\); .* ml-image regenerate --name other$/,
      ],
      [
        'a package to remove with a line break',
        'system',
        ['a\nb'],
        { remove: true },
        /^a\\u000ab is not among the system packages; there are none$/,
      ],
      [
        'a path to restore with a line break',
        'regenerate',
        [],
        { restore: ['a\nb'] },
        /^--restore a\\u000ab: no generated file has that path, and none is deleted$/,
      ],
      [
        'to restore the model',
        'regenerate',
        [],
        { restore: ['model/digits.keras'] },
        /a model is not generated; .* ml-image regenerate --model PATH$/,
      ],
      [
        'to restore a folder of which nothing is deleted',
        'regenerate',
        [],
        { restore: ['runner/'] },
        /^--restore runner\/: nothing that was generated there is deleted$/,
      ],
      ['a hostile requirement', 'pip', ['x; $(id)'], {}, /not a Python requirement/],
      ['a hostile package', 'system', ['x$(id)'], {}, /not a package name/],
      [
        'a file that was never generated',
        'regenerate',
        [],
        { restore: ['x.py'] },
        /--restore x\.py: no generated file/,
      ],
    ];
    for (const [title, command, positionals, options, message] of wrong) {
      it(`refuses ${title}, and writes nothing`, async () => {
        const before = everything();
        const { status, error } = await run(command, positionals, options);
        assert.equal(status, 1);
        assert.match(error, message);
        assert.doesNotMatch(error, /\n/);
        assert.deepEqual(everything(), before);
      });
    }

    it('outside any image folder it says so and what to run, whatever was given', async () => {
      folder.root = join(folder.cwd, 'elsewhere');
      mkdirSync(folder.root);
      for (const command of ['regenerate', 'pip', 'system'] as const) {
        const { status, error } = await run(command);
        assert.equal(status, 1);
        assert.match(error, /is in no image folder .*ml-image MODEL$/);
      }
    });

    it('one step above the only image folder it says where that is', async () => {
      folder.root = folder.cwd;
      for (const command of ['regenerate', 'pip', 'system'] as const) {
        const { status, error } = await run(command);
        assert.equal(status, 1);
        assert.match(error, /is in no image folder .*; there is one below: cd digits first$/);
      }
      await run('', ['second'], { model: 'digits.keras' });
      assert.match((await run('pip')).error, /ml-image MODEL$/);
    });
  });
}
