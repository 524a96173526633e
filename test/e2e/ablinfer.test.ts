/** The generated folder under the program that its specification is for: PyPI's ablinfer, unedited. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dispatch, type Job, LEFT_OUT, tryDispatch } from './dispatch.ts';
import { writeSpec } from './edit.ts';
import { build, type Folder, fixture, make, mlImage, readSpec, scaffold } from './folder.ts';
import { ablinfer } from './linters.ts';
import { npyFile } from './npy.ts';
import { FIXTURES, temporaryFolder } from './places.ts';
import { sendJob, startServer } from './server.ts';
import { volumeDifference } from './volumes.ts';

describe('ABLInfer', () => {
  describe('with a volume for a 3-D segmentation network', () => {
    const expected = join(FIXTURES, 'expected/ball.onnx');
    let folder: Folder;

    before(async () => {
      folder = await scaffold('ball', ['--model', fixture('ball.onnx')]);
      const spec = readSpec(folder);
      const [volume] = Object.values(spec.inputs);
      const [mask] = Object.values(spec.outputs);
      assert.ok(volume && mask);
      volume.extension = '.nii.gz';
      Object.assign(mask, { extension: '.nii.gz', type: 'segmentation', master: 'input' });
      Object.assign(mask, { colours: { 1: [1, 0.8, 0.2] }, names: { 1: 'Ball' } });
      writeSpec(folder, spec);
      const ran = await mlImage(['regenerate', '--yes'], folder.path);
      assert.equal(ran.status, 0, ran.stderr);
      await build(folder);
    });

    const job = (mask: string): Job => ({
      inputs: { input: { value: join(expected, 'input.volume.nii.gz') } },
      outputs: { output: { value: mask } },
    });

    async function isTheMask(path: string): Promise<void> {
      const wanted = join(expected, 'output.mask.nii.gz');
      const { voxels, affine, is } = await volumeDifference(path, wanted);
      assert.equal(voxels, 0);
      assert.ok(affine < 1e-4, `the affine differs by ${affine}`);
      assert.equal(is[0], is[1]);
    }

    it('needs nibabel, which comes by itself', () => {
      assert.match(readFileSync(join(folder.path, 'requirements.txt'), 'utf8'), /^nibabel/m);
    });

    it('brings back the mask that the network gives, in the place of the volume', async () => {
      const mask = join(temporaryFolder(), 'mask.nii.gz');
      await dispatch(folder, job(mask));
      await isTheMask(mask);
    });

    it('brings back the same from its server, though unpacked', async () => {
      // Flask announces a .gz file as gzip-encoded, and ABLInfer's client undoes the encoding.
      const mask = join(temporaryFolder(), 'mask.nii');
      const server = await startServer(folder);
      try {
        const ran = await sendJob(folder, server, job(mask));
        assert.equal(ran.status, 0, ran.stderr);
      } finally {
        server.stop();
      }
      await isTheMask(mask);
    });

    it('is followed by make test, which makes a volume itself', async () => {
      const tested = await make(folder, 'test');
      assert.equal(tested.status, 0, tested.stdout + tested.stderr);
      assert.match(tested.stdout, /^ok .*as ABLInfer does: as user 12345:0$/m);
    });
  });

  describe('with every type of param and every style of flag', () => {
    let folder: Folder;

    before(async () => {
      folder = await echoFolder();
      await build(folder);
    });

    const FILES = { image: [1, 2], mask: [3] };

    /** Runs a job; gives ABLInfer's command and what model.py was given. */
    async function told(params: Record<string, unknown>, without: string[] = []) {
      const data = temporaryFolder();
      const inputs = Object.entries(FILES).map(([key, values]) => {
        const value = join(data, `${key}.npy`);
        writeFileSync(value, npyFile(Float32Array.from(values), [values.length]));
        return [key, without.includes(key) ? LEFT_OUT : { value, enabled: true }];
      });
      const outputs = ['report', 'sum'].map((key) => {
        const value = join(data, `${key}.json`);
        return [key, without.includes(key) ? LEFT_OUT : { value, enabled: true }];
      });
      const values = Object.entries(params).map(([key, value]) => [key, { value }]);
      const { command } = await dispatch(folder, {
        inputs: Object.fromEntries(inputs),
        params: Object.fromEntries(values),
        outputs: Object.fromEntries(outputs),
      });
      const read = (key: string) => JSON.parse(readFileSync(join(data, `${key}.json`), 'utf8'));
      const sum = without.includes('sum') ? null : read('sum');
      return { command, given: JSON.parse(read('report')), sum };
    }

    it('gives every argument in its place', async () => {
      const values = { count: 7, level: 0.25, fast: false, loud: true, title: 'a b', mode: 'b' };
      const { command, given, sum } = await told(values);
      assert.deepEqual(command, [
        ...['a b', '--sum=/data/sum.json', '--count', '7', '/data/image.npy', '--loud'],
        ...['--report', '/data/report.json', '--mode=b', '-l', '0.25', '--mask=/data/mask.npy'],
      ]);
      assert.deepEqual(given, { ...values, inputs: ['image', 'mask'] });
      assert.equal(sum, 6);
    });

    it('gives the defaults where nothing is said', async () => {
      const { given } = await told({});
      const defaults = { count: 3, level: 0.5, fast: true, loud: false, title: 'none', mode: 'a' };
      assert.deepEqual(given, { ...defaults, inputs: ['image', 'mask'] });
    });

    it('leaves out what is not required', async () => {
      const { command, given, sum } = await told({}, ['mask', 'sum']);
      assert.ok(!command.join(' ').includes('mask') && !command.join(' ').includes('sum'));
      assert.deepEqual([given.inputs, sum], [['image'], null]);
    });

    it('gives bounds, negative numbers and text of any kind as they are', async () => {
      const values = { count: -5, level: -1e-5, title: `it's "é" $(x) \\ *` };
      const { given } = await told(values);
      assert.deepEqual({ ...given, ...values }, given);
      const { count, level } = (await told({ count: 9, level: 1 })).given;
      assert.deepEqual([count, level], [9, 1]);
    });

    it('says why a job failed, in the one line that the image says', async () => {
      const ran = await tryDispatch(folder, {
        inputs: {
          image: { value: join(folder.path, 'model-spec.json') },
          mask: LEFT_OUT,
        },
        outputs: { report: { value: '/none/such.json' }, sum: LEFT_OUT },
      });
      assert.notEqual(ran.status, 0);
      assert.match(ran.stderr, /error: IMAGE: cannot read \/data\/image\.npy: .*$/m);
    });

    it('finds nothing to warn of in the specification', () => ablinfer(folder));
  });
});

