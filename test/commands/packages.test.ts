/** Requirements and system packages added, changed and taken out, by the bin and by yo. */
import assert from 'node:assert/strict';
import { ChangedFolder } from './changed-folder.ts';
import { ENTRY_POINTS, type Options } from './entry-points.ts';

for (const [entry, through] of ENTRY_POINTS) {
  describe(`packages through ${entry}`, function () {
    this.timeout(30_000);
    const folder = new ChangedFolder(through);
    const read = (name: string) => folder.read(name);
    const answers = () => folder.answers();
    const run: ChangedFolder['run'] = (...given) => folder.run(...given);
    const edit: ChangedFolder['edit'] = (...given) => folder.edit(...given);
    const everything = () => folder.everything();

    beforeEach(() => folder.make());
    afterEach(() => folder.remove());

    it('adds requirements to the answers and to requirements.txt, each name once', async () => {
      await run('pip', ['numpy', 'pandas>=2.2,<3']);
      await run('pip', ['Pandas==2.3', 'lab_tools[csv]==1.10']);
      assert.deepEqual(answers().pip, ['numpy', 'Pandas==2.3', 'lab_tools[csv]==1.10']);
      assert.match(read('requirements.txt'), /\nnumpy\nPandas==2\.3\nlab_tools\[csv\]==1\.10\n$/);
    });

    it('takes requirements out by any spelling of their name', async () => {
      await run('pip', ['scikit-image', 'scipy']);
      await run('pip', ['Scikit_Image'], { remove: true });
      assert.deepEqual(answers().pip, ['scipy']);
      assert.doesNotMatch(read('requirements.txt'), /scikit/i);
    });

    it('keeps a person’s comments and order in requirements.txt', async () => {
      await run('pip', ['scipy', 'numpy']);
      edit('requirements.txt', (text) =>
        text.replace('scipy\nnumpy\n', '# plots\nnumpy\n\nscipy\n'),
      );
      await run('pip', ['pandas']);
      assert.match(read('requirements.txt'), /# plots\nnumpy\n(pandas\n)?\nscipy\n(pandas\n)?$/);
      assert.match(read('requirements.txt'), /\npandas\n/);
    });

    it('brings back a requirement that was taken out of the file by hand', async () => {
      await run('pip', ['scipy', 'pandas']);
      const before = everything();
      edit('requirements.txt', (text) => text.replace('scipy\n', ''));
      assert.deepEqual(await run('pip', ['scipy']), { status: 0, error: '' });
      assert.deepEqual(everything(), before);
    });

    it('changes a requirement that was written by hand, by each command that names it', async () => {
      edit('requirements.txt', (text) => `${text}scipy==1.10  # mine\n`);
      assert.deepEqual(await run('pip', ['SciPy>=1.12']), { status: 0, error: '' });
      assert.match(read('requirements.txt'), /\nSciPy>=1\.12 {2}# mine\n$/);
      edit('requirements.txt', (text) => text.replace('SciPy>=1.12', 'scipy==1.15'));
      assert.equal((await run('regenerate', [], { pip: ['scipy==1.16'] })).status, 0);
      assert.match(read('requirements.txt'), /\nscipy==1\.16 {2}# mine\n$/);
      edit('requirements.txt', (text) => text.replace('1.16', '1.17'));
      assert.equal((await run('pip', ['scipy'], { remove: true })).status, 0);
      assert.doesNotMatch(read('requirements.txt'), /scipy|<<</i);
    });

    it('takes out a requirement that only the file has, and one that is split there', async () => {
      const before = everything();
      edit('requirements.txt', (text) => `${text}Sci_Kit==1.10\n`);
      assert.equal((await run('pip', ['sci-kit'], { remove: true })).status, 0);
      assert.deepEqual(everything(), before);
      await run('pip', ['scipy']);
      edit('requirements.txt', (text) =>
        text.replace('scipy\n', 'scipy<2; os_name == "nt"\nscipy; os_name != "nt"\n'),
      );
      assert.equal((await run('pip', ['scipy'], { remove: true })).status, 0);
      assert.deepEqual(everything(), before);
    });

    it('says that markers are left before what else is wrong', async () => {
      await run('pip', ['scipy']);
      edit('requirements.txt', (text) => text.replace('scipy\n', '<<<<<<< yours\nscipy\n'));
      const before = everything();
      for (const given of ['scipy', 'nope']) {
        const { status, error } = await run('pip', [given], { remove: true });
        assert.equal(status, 1);
        assert.match(error, /^conflict markers are left at requirements\.txt:\d+: /);
      }
      assert.deepEqual(everything(), before);
    });

    it('adds nothing where only the version was asked for', async () => {
      const before = everything();
      assert.deepEqual(await run('pip', ['numpy'], { version: true }), { status: 0, error: '' });
      assert.deepEqual(await run('pip', [], { version: true }), { status: 0, error: '' });
      assert.deepEqual(everything(), before);
    });

    it('adds system packages to the Dockerfile', async () => {
      await run('system', ['libgl1']);
      assert.deepEqual(answers().system, ['libgl1']);
      assert.match(read('Dockerfile'), /--no-install-recommends libgl1/);
    });

    const plain = (options: Options) =>
      folder.makeOther('plain', { framework: 'custom', name: 'plain', ...options });

    it('names packages that the other flavour calls otherwise, in one line with what to type', async () => {
      await plain({ system: ['libgomp1', 'git', 'libgl1', 'curl=7.88'] });
      const { status, error } = await run('regenerate', [], { os: 'alpine', python: '3.14' });
      assert.equal(status, 0, error);
      if (entry === 'the bin') {
        assert.match(
          error,
          /libgomp1, libgl1, curl=7\.88 are called libgomp, mesa-gl, curl by apk \(a version or architecture does not carry over\): ml-image system libgomp mesa-gl curl, and ml-image system --remove libgomp1 libgl1$/m,
        );
      }
      assert.equal((await run('system', ['libgomp', 'mesa-gl', 'curl'])).status, 0);
      assert.equal((await run('system', ['libgomp1', 'libgl1'], { remove: true })).status, 0);
      assert.match(read('Dockerfile'), /^RUN apk add --no-cache git curl libgomp mesa-gl$/m);
    });

    it('refuses another flavour while a package is there that it cannot read', async () => {
      await plain({ system: ['libc6:amd64', 'libc6:i386', 'git'] });
      const before = everything();
      const { status, error } = await run('regenerate', [], { os: 'alpine', python: '3.14' });
      assert.equal(status, 1);
      assert.match(
        error,
        /^--os alpine cannot be while libc6:amd64, libc6:i386 are among the system packages: .* first ml-image system --remove libc6:amd64 libc6:i386$/,
      );
      assert.deepEqual(everything(), before);
      await run('system', ['libc6'], { remove: true });
      assert.deepEqual(answers().system, ['git']);
    });

    it('refuses the name that only the other flavour has, in a new folder and an old one', async () => {
      await plain({ os: 'alpine' });
      const message = 'libgomp1 is called libgomp by apk; use libgomp';
      assert.deepEqual(await run('system', ['libgomp1']), { status: 1, error: message });
      const flag = await run('regenerate', [], { system: ['libgomp1'] });
      assert.deepEqual(flag, { status: 1, error: message });
      const flags = { framework: 'custom', name: 'other', os: 'alpine', system: ['libgl1'] };
      const { error } = await run('', ['other'], flags);
      assert.equal(error, 'libgl1 is called mesa-gl by apk; use mesa-gl');
      const both = { os: 'debian', python: '3.13', system: ['libgomp1', 'libgl1'] };
      assert.equal((await run('regenerate', [], both)).status, 0);
    });

    it('names the line and the key of a package that the flavour cannot have', async () => {
      await plain({ os: 'debian' });
      edit('.yo-rc.json', (text) => text.replace('"system": []', '"system": ["foo_bar"]'));
      const { status, error } = await run('regenerate');
      assert.equal(status, 1);
      assert.match(
        error,
        /\.yo-rc\.json:\d+: "system" 'foo_bar' is not a package name for apt; write/,
      );
    });
  });
}
