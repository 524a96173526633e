import assert from 'node:assert/strict';
import { offeredFrameworks } from '../../src/catalog/data/frameworks.ts';
import type { Wish } from '../../src/catalog/data/types.ts';
import { defaultPython, defaultRelease } from '../../src/catalog/defaults.ts';
import { refuse } from '../../src/catalog/rules/refuse.ts';
import type { Accelerator, OsFlavour, Platform } from '../../src/core/answers.ts';
import { FRAMEWORKS, type Framework } from '../../src/core/model-facts.ts';

const OSES: OsFlavour[] = ['debian', 'ubuntu', 'alpine'];

describe('catalog: refusals', () => {
  const cases: [string, Wish, RegExp, string][] = [
    ['TensorFlow on Alpine', { framework: 'tensorflow', os: 'alpine' }, /musl/, '--os debian'],
    ['PyTorch on Alpine', { framework: 'pytorch', os: 'alpine' }, /musl/, '--os debian'],
    ['JAX on Alpine', { framework: 'jax', os: 'alpine' }, /musl/, '--os debian'],
    ['XGBoost on Alpine', { framework: 'xgboost', os: 'alpine' }, /musl/, '--os debian'],
    [
      'a release that Alpine does not have',
      { framework: 'scikit-learn', frameworkVersion: '1.9.1', os: 'alpine' },
      /musl.*; Alpine itself has scikit-learn 1\.5\.2 as py3-scikit-learn, not 1\.9\.1/,
      '--framework-version 1.5.2',
    ],
    [
      "what apk brings on a python image's Alpine",
      { framework: 'onnxruntime', os: 'alpine', baseImage: 'python:3.13-alpine' },
      /for its own Python, not for that of python:3\.13-alpine/,
      '--base-image none',
    ],
    ['LightGBM on Alpine', { framework: 'lightgbm', os: 'alpine' }, /musl/, '--os debian'],
    [
      'a scikit-learn pickle on Alpine that imports LightGBM',
      {
        ...{ framework: 'scikit-learn', frameworkVersion: '1.5.2', os: 'alpine' },
        needs: [{ kind: 'package', name: 'lightgbm', why: 'the pickle imports it' }],
      },
      /LightGBM has no build for the musl C library of Alpine, and the model file asks for it/,
      '--os debian',
    ],
    [
      'CUDA TensorFlow on arm64',
      {
        framework: 'tensorflow',
        frameworkVersion: '2.21.0',
        accelerator: 'cuda',
        platform: 'linux/arm64',
      },
      /TensorFlow 2\.21\.0 with CUDA has no build for linux\/arm64 \(it has linux\/amd64\)/,
      '--accelerator cpu',
    ],
    [
      'an ONNX Runtime whose CUDA packages are for x86 only, on arm64',
      {
        ...{ framework: 'onnxruntime', frameworkVersion: '1.28.0' },
        ...{ accelerator: 'cuda', platform: 'linux/arm64' },
      },
      /ONNX Runtime 1\.28\.0 with CUDA has no build for linux\/arm64/,
      '--framework-version 1.31.1',
    ],
    [
      'CUDA twice: the packages bring it, and the base image has it',
      {
        ...{ framework: 'pytorch', frameworkVersion: '2.13.0', accelerator: 'cuda' },
        baseImage: 'nvidia/cuda:13.0.2-cudnn-runtime-ubuntu24.04',
      },
      /bring CUDA, and base image nvidia.* has it already: it would be there twice/,
      '--base-image pytorch/pytorch:2.13.0-cuda13.0-cudnn9-runtime',
    ],
    [
      'CUDA twice with JAX, behind a mirror',
      {
        ...{ framework: 'jax', frameworkVersion: '0.12.0.1', accelerator: 'cuda' },
        baseImage: 'mirror.example.org/nvidia/cuda:13.0.2-cudnn-devel-ubuntu24.04',
      },
      /it would be there twice/,
      '--base-image mirror.example.org/nvidia/cuda:13.0.2-base-ubuntu24.04',
    ],
    [
      "NVIDIA's image for another CUDA than ONNX Runtime's",
      {
        ...{ framework: 'onnxruntime', frameworkVersion: '1.31.1', accelerator: 'cuda' },
        baseImage: 'nvidia/cuda:12.8.1-cudnn-runtime-ubuntu24.04',
      },
      /is built for CUDA 13, and base image nvidia\/cuda\S* has CUDA 12/,
      '--framework-version 1.26.0',
    ],
    [
      "NVIDIA's image without cuDNN for ONNX Runtime",
      {
        ...{ framework: 'onnxruntime', frameworkVersion: '1.31.1', accelerator: 'cuda' },
        baseImage: 'nvidia/cuda:13.0.2-runtime-ubuntu24.04',
      },
      /has no cuDNN 9, which ONNX Runtime needs/,
      '--base-image nvidia/cuda:13.0.2-cudnn-runtime-ubuntu24.04',
    ],
    [
      "NVIDIA's image on another system",
      { framework: 'onnxruntime', baseImage: 'nvidia/cuda:13.0.2-cudnn-runtime-rockylinux9' },
      /has another package manager than apt/,
      '--base-image nvidia/cuda:13.0.2-cudnn-runtime-ubuntu24.04',
    ],
    [
      'a release of ONNX Runtime without CUDA packages',
      { framework: 'onnxruntime', frameworkVersion: '1.32.0', accelerator: 'cuda' },
      /ONNX Runtime 1\.32\.0 has no CUDA build that installs/,
      '--framework-version 1.31.1',
    ],
    [
      'CUDA on Alpine',
      { framework: 'custom', os: 'alpine', accelerator: 'cuda' },
      /CUDA has no build for the musl/,
      '--os debian',
    ],
    [
      'TensorFlow on Python 3.14',
      { framework: 'tensorflow', frameworkVersion: '2.21.0', python: '3.14', os: 'debian' },
      /TensorFlow 2\.21\.0 has no wheel for Python 3\.14/,
      '--python 3.13',
    ],
    [
      'JAX on Python 3.11',
      { framework: 'jax', frameworkVersion: '0.11.2', python: '3.11', os: 'debian' },
      /no wheel for Python 3\.11/,
      '--python 3.13',
    ],
    [
      'Python 3.13 on Ubuntu',
      { framework: 'pytorch', frameworkVersion: '2.14.1', python: '3.13', os: 'ubuntu' },
      /Ubuntu has no Python 3\.13 \(it has 3\.10, 3\.12, 3\.14\)/,
      '--python 3.12',
    ],
    [
      'scikit-learn with CUDA',
      { framework: 'scikit-learn', accelerator: 'cuda' },
      /CPU only/,
      '--accelerator cpu',
    ],
    [
      'a Keras file with PyTorch',
      { framework: 'pytorch', format: 'keras' },
      /keras file, which PyTorch does not load/,
      '--framework tensorflow',
    ],
    [
      "TensorFlow's GPU image of 2.18",
      {
        framework: 'tensorflow',
        baseImage: 'tensorflow/tensorflow:2.18.0-gpu',
        accelerator: 'cuda',
      },
      /cuDNN 8 where TensorFlow needs 9/,
      '--base-image none',
    ],
    [
      "another framework's image",
      { framework: 'pytorch', baseImage: 'mirror.example.org/tensorflow/tensorflow:2.20.0' },
      /brings TensorFlow, not PyTorch/,
      '--framework tensorflow',
    ],
    [
      'a python image with another Python',
      { framework: 'pytorch', baseImage: 'python:3.12-slim', python: '3.13' },
      /has Python 3\.12, not 3\.13/,
      '--python 3.12',
    ],
  ];
  for (const [title, wish, reason, instead] of cases) {
    it(`${title} is refused with what works`, () => {
      const refusal = refuse(wish);
      assert.match(refusal?.reason ?? 'not refused', reason);
      assert.ok(refusal?.instead.includes(instead), `${refusal?.instead} has ${instead}`);
    });

    it(`${title}: each way out leads out of it`, () => {
      const refusal = refuse(wish);
      for (const way of refusal?.instead.filter((way) => way.startsWith('--')) ?? []) {
        const better = withFlag(wish, way);
        assert.notDeepEqual(better, wish, way);
        assert.notEqual(refuse(better)?.reason, refusal?.reason, way);
      }
    });
  }

  it('lets a release that it does not know pass: the person decides', () => {
    assert.equal(
      refuse({ framework: 'tensorflow', frameworkVersion: '2.99.0', python: '3.14', os: 'debian' }),
      null,
    );
  });

  it('lets every base image pass that it knows nothing of', () => {
    assert.equal(
      refuse({ framework: 'pytorch', baseImage: 'registry.example.org/lab/base:7', python: null }),
      null,
    );
  });

  it('accepts every default combination that it proposes itself', () => {
    for (const framework of FRAMEWORKS) {
      for (const os of OSES) {
        for (const accelerator of ['cpu', 'cuda'] as const) {
          const wish: Wish = { framework, os, accelerator };
          if (refuse(wish)) continue;
          const release = defaultRelease(wish);
          const python = defaultPython({ ...wish, frameworkVersion: release?.version });
          assert.ok(framework === 'custom' || release, `${framework} on ${os}, ${accelerator}`);
          assert.ok(python, `${framework} on ${os}, ${accelerator} has a Python`);
          assert.equal(refuse({ ...wish, frameworkVersion: release?.version, python }), null);
        }
      }
    }
  });

  it('what it proposes instead is accepted', () => {
    for (const entry of offeredFrameworks()) {
      for (const release of entry.releases) {
        for (const os of OSES) {
          for (const python of ['3.9', '3.10', '3.11', '3.12', '3.13', '3.14']) {
            const wish: Wish = {
              framework: entry.framework,
              frameworkVersion: release.version,
              os,
              python,
            };
            for (const instead of refuse(wish)?.instead ?? []) {
              const better = withFlag(wish, instead);
              const again = refuse(better);
              // One flag mends one fault; what is left must be about something else.
              if (again) assert.notEqual(again.reason, refuse(wish)?.reason, instead);
            }
          }
        }
      }
    }
  });
});

function withFlag(wish: Wish, instead: string): Wish {
  const [flag, value] = instead.split(' ') as [string, string];
  if (flag === '--python') return { ...wish, python: value };
  if (flag === '--os') return { ...wish, os: value as OsFlavour };
  if (flag === '--framework-version') return { ...wish, frameworkVersion: value };
  if (flag === '--framework') return { ...wish, framework: value as Framework };
  if (flag === '--accelerator') return { ...wish, accelerator: value as Accelerator };
  if (flag === '--platform') return { ...wish, platform: value as Platform };
  if (flag === '--base-image') return { ...wish, baseImage: value === 'none' ? null : value };
  return wish;
}