/** A folder whose model.py gives back the params and inputs that it was given. */
async function echoFolder(): Promise<Folder> {
  const weights = join(temporaryFolder(), 'weights.bin');
  writeFileSync(weights, 'no weights');
  const folder = await scaffold('echo', ['--model', weights, '--framework', 'custom']);
  writeFileSync(join(folder.path, 'model.py'), ECHO);
  const spec = readSpec(folder);
  const [input] = Object.values(spec.inputs);
  const [output] = Object.values(spec.outputs);
  assert.ok(input && output);
  const tensor = (name: string) => ({ name, dtype: null, shape: null });
  spec.inputs = {
    image: { ...input, flag: '', tensor: tensor('image') },
    mask: { ...input, flag: '--mask=', status: 'suggested', tensor: tensor('mask') },
  };
  spec.outputs = {
    report: { ...output, flag: '--report', extension: '.json', tensor: tensor('report') },
    sum: {
      ...output,
      flag: '--sum=',
      extension: '.json',
      status: 'optional',
      tensor: tensor('sum'),
    },
  };
  const words = { name: 'A param', description: 'It comes back in the report' };
  spec.params = {
    count: { ...words, type: 'int', default: 3, min: -5, max: 9, flag: '--count' },
    level: { ...words, type: 'float', default: 0.5, min: -1, max: 1, flag: '-l' },
    fast: { ...words, type: 'bool', default: true, flag: '--fast' },
    loud: { ...words, type: 'bool', default: false, flag: '--loud' },
    title: { ...words, type: 'string', default: 'none', flag: '' },
    mode: { ...words, type: 'enum', default: 'a', enum: { First: 'a', B: 'b' }, flag: '--mode=' },
  };
  spec.order = [
    'title',
    'sum',
    'count',
    'image',
    'fast',
    'loud',
    'report',
    'mode',
    'level',
    'mask',
  ];
  writeSpec(folder, spec);
  // It brings what reads and writes .json.
  const ran = await mlImage(['regenerate', '--yes'], folder.path);
  assert.equal(ran.status, 0, ran.stderr);
  return folder;
}

const ECHO = `"""Gives back what it is given."""

import json

import numpy as np

given = {}


def load(path):
    """Nothing to load."""
    return None


def preprocess(inputs, **params):
    """Remember the params."""
    given.update(params, inputs=list(inputs))
    return inputs


def predict(model, inputs):
    """Tell what was given, and add the inputs up."""
    report = np.array(json.dumps(given))
    return {"report": report, "sum": sum(array.sum() for array in inputs.values())}


def postprocess(outputs, **params):
    """Nothing to do."""
    return outputs
`;
