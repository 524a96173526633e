import assert from 'node:assert/strict';
import { readTag } from '../../src/catalog/base.ts';
import { refusePackage } from '../../src/catalog/check-package.ts';
import { kerasRequirement } from '../../src/catalog/data/companions.ts';
import { defaultRelease } from '../../src/catalog/defaults.ts';
import { companionRequirements } from '../../src/catalog/needs.ts';
import { resolve } from '../../src/catalog/resolve.ts';
import type { Config } from '../../src/core/answers.ts';
import type { StoredModel } from '../../src/core/model-facts.ts';
import type { Plan } from '../../src/core/types.ts';

const CONFIG: Config = {
  schemaVersion: 2,
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
  platform: null,
  specAlso: [],
};

const ARM_TENSORFLOW = 'tensorflow==2.21.0; platform_machine != "x86_64"';
const TRANSFORMERS = { kind: 'package', name: 'transformers', why: 'config.json' } as const;
const KERAS_MODEL: Config['model'] = {
  ...{ file: 'm', by: 'copy', format: 'keras', savedWith: null, inputs: null, outputs: null },
  ...{ needs: [], safety: { verdict: 'data-only', imports: [] }, warnings: [] },
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

  it("takes the version that a person gave the framework's own system package", () => {
    const lightgbm = plan({
      framework: 'lightgbm',
      frameworkVersion: '4.7.0',
      system: ['git', 'libgomp1=12.2.0-14'],
    });
    assert.deepEqual(lightgbm.systemPackages, ['libgomp1=12.2.0-14', 'git']);
  });

  it('gives CUDA wheels, the NVIDIA environment and the driver for cuda', () => {
    const torch = plan({ framework: 'pytorch', frameworkVersion: '2.13.0', accelerator: 'cuda' });
    assert.equal(torch.requirements.framework[0], 'torch==2.13.0+cu130');
    assert.deepEqual(torch.requirements.indexUrls, ['https://download.pytorch.org/whl/cu130']);
    assert.equal(torch.environment.NVIDIA_VISIBLE_DEVICES, 'all');
    assert.equal(torch.environment.ML_IMAGE_ACCELERATOR, 'cuda');
    assert.equal(torch.environment.ML_IMAGE_MINIMUM_DRIVER, '580.65.06');
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
    assert.ok(keras.requirements.framework.includes('keras==3.15.1'));
    assert.equal(keras.loader, 'keras');
  });

  it('takes the newest Keras of the Python, or the file’s own where that is newer', () => {
    assert.equal(kerasRequirement('3.5.0', '3.13'), 'keras==3.15.1');
    assert.equal(kerasRequirement('3.99.0', '3.13'), 'keras==3.99.0');
    assert.equal(kerasRequirement('2.15.0', '3.10'), 'keras==3.12.4');
    assert.equal(kerasRequirement(null, null), 'keras==3.15.1');
  });

  it('keeps numpy 2 from the releases of scikit-learn that cannot be imported beside it', () => {
    const old = plan({ framework: 'scikit-learn', frameworkVersion: '1.2.2', python: '3.11' });
    assert.deepEqual(old.requirements.framework, ['scikit-learn==1.2.2', 'numpy<2']);
    const unknown = plan({ framework: 'scikit-learn', frameworkVersion: '1.1.1', python: '3.10' });
    assert.ok(unknown.requirements.framework.includes('numpy<2'));
  });

  it('refuses CUDA TensorFlow for a platform that has no build, and says nothing of it else', () => {
    const arm = { platform: 'linux/arm64' } as const;
    const refused = resolve({ ...CONFIG, ...arm, accelerator: 'cuda' });
    assert.deepEqual(refused, {
      refusal: {
        reason: 'TensorFlow 2.21.0 with CUDA has no build for linux/arm64 (it has linux/amd64)',
        instead: ['--accelerator cpu', '--platform linux/amd64'],
      },
    });
    assert.ok(plan(arm).requirements.framework.includes(ARM_TENSORFLOW));
    const amd = plan({ platform: 'linux/amd64', accelerator: 'cuda' });
    assert.doesNotMatch(amd.notes.join('\n'), /x86_64 only/);
  });

  it('takes for a platform the newest release that has CUDA packages for it', () => {
    const wish = { framework: 'onnxruntime', accelerator: 'cuda' } as const;
    assert.equal(defaultRelease({ ...wish, platform: 'linux/arm64' })?.version, '1.31.1');
    const tensorflow = { ...wish, framework: 'tensorflow', platform: 'linux/arm64' } as const;
    assert.equal(defaultRelease(tensorflow), undefined);
  });

  it('refuses a package that has no wheel for the platform', () => {
    const arm: Config = { ...CONFIG, framework: 'custom', platform: 'linux/arm64' };
    assert.deepEqual(refusePackage({ name: 'tensorflow-cpu', specifier: '' }, [], arm), {
      reason: 'tensorflow-cpu has no build for linux/arm64',
      instead: ['tensorflow', '--platform linux/amd64'],
    });
    assert.equal(
      refusePackage({ name: 'decord', specifier: '' }, [], { ...arm, platform: 'linux/amd64' }),
      null,
    );
    assert.equal(
      refusePackage({ name: 'decord', specifier: '' }, [], { ...arm, platform: null }),
      null,
    );
  });

  it('reads the tag of a plain system, of NVIDIA, and of a mirror', () => {
    const read = (reference: string) => {
      const { python, plain, cuda, frameworkVersion } = readTag(reference);
      return [python, plain, cuda, frameworkVersion];
    };
    const nvidia = 'nvidia/cuda:13.0.2-cudnn-runtime-ubuntu24.04';
    assert.deepEqual(read(nvidia), ['3.12', true, '13.0.2', null]);
    assert.deepEqual(read(`mirror.example.org/${nvidia}`), ['3.12', true, '13.0.2', null]);
    assert.deepEqual(read('ubuntu:22.04'), ['3.10', true, null, null]);
    assert.deepEqual(read('mirror.example.org/library/debian:12-slim'), ['3.11', true, null, null]);
    assert.deepEqual(read('registry.example.org/lab/ubuntu:24.04'), [null, false, null, null]);
    const torch = 'pytorch/pytorch:2.13.0-cuda13.0-cudnn9-runtime';
    assert.deepEqual(read(torch), [null, false, '13.0', '2.13.0']);
  });

  it("adds what a model asks for to the framework's own image too", () => {
    const own = plan({
      ...{ framework: 'pytorch', frameworkVersion: '2.13.0', python: null },
      baseImage: 'pytorch/pytorch:2.13.0-cuda13.0-cudnn9-runtime',
      model: { ...(KERAS_MODEL as StoredModel), format: 'huggingface', needs: [TRANSFORMERS] },
    });
    assert.deepEqual(own.requirements.framework, ['transformers==5.23.0']);
  });

  it('says that CUDA TensorFlow is no image for ARM machines', () => {
    assert.match(plan({ accelerator: 'cuda' }).notes.join('\n'), /built for x86_64 only/);
    assert.doesNotMatch(plan({}).notes.join('\n'), /x86_64 only/);
  });

  it('tells an image for the CPU nothing of GPUs', () => {
    const names = Object.keys(plan({}).environment);
    assert.deepEqual(
      names.filter((name) => /NVIDIA|ML_IMAGE/.test(name)),
      [],
    );
  });

  it('takes the newest release that has CUDA packages too, so that either accelerator works', () => {
    const wish = { framework: 'onnxruntime' } as const;
    assert.equal(defaultRelease(wish)?.version, '1.31.1');
    assert.equal(defaultRelease({ framework: 'scikit-learn' })?.version, '1.9.1');
  });

  it('pins what stands beside a framework to a release that the Python has', () => {
    const needs = [{ kind: 'package' as const, name: 'transformers', why: 'config.json' }];
    const pins = (python: string) => companionRequirements(needs, 'pytorch', python);
    assert.deepEqual(pins('3.13'), ['transformers==5.23.0']);
    assert.deepEqual(pins('3.10'), ['transformers==5.20.2']);
  });

  it("takes scikit-learn and ONNX Runtime on Alpine from apk, for Alpine's own Python", () => {
    for (const [framework, release, name] of [
      ['scikit-learn', '1.5.2', 'py3-scikit-learn'],
      ['onnxruntime', '1.24.4', 'py3-onnxruntime'],
    ] as const) {
      assert.equal(defaultRelease({ framework, os: 'alpine' })?.version, release);
      const apk = plan({
        ...{ framework, frameworkVersion: release, os: 'alpine', python: '3.14' },
        system: ['git'],
      });
      assert.deepEqual(apk.systemPackages, [name, 'git']);
      assert.deepEqual(apk.requirements.framework, []);
      assert.deepEqual(apk.base, {
        image: 'alpine:3.24',
        kind: 'os',
        packageManager: 'apk',
        python: '3.14',
        frameworkBySystem: true,
      });
      assert.doesNotMatch(apk.notes.join('\n'), /not in the catalog/);
    }
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
