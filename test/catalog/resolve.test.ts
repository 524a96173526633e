import assert from 'node:assert/strict';
import { kerasRequirement } from '../../src/catalog/keras.ts';
import { resolve } from '../../src/catalog/resolve.ts';
import type { Config, Plan } from '../../src/types.ts';

const CONFIG: Config = {
  schemaVersion: 1,
  model: null,
  name: 'digits',
  framework: 'tensorflow',
  frameworkVersion: '2.21.0',
  python: '3.13',
  os: 'debian',
  accelerator: 'cpu',
  baseImage: null,
  image: 'lab/digits:0.1.0',
  pip: ['pandas>=2.2,<3'],
  system: ['libgl1'],
};

function plan(change: Partial<Config>): Plan {
  const resolved = resolve({ ...CONFIG, ...change });
  assert.ok('plan' in resolved, JSON.stringify(resolved));
  return resolved.plan;
}

describe('catalog: from answers to a plan', () => {
  it('pins TensorFlow without CUDA on every architecture', () => {
    assert.deepEqual(plan({}).requirements, {
      framework: [
        'tensorflow-cpu==2.21.0; platform_machine == "x86_64"',
        'tensorflow==2.21.0; platform_machine != "x86_64"',
      ],
      indexUrls: [],
      readers: [],
      packages: ['pandas>=2.2,<3'],
    });
  });

  it('builds on the python image of Debian slim, and splits the image reference', () => {
    const { base, imageName, imageTag } = plan({});
    assert.deepEqual(base, {
      image: 'python:3.13-slim-trixie',
      kind: 'python',
      packageManager: 'apt',
      python: '3.13',
    });
    assert.deepEqual([imageName, imageTag], ['lab/digits', '0.1.0']);
  });

  it('installs Python by apt on a plain Ubuntu', () => {
    const { base } = plan({ os: 'ubuntu', python: '3.12' });
    assert.deepEqual([base.image, base.kind], ['ubuntu:24.04', 'os']);
  });

  it('adds what the framework needs from the system before what the person asked for', () => {
    const lightgbm = plan({
      framework: 'lightgbm',
      frameworkVersion: '4.7.0',
      system: ['git', 'libgomp1'],
    });
    assert.deepEqual(lightgbm.systemPackages, ['libgomp1', 'git']);
  });

  it('gives CUDA wheels, the NVIDIA environment and the driver for cuda', () => {
    const torch = plan({ framework: 'pytorch', frameworkVersion: '2.13.0', accelerator: 'cuda' });
    assert.equal(torch.requirements.framework[0], 'torch==2.13.0+cu130');
    assert.deepEqual(torch.requirements.indexUrls, ['https://download.pytorch.org/whl/cu130']);
    assert.equal(torch.environment.NVIDIA_VISIBLE_DEVICES, 'all');
    assert.deepEqual(torch.cuda, { minimumDriver: '580.65.06' });
    assert.match(torch.notes.join('\n'), /driver of at least 580/);
  });

  it("installs no framework over the framework's own image", () => {
    const own = plan({ baseImage: 'tensorflow/tensorflow:2.21.0', python: null });
    assert.deepEqual(own.requirements.framework, []);
    assert.equal(own.base.kind, 'framework');
  });

  it('takes any other base image as it is, with the wheels installed', () => {
    const given = plan({ baseImage: 'registry.example.org/lab/python:3', python: null });
    assert.equal(given.base.kind, 'given');
    assert.equal(given.base.python, null);
    assert.equal(given.requirements.framework.length, 2);
  });

  it('takes an unknown release at the person’s word, with a note', () => {
    const unknown = plan({ frameworkVersion: '2.99.0' });
    assert.match(unknown.requirements.framework[0] as string, /^tensorflow-cpu==2\.99\.0/);
    assert.match(unknown.notes.join('\n'), /2\.99\.0 is not in the catalog/);
  });

  it('pins the packages that the model file asks for beside the framework', () => {
    const model: Config['model'] = {
      file: 'm.keras',
      by: 'copy',
      format: 'keras',
      savedWith: 'Keras 3.15.1',
      inputs: null,
      outputs: null,
      needs: [{ kind: 'package', name: 'keras', specifier: '>=3.14.0', why: 'metadata.json' }],
      safety: { verdict: 'data-only', imports: [] },
      warnings: [],
    };
    const keras = plan({ model });
    assert.ok(keras.requirements.framework.includes('keras==3.14.0'));
    assert.equal(keras.loader, 'keras');
  });

  it('takes a safe Keras where the file’s own has known holes', () => {
    assert.equal(kerasRequirement('3.5.0', '3.13'), 'keras==3.15.1');
    assert.equal(kerasRequirement('3.11.3', '3.13'), 'keras==3.11.3');
    assert.equal(kerasRequirement('2.15.0', '3.10'), 'keras==3.12.4');
    assert.equal(kerasRequirement(null, null), 'keras==3.15.1');
  });

  it('says why a combination cannot be', () => {
    assert.deepEqual(resolve({ ...CONFIG, os: 'alpine', python: '3.14' }), {
      refusal: {
        reason: 'TensorFlow has no build for the musl C library of Alpine',
        instead: ['--os debian'],
      },
    });
  });
});
