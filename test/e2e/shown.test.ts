/**
 * Three folders by a person's steps, with no more edits than the README names: a 3-D U-Net whose class
 * is in src/, a pipeline over a table with texts, a classifier of pictures. What each must give is what
 * its framework gave (test/fixtures/shown/make_shown.py).
 */
import assert from 'node:assert/strict';
import { chmodSync, copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { edit } from './edit.ts';
import { build, type Folder, make, mlImage, OFFLINE, scaffold } from './folder.ts';
import { FIXTURES, temporaryFolder } from './places.ts';
import { volumeDifference } from './volumes.ts';
import { fillWheels } from './wheels.ts';

const SHOWN = join(FIXTURES, 'shown');
const TORCH = ['--framework-version', '2.13.0', '--python', '3.11'];

/** Runs `ml-image` in the folder; throws where it ends badly. */
async function change({ path }: Folder, ...args: string[]): Promise<void> {
  const ran = await mlImage([...args, '--yes'], path);
  assert.equal(ran.status, 0, ran.stderr);
}

/** A folder of data with a file of the fixtures under the name that the image takes. */
function dataWith(file: string, name: string): string {
  const data = temporaryFolder();
  chmodSync(data, 0o777);
  copyFileSync(join(SHOWN, file), join(data, name));
  return data;
}

/** `make predict`, and `make test` with the same inputs, as a person runs them. */
async function predictIn(folder: Folder, data: string): Promise<void> {
  for (const target of ['predict', 'test']) {
    const ran = await make(folder, target, { DATA: data });
    assert.equal(ran.status, 0, ran.stdout + ran.stderr);
  }
}

describe('a 3-D U-Net whose class is in src/ and imports a package', () => {
  it('gives the mask that PyTorch gives, at its place in space', async () => {
    const parts = ['--input', 'scan:.nii.gz', '--output', 'mask:segmentation:.nii.gz'];
    const code = ['--code', join(SHOWN, 'net.py'), '--pip', 'einops'];
    const model = ['--model', join(SHOWN, 'unet3d.pt'), ...TORCH];
    const folder = await scaffold('unet3d', [...model, ...parts, ...code]);
    await change(folder, 'spec', '--set', 'scan.tensor.shape=1,1,?,?,?');
    await change(folder, 'spec', '--set', 'scan.tensor.dtype=float32');
    edit(folder, 'model.py', [
      [
        'crop, resize."""\n    return inputs',
        'crop, resize."""\n    scan = inputs["input"].astype("float32")\n    return {"input": (scan - scan.mean()) / scan.std()}',
      ],
      [
        'as they were read."""\n    return outputs',
        'as they were read."""\n    return outputs["output"][0].argmax(0).astype("uint8")',
      ],
    ]);
    await fillWheels(folder);
    await build(folder, OFFLINE);
    const data = dataWith('scan.nii.gz', 'scan.nii.gz');
    await predictIn(folder, data);
    const wanted = join(SHOWN, 'mask.nii.gz');
    const { voxels, affine } = await volumeDifference(join(data, 'mask.nii.gz'), wanted);
    // Another processor may round a score at the edge of a class otherwise.
    assert.ok(voxels <= 4 && affine < 1e-4, JSON.stringify({ voxels, affine }));
  });
});

describe('a pipeline with a ColumnTransformer, over a table with texts', () => {
  it('gives what scikit-learn gives, with no line of Python edited', async () => {
    const folder = await scaffold('outcome', ['--model', join(SHOWN, 'outcome.joblib')]);
    await build(folder);
    const data = dataWith('patients.csv', 'input.csv');
    await predictIn(folder, data);
    const wanted = readFileSync(join(SHOWN, 'outcome.csv'), 'utf8').trim().split('\n');
    const lines = readFileSync(join(data, 'output.csv'), 'utf8').trim().split('\n');
    assert.equal(lines[0], 'label,home,ward');
    assert.deepEqual(
      lines.slice(1).map((line) => line.split(',')[0]),
      wanted,
    );
  });
});

describe('a classifier of pictures with the names of its classes', () => {
  it('gives the scores that PyTorch gives, by class, with the example of its model.py', async () => {
    const parts = ['--input', 'picture:.png', '--output', 'label:.csv'];
    const model = ['--model', join(SHOWN, 'pictures.pt'), ...TORCH];
    const folder = await scaffold('pictures', [...model, ...parts]);
    await change(folder, 'spec', '--set', 'label.labels=cat,dog,cow');
    await change(folder, 'spec', '--set', 'picture.tensor.dtype=float32');
    takeExample(folder);
    await fillWheels(folder);
    await build(folder, OFFLINE);
    const data = dataWith('picture.png', 'picture.png');
    await predictIn(folder, data);
    const rows = (path: string) =>
      readFileSync(path, 'utf8')
        .trim()
        .split('\n')
        .map((line) => line.split(','));
    const [names, [label, ...scores] = []] = rows(join(data, 'label.csv'));
    const [wantedNames, [wanted, ...wantedScores] = []] = rows(join(SHOWN, 'label.csv'));
    assert.deepEqual([names, label], [wantedNames, wanted]);
    for (const [at, score] of scores.entries())
      assert.ok(Math.abs(Number(score) - Number(wantedScores[at])) < 1e-4, scores.join(' '));
  });
});

/** Takes the example at the end of model.py, as it says: its comment marks away, the functions above out. */
function takeExample({ path }: Folder): void {
  const file = join(path, 'model.py');
  const [code = '', example = ''] = readFileSync(file, 'utf8').split('\n\n# """An example');
  const kept = code
    .split(/\n\n\n(?=def )/)
    .filter((part) => !/^def (pre|post)process\(/.test(part))
    .join('\n\n\n');
  const taken = `# """An example${example}`.replace(/^# ?/gm, '');
  writeFileSync(file, `${kept}\n\n\n${taken}`);
}
