import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ChangedFolder } from './changed-folder.ts';
import { ENTRY_POINTS } from './entry-points.ts';

const MODELS = fileURLToPath(new URL('../fixtures/models', import.meta.url));

for (const [entry, through] of ENTRY_POINTS) {
  describe(`a change of mind through ${entry}`, function () {
    this.timeout(30_000);
    const folder = new ChangedFolder(through);
    const read = (name: string) => folder.read(name);
    const answers = () => folder.answers();
    const run: ChangedFolder['run'] = (...given) => folder.run(...given);
    const edit: ChangedFolder['edit'] = (...given) => folder.edit(...given);
    const everything = () => folder.everything();

    beforeEach(() => folder.make());
    afterEach(() => folder.remove());

    it('changes nothing, byte for byte, where nothing changed', async () => {
      const before = everything();
      assert.deepEqual(await run('regenerate'), { status: 0, error: '' });
      assert.deepEqual(everything(), before);
      assert.equal((await run('regenerate', [], { check: true })).status, 0);
    });

    it('merges a changed answer with a person’s edits', async () => {
      edit('Dockerfile', (text) => `${text}# the last word is mine\n`);
      edit('model.py', (text) => text.replace('"""', '"""Mine. '));
      const { status } = await run('regenerate', [], { os: 'ubuntu', python: '3.12' });
      assert.equal(status, 0);
      assert.match(read('Dockerfile'), /ARG BASE_IMAGE=ubuntu:24\.04/);
      assert.match(read('Dockerfile'), /# the last word is mine\n$/);
      assert.match(read('model.py'), /^"""Mine\. /);
    });

    it('stores the release that a shorter version names', async () => {
      assert.equal((await run('regenerate', [], { 'framework-version': '2.20' })).status, 0);
      assert.equal(answers().frameworkVersion, '2.20.0');
      folder.root = folder.cwd;
      await run('', ['short'], { model: 'digits.keras', 'framework-version': '2.20' });
      folder.root = join(folder.cwd, 'short');
      assert.equal(answers().frameworkVersion, '2.20.0');
    });

    it('follows answers that were changed by hand', async () => {
      edit('.yo-rc.json', (text) => text.replace('"python": "3.13"', '"python": "3.12"'));
      assert.equal((await run('regenerate', [], { check: true })).status, 2);
      assert.equal((await run('regenerate')).status, 0);
      assert.match(read('Dockerfile'), /python:3\.12-slim/);
    });

    it('back again gives the first folder again', async () => {
      const before = everything();
      await run('regenerate', [], { python: '3.12', name: 'other' });
      await run('regenerate', [], { python: '3.13', name: 'digits' });
      assert.deepEqual(everything(), before);
    });

    it('takes back a base image and a platform by the word none', async () => {
      const before = everything();
      const given = { 'base-image': 'registry.example.org/lab/base:1', platform: 'linux/arm64' };
      assert.equal((await run('regenerate', [], given)).status, 0);
      assert.match(read('Dockerfile'), /BASE_IMAGE=registry\.example\.org\/lab\/base:1\n/);
      assert.match(read('Makefile'), /^PLATFORM \?= linux\/arm64$/m);
      await run('regenerate', [], { 'base-image': 'none', platform: 'none' });
      assert.deepEqual(everything(), before);
    });

    it('leaves a conflict between markers, ends with 3, and refuses until it is decided', async () => {
      edit('Dockerfile', (text) =>
        text.replace('python:3.13-slim-trixie', 'mine.example.org/python:3.13'),
      );
      assert.equal((await run('regenerate', [], { python: '3.12' })).status, 3);
      assert.match(read('Dockerfile'), /<<<<<<< yours\nARG BASE_IMAGE=mine/);
      const again = await run('regenerate');
      assert.equal(again.status, 1);
      assert.match(again.error, /Dockerfile:\d+/);
    });

    it('swaps the model: files, signature and specification', async () => {
      copyFileSync(join(MODELS, 'two_inputs.keras'), join(folder.root, 'other.keras'));
      assert.equal((await run('regenerate', [], { model: 'other.keras' })).status, 0);
      assert.deepEqual(readdirSync(join(folder.root, 'model')), ['other.keras']);
      assert.equal(Object.keys(JSON.parse(read('model-spec.json')).inputs).length, 2);
      assert.match(read('Dockerfile'), /MODEL_PATH=\/app\/model\/other\.keras/);
    });

    it('takes a requirement by its address, a wheel among them, as it is', async () => {
      const wheel = 'lab @ https://example.org/lab-1.0-py3-none-any.whl';
      assert.deepEqual(await run('pip', [wheel]), { status: 0, error: '' });
      assert.deepEqual(answers().pip, [wheel]);
      const { error } = await run('pip', ['elsewhere/lab-1.0-py3-none-any.whl']);
      assert.match(error, /is outside wheels\/.*give wheels\/lab-1\.0-py3-none-any\.whl$/);
    });

    it('keeps a model as the one before: mounted stays mounted, until --model-by copy', async () => {
      const path = join(folder.cwd, 'digits.keras');
      const by = () => [answers().model.by, existsSync(join(folder.root, 'model/digits.keras'))];
      await run('regenerate', [], { model: path, 'model-by': 'reference' });
      assert.deepEqual(by(), ['reference', false]);
      await run('regenerate', [], { model: path });
      assert.deepEqual(by(), ['reference', false]);
      await run('regenerate', [], { 'model-by': 'copy' });
      assert.deepEqual(by(), ['copy', true]);
      const { error } = await run('regenerate', [], { 'model-by': 'reference' });
      assert.match(error, /does not say which model; write .*--model PATH --model-by reference/);
    });

    it('leaves a file that the person renamed to the person', async () => {
      edit('README.md', (text) => `${text}Mine.\n`);
      const mine = read('README.md');
      writeFileSync(join(folder.root, 'NOTES.md'), mine);
      rmSync(join(folder.root, 'README.md'));
      assert.equal((await run('regenerate', [], { python: '3.12' })).status, 0);
      assert.equal(read('NOTES.md'), mine);
      assert.ok(!existsSync(join(folder.root, 'README.md')));
    });

    it('keeps a deleted file deleted, until it is restored', async () => {
      rmSync(join(folder.root, 'Makefile'));
      assert.equal((await run('regenerate')).status, 0);
      assert.ok(!existsSync(join(folder.root, 'Makefile')));
      assert.equal((await run('regenerate', [], { restore: ['Makefile'] })).status, 0);
      assert.ok(existsSync(join(folder.root, 'Makefile')));
    });

    it('writes nothing with --dry-run or --check', async () => {
      const before = everything();
      await run('regenerate', [], { python: '3.12', 'dry-run': true });
      await run('regenerate', [], { python: '3.12', check: true });
      assert.deepEqual(everything(), before);
    });

    it('finds the folder from below', async () => {
      mkdirSync(join(folder.root, 'notes/deep'), { recursive: true });
      folder.root = join(folder.root, 'notes/deep');
      assert.equal((await run('pip', ['scipy'])).status, 0);
      folder.root = join(folder.cwd, 'digits');
      assert.deepEqual(answers().pip, ['scipy']);
    });

    it('restores a relative path, an absolute one, and all below a deleted folder', async () => {
      const before = everything();
      const home = folder.root;
      const gone = [
        'runner/failures.py',
        'runner/arrays.py',
        'runner/prediction.py',
        'test/run.sh',
      ];
      for (const path of gone) rmSync(join(home, path));
      folder.root = join(home, 'runner');
      const paths = [
        'failures.py',
        join(home, 'runner/arrays.py'),
        'runner/prediction.py',
        '../test/run.sh',
      ];
      assert.deepEqual(await run('regenerate', [], { restore: paths }), { status: 0, error: '' });
      folder.root = home;
      assert.deepEqual(everything(), before);
      rmSync(join(folder.root, 'runner'), { recursive: true });
      const none = await run('regenerate', [], { restore: ['x.py'] });
      assert.match(none.error, /and deleted are runner\/[^ ]+(, runner\/[^ ]+){7} and \d+ more$/);
      assert.deepEqual(await run('regenerate', [], { restore: ['runner/'] }), {
        status: 0,
        error: '',
      });
      assert.deepEqual(everything(), before);
    });

    const stores: [string, (text: string) => string, RegExp][] = [
      [
        'a wrong value',
        (t) => t.replace('"debian"', '"windows"'),
        /\.yo-rc\.json:\d+: "os" 'windows' is not offered; choose one of debian, ubuntu, alpine$/,
      ],
      [
        'an unknown key',
        (t) => t.replace('"os"', '"ost"'),
        /\.yo-rc\.json:\d+: "ost" is not an answer \(did you mean "os"\?\); allowed are /,
      ],
      ['no JSON', (t) => t.replace('"os":', '"os"'), /\.yo-rc\.json:\d+: invalid JSON: /],
      [
        'a path for a model’s file',
        (t) => t.replace('"digits.keras"', '"../../etc/passwd"'),
        /\.yo-rc\.json:5: "model\.file" is .* not the name of a file in model\//,
      ],
      [
        'a Python that there is not',
        (t) => t.replace('"python": "3.13"', '"python": "3.99"'),
        /\.yo-rc\.json:\d+: "python" is "3\.99", but Debian has no Python 3\.99 .*; allowed are .*"3\.13"/,
      ],
      [
        'a flavour that the framework has no build for',
        (t) => t.replace('"os": "debian"', '"os": "alpine"'),
        /\.yo-rc\.json:\d+: "os" is "alpine", but TensorFlow has no build .*; allowed is "debian"$/,
      ],
      [
        'a framework that does not read the model',
        (t) => t.replace('"framework": "tensorflow"', '"framework": "xgboost"'),
        /\.yo-rc\.json:\d+: "framework" is "xgboost", but the model is a keras file/,
      ],
      [
        'a requirement against the pins',
        (t) => t.replace('"pip": []', '"pip": ["keras==2.1"]'),
        /\.yo-rc\.json:\d+: "pip" is not valid: 'keras==2\.1' conflicts with/,
      ],
      [
        'a version taken out',
        (t) => t.replace('"schemaVersion": 2,', ''),
        /\.yo-rc\.json:2: "schemaVersion" is missing; put back "schemaVersion": 2$/,
      ],
      [
        'a newer form',
        (t) => t.replace('"schemaVersion": 2', '"schemaVersion": 99'),
        /"schemaVersion" is 99, but this ml-image knows only 2; update/,
      ],
    ];
    it('blames the stored answer while a flag changes another, and lets a flag mend it', async () => {
      edit('.yo-rc.json', (text) => text.replace('"python": "3.13"', '"python": "3.99"'));
      const { status, error } = await run('regenerate', [], { name: 'other' });
      assert.equal(status, 1);
      assert.match(error, /\.yo-rc\.json:\d+: "python" is "3\.99"/);
      assert.equal((await run('regenerate', [], { python: '3.12' })).status, 0);
    });

    for (const [title, change, message] of stores) {
      it(`names the line and the key of ${title} in .yo-rc.json`, async () => {
        edit('.yo-rc.json', change);
        const before = everything();
        const { status, error } = await run('regenerate');
        assert.equal(status, 1);
        assert.match(error, message);
        assert.deepEqual(everything(), before);
      });
    }
  });
}
