/** Generated folders before the eyes of other programs: linters, shells, Make, ABLInfer. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Folder, fixture, scaffold } from './folder.ts';
import { ablinfer, hadolint, inFolder, ruff, silent } from './linters.ts';
import { temporaryFolder } from './places.ts';
import { run } from './run.ts';

/** Targets whose recipes a shell can be asked about without running them. */
const TARGETS = /^([a-z]+):/gm;

const FOLDERS: Record<string, string[]> = {
  'a Keras folder': ['--model', fixture('digits.keras')],
  'a SavedModel folder for GPUs': [
    '--model',
    fixture('digits_savedmodel'),
    '--accelerator',
    'cuda',
  ],
  'a folder with two inputs and two outputs': ['--model', fixture('two_inputs.keras')],
  'a TorchScript folder on Ubuntu': ['--model', fixture('torchscript.pt'), '--os', 'ubuntu'],
  'a torch.export folder': [
    '--model',
    fixture('export.pt2'),
    '--pip',
    'nibabel',
    '--system',
    'libgomp1',
  ],
  'a state_dict folder': ['--model', fixture('state_dict.pt'), '--base-image', 'ubuntu:24.04'],
  'a folder without a model': ['--framework', 'pytorch', '--name', 'later'],
  'a scikit-learn folder on Alpine, by apk': [
    ...['--framework', 'scikit-learn', '--os', 'alpine', '--name', 'forest', '--pip', 'pandas'],
  ],
  'a custom folder on Alpine': ['--framework', 'custom', '--os', 'alpine', '--name', 'own'],
};

for (const [what, flags] of Object.entries(FOLDERS)) {
  describe(what, () => {
    let folder: Folder;

    before(async () => {
      folder = await scaffold('linted', flags);
    });

    it('has a Dockerfile at which hadolint is silent', async () => {
      await hadolint(folder);
    });

    it('has Python that ruff has nothing to say of', async () => {
      await ruff(folder);
    });

    it('has Make recipes at which shellcheck is silent', async () => {
      const makefile = readFileSync(join(folder.path, 'Makefile'), 'utf8');
      const targets = [...makefile.matchAll(TARGETS)].map(([, target]) => target ?? '');
      assert.ok(targets.includes('build') && targets.includes('test'));
      for (const target of targets) {
        const recipe = await inFolder(folder, 'make', '--dry-run', 'ENGINE=docker', target);
        assert.equal(recipe.status, 0, recipe.stderr);
        const script = join(temporaryFolder(), `${target}.sh`);
        writeFileSync(script, recipe.stdout);
        silent(await run('shellcheck', ['--shell', 'sh', script]));
      }
    });

    it('has a test/run.sh at which shellcheck is silent', async () => {
      silent(await inFolder(folder, 'shellcheck', 'test/run.sh'));
    });

    it("has a specification that passes ABLInfer's own check without a warning", async () => {
      await ablinfer(folder);
    });
  });
}
