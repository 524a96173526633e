import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { offeredFrameworks } from '../../src/catalog/data/frameworks.ts';
import { resolve } from '../../src/catalog/resolve.ts';
import type { Config } from '../../src/core/answers.ts';
import type { Plan } from '../../src/core/types.ts';
import { loadTemplates, render } from '../../src/render/render.ts';
import { specFor, tensorflow } from './plans.ts';

const TEMPLATES = join(dirname(fileURLToPath(import.meta.url)), '../../templates');

/** Drivers by major version of CUDA (NVIDIA's table of minor version compatibility). */
const DRIVERS: Record<string, string> = { '12': '525.60.13', '13': '580.65.06' };

const CONFIG: Config = { ...tensorflow.config, accelerator: 'cuda', model: null, pip: [] };

function planFor(change: Partial<Config>): Plan {
  const resolved = resolve({ ...CONFIG, ...change });
  assert.ok('plan' in resolved, JSON.stringify(resolved));
  return resolved.plan;
}

async function textsOf(plan: Plan): Promise<Record<string, string>> {
  const files = render(plan, specFor(plan), await loadTemplates(TEMPLATES, plan.loader));
  return Object.fromEntries(files.map(({ path, text }) => [path, text]));
}

/** What every image for GPUs says, in each of its files. */
async function saysCuda(plan: Plan, cuda: string): Promise<Record<string, string>> {
  const driver = DRIVERS[cuda.split('.')[0] as string] as string;
  const texts = await textsOf(plan);
  const lines = [
    'NVIDIA_VISIBLE_DEVICES=all',
    'NVIDIA_DRIVER_CAPABILITIES=compute,utility',
    'ML_IMAGE_ACCELERATOR=cuda',
    `ML_IMAGE_MINIMUM_DRIVER=${driver}`,
  ];
  assert.ok(texts.Dockerfile?.includes(`    ${lines.join(' \\\n    ')}\n`), texts.Dockerfile);
  assert.match(texts.Makefile ?? '', /^GPUS \?= all$/m);
  const readme = texts['README.md'] ?? '';
  assert.ok(readme.includes(`The host needs an NVIDIA driver of at least \`${driver}\``), readme);
  assert.ok(readme.includes(`CUDA ${cuda} comes with the `), readme);
  assert.match(readme, /--require-gpu/);
  return texts;
}

describe('an image for GPUs', () => {
  for (const { framework, title, releases } of offeredFrameworks()) {
    for (const { version, python, cuda } of releases) {
      if (!cuda) continue;
      it(`of ${title} ${version} has the NVIDIA environment, the driver and CUDA's wheels`, async () => {
        const plan = planFor({ framework, frameworkVersion: version, python: python.at(-1) ?? '' });
        const texts = await saysCuda(plan, cuda.cuda);
        for (const line of [...cuda.requirements, ...(cuda.indexUrls ?? [])]) {
          assert.ok(texts['requirements.txt']?.includes(line), line);
        }
        assert.match(texts.Dockerfile ?? '', /^ARG BASE_IMAGE=python:3\.\d+-slim-trixie$/m);
      });
    }
  }

  const ONNX = { framework: 'onnxruntime', frameworkVersion: '1.31.1', python: null } as const;

  it("takes CUDA from NVIDIA's image, and Python from apt, with ONNX Runtime", async () => {
    const baseImage = 'nvidia/cuda:13.0.2-cudnn-runtime-ubuntu24.04';
    const plan = planFor({ ...ONNX, baseImage });
    assert.deepEqual(plan.base, {
      ...{ image: baseImage, kind: 'os', packageManager: 'apt', python: '3.12' },
    });
    const texts = await saysCuda(plan, '13.0.2');
    assert.match(texts['requirements.txt'] ?? '', /^onnxruntime-gpu==1\.31\.1$/m);
    assert.ok(texts.Dockerfile?.includes(`ARG BASE_IMAGE=${baseImage}\n`));
    assert.match(
      texts.Dockerfile ?? '',
      /--no-install-recommends ca-certificates python3 &&[\s\S]*python3 -m venv --without-pip \/opt\/venv\n/,
    );
    assert.match(plan.notes.join('\n'), /takes the tags of older CUDA releases away/);
  });

  it('leaves CUDA to the wheels on the NVIDIA image that has no more than its runtime', async () => {
    const baseImage = 'nvidia/cuda:13.0.2-base-ubuntu24.04';
    const onnx = await saysCuda(planFor({ ...ONNX, baseImage }), '13.0');
    assert.match(onnx['requirements.txt'] ?? '', /^onnxruntime-gpu\[cuda,cudnn\]==1\.31\.1$/m);
    // CUDA 12 in the wheels, but the base image asks for the driver of its own.
    const tf = planFor({
      framework: 'tensorflow',
      frameworkVersion: '2.21.0',
      python: null,
      baseImage,
    });
    assert.equal(tf.cuda?.minimumDriver, DRIVERS['13']);
  });

  it("uses PyTorch's own image, where Debian locks pip and where conda brings Python", async () => {
    for (const [version, cuda] of [
      ['2.13.0', '13.0'],
      ['2.9.1', '12.8'],
    ] as const) {
      const baseImage = `pytorch/pytorch:${version}-cuda${cuda}-cudnn9-runtime`;
      const plan = planFor({
        ...{ framework: 'pytorch', frameworkVersion: version, python: null, baseImage },
      });
      const texts = await saysCuda(plan, cuda);
      assert.doesNotMatch(texts['requirements.txt'] ?? '', /^torch/m);
      // Whatever python3 the image finds first gets a virtual environment, which no lock is for.
      assert.match(texts.Dockerfile ?? '', /venv --without-pip --system-site-packages \/opt\/venv/);
      assert.doesNotMatch(texts.Dockerfile ?? '', /apt-get install|break-system-packages|conda/);
    }
  });

  it('has the CUDA of its base image for code without a framework', async () => {
    const baseImage = 'nvcr.io/nvidia/cuda:12.8.1-cudnn-devel-ubuntu22.04';
    const plan = planFor({ framework: 'custom', frameworkVersion: null, python: null, baseImage });
    assert.equal(plan.base.python, '3.10');
    await saysCuda(plan, '12.8.1');
  });
});
