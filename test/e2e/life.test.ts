/** One folder through its life: edited by hand, changed by every command, and nothing lost. */
import assert from 'node:assert/strict';
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { edit, writeSpec } from './edit.ts';
import {
  build,
  type Folder,
  fixture,
  inImage,
  make,
  mlImage,
  readSpec,
  runImage,
  scaffold,
} from './folder.ts';
import { ablinfer, hadolint, ruff } from './linters.ts';
import { npyFile, readNpy } from './npy.ts';
import { temporaryFolder } from './places.ts';
import { AS_A_PERSON, FLOAT_PRECISION, predict } from './predict.ts';

/** What a person fills in where the specification asks for it. */
const FILLED = {
  organ: 'handwriting',
  task: 'reading digits',
  status: 'research',
  modality: 'photo',
  description: 'Scores of the ten digits.',
};

const BRIGHTNESS = {
  name: 'Brightness',
  description: 'Every grey value is multiplied by it',
  type: 'float',
  default: 1,
  min: 0,
  max: 10,
  flag: '--brightness=',
};

/** What a person wrote into the folder's files, by file. */
const WRITTEN: Record<string, string[]> = {
  Dockerfile: ['# The lab that answers for it.\nENV LAB=radiology\n'],
  'model.py': [
    '    factor = np.float32(params["brightness"])\n',
    '    return {name: array * factor for name, array in inputs.items()}\n',
  ],
  'requirements.txt': ['# for the report\n'],
};

describe('one folder through its life', () => {
  let folder: Folder;

  /** Runs a command in the folder, which has to go through without a conflict. */
  async function change(...args: string[]): Promise<void> {
    const ran = await mlImage([...args, '--yes'], folder.path);
    assert.equal(ran.status, 0, ran.stdout + ran.stderr);
  }

  /** Builds the image, which has to predict what the model's own library answered. */
  async function buildsAndPredicts(model: string): Promise<void> {
    await build(folder);
    assert.ok((await predict(folder, model)) <= FLOAT_PRECISION);
  }

  const read = (file: string): string => readFileSync(join(folder.path, file), 'utf8');

  /** That what was written is where it was, and works. */
  async function edited(...files: string[]): Promise<void> {
    for (const file of files) {
      for (const text of WRITTEN[file] ?? [])
        assert.ok(read(file).includes(text), `${file}:${text}`);
    }
    const { organ, task, status, modality, description, params } = readSpec(folder);
    assert.deepEqual({ organ, task, status, modality, description }, FILLED);
    assert.deepEqual(params, { brightness: BRIGHTNESS });
    assert.equal(await inImage(folder, 'printenv LAB'), 'radiology');
    const [dark, bright] = [await answers(1, '--brightness=3'), await answers(3)];
    assert.deepEqual(dark, bright);
    assert.notDeepEqual(dark, await answers(1));
  }

  /** All outputs for one row of the same grey value everywhere. */
  async function answers(grey: number, ...params: string[]): Promise<number[][]> {
    const data = temporaryFolder();
    chmodSync(data, 0o777);
    writeFileSync(join(data, 'row.npy'), npyFile(new Float32Array(64).fill(grey), [1, 64]));
    const outputs = Object.entries(readSpec(folder).outputs);
    const flags = outputs.map(([key, { flag }]) => `${flag}/data/${key}.npy`);
    const options = [...AS_A_PERSON, '--volume', `${data}:/data`];
    await runImage(folder, options, ['--input=/data/row.npy', ...flags, ...params]);
    return outputs.map(([key]) => readNpy(join(data, `${key}.npy`)).values);
  }

  it('predicts as it was made', async () => {
    folder = await scaffold('life', ['--model', fixture('linear.onnx')]);
    await buildsAndPredicts('linear.onnx');
  });

  it('predicts after Dockerfile, model.py and specification were edited by hand', async () => {
    edit(folder, 'Dockerfile', [['WORKDIR /data\n', `${WRITTEN.Dockerfile?.[0]}WORKDIR /data\n`]]);
    const lines = WRITTEN['model.py']?.join('') ?? '';
    edit(folder, 'model.py', [['    return inputs\n', lines]]);
    const spec = readSpec(folder);
    const order = [...spec.order, 'brightness'];
    writeSpec(folder, { ...spec, ...FILLED, params: { brightness: BRIGHTNESS }, order });
    await buildsAndPredicts('linear.onnx');
    await edited('Dockerfile', 'model.py');
  });

  it('predicts with two more requirements', async () => {
    await change('pip', 'humanize==4.12.3', 'tabulate>=0.9,<1');
    edit(folder, 'requirements.txt', [['humanize==', '# for the report\nhumanize==']]);
    await buildsAndPredicts('linear.onnx');
    await edited('Dockerfile', 'model.py', 'requirements.txt');
    assert.equal(await inImage(folder, 'python -c "import humanize, tabulate; print(1)"'), '1');
  });

  it('predicts with a system package', async () => {
    const installed = 'dpkg-query --show --showformat "\\${db:Status-Status}" libsndfile1';
    await assert.rejects(inImage(folder, installed));
    await change('system', 'libsndfile1');
    await buildsAndPredicts('linear.onnx');
    await edited(...Object.keys(WRITTEN));
    assert.equal(await inImage(folder, installed), 'installed');
  });

  it('predicts with another Python', async () => {
    await change('regenerate', '--python', '3.11');
    await buildsAndPredicts('linear.onnx');
    await edited(...Object.keys(WRITTEN));
    assert.match(await inImage(folder, 'python --version'), /^Python 3\.11\./);
  });

  it('predicts on another base image', async () => {
    await change('regenerate', '--base-image', 'python:3.11-slim-bookworm');
    assert.match(read('Dockerfile'), /^ARG BASE_IMAGE=python:3\.11-slim-bookworm$/m);
    await buildsAndPredicts('linear.onnx');
    await edited(...Object.keys(WRITTEN));
  });

  it('predicts after its answers were changed back by hand', async () => {
    edit(folder, '.yo-rc.json', [
      [/"baseImage": "[^"]*"/, '"baseImage": null'],
      [/"python": [^,]*/, '"python": "3.13"'],
    ]);
    await change('regenerate');
    await buildsAndPredicts('linear.onnx');
    await edited(...Object.keys(WRITTEN));
    assert.match(await inImage(folder, 'python --version'), /^Python 3\.13\./);
  });

  it('predicts with another model, which has outputs of its own', async () => {
    await change('regenerate', '--model', fixture('digits_sklearn.onnx'));
    assert.deepEqual(readdirSync(join(folder.path, 'model')), ['digits_sklearn.onnx']);
    await buildsAndPredicts('digits_sklearn.onnx');
    await edited(...Object.keys(WRITTEN));
  });

  it('is in step with its answers at the end, and passes its make test', async () => {
    const checked = await mlImage(['regenerate', '--check'], folder.path);
    assert.equal(checked.status, 0, checked.stdout + checked.stderr);
    assert.equal(await inImage(folder, 'python -c "import humanize, tabulate; print(1)"'), '1');
    assert.match(
      read('requirements.txt'),
      /^# for the report\nhumanize==4\.12\.3\ntabulate>=0\.9,<1$/m,
    );
    const tested = await make(folder, 'test');
    assert.equal(tested.status, 0, tested.stdout + tested.stderr);
    assert.doesNotMatch(tested.stdout, /^open /m);
    for (const check of [ablinfer, hadolint, ruff]) await check(folder);
  });
});
