/**
 * Framework x base image x Python x kind of requirement, where no other test builds it: each image
 * predicts what the model's own library answered. Together with those that other tests build
 * (`predict` counts them) it is what the run shows, and hooks.ts says how many; the rest is rendered
 * and linted (rendered.test.ts).
 */
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { countCombination } from './combinations.ts';
import { build, type Folder, fixture, inImage, OFFLINE, runImage, scaffold } from './folder.ts';
import { npyFile, readNpy } from './npy.ts';
import { temporaryFolder } from './places.ts';
import { AS_A_PERSON, FLOAT_PRECISION, predict } from './predict.ts';
import { makeWheel } from './private-index.ts';
import { fillWheels } from './wheels.ts';

const BOOKWORM = ['--base-image', 'python:3.11-slim-bookworm'];

/** A wheel of pure Python by its address: https://pypi.org/project/tabulate/0.9.0/#files */
const BY_ADDRESS =
  'tabulate @ https://files.pythonhosted.org/packages/40/44/4a5f08c96eb108af5cb50b41f76142f0afa346dfa99d5296fe7202a11854/tabulate-0.9.0-py3-none-any.whl';

const ONLINE = '--network host --progress plain';

interface Row {
  /** A model of test/fixtures; null: code of a person's own, which doubles its input. */
  model: string | null;
  flags: string[];
  /** What Python has to import besides the framework. */
  imports?: string;
  /** Fills the folder's wheels before the build. */
  prepare?(folder: Folder): Promise<unknown>;
  /** Variables of the build. */
  build?: Record<string, string>;
}

const ROWS: Record<string, Row> = {
  'TensorFlow, Debian 12, plain': {
    model: 'digits.keras',
    flags: [...BOOKWORM, '--pip', 'humanize==4.12.3'],
    imports: 'humanize',
  },
  'TensorFlow Lite, Debian 12, extras': {
    model: 'digits.tflite',
    flags: [...BOOKWORM, '--pip', 'requests[socks]>=2.32,<3'],
    imports: 'requests, socks',
  },
  'scikit-learn, Debian 12, extras': {
    model: 'digits_sklearn.joblib',
    flags: [...BOOKWORM, '--pip', 'requests[socks]>=2.32,<3'],
    imports: 'requests, socks',
  },
  'XGBoost, Python 3.11, a wheel by address': {
    model: 'digits_xgboost.json',
    flags: ['--python', '3.11', '--pip', BY_ADDRESS],
    imports: 'tabulate',
  },
  'LightGBM, Debian 12, a local wheel': {
    model: 'digits_lightgbm.txt',
    flags: [...BOOKWORM, '--pip', 'wheels/e2e_private-1.0-py3-none-any.whl'],
    imports: 'e2e_private',
    async prepare({ path }) {
      mkdirSync(join(path, 'wheels'));
      await makeWheel(join(path, 'wheels/e2e_private-1.0-py3-none-any.whl'), '1.0');
    },
  },
  'ONNX Runtime, Debian 12, offline wheels': {
    model: 'linear.onnx',
    flags: [...BOOKWORM],
    prepare: fillWheels,
    build: OFFLINE,
  },
  'JAX, Python 3.13, plain': {
    model: null,
    flags: ['--framework', 'jax', '--pip', 'humanize==4.12.3'],
    imports: 'humanize, jax',
  },
  "ONNX Runtime for GPUs with NVIDIA's image in its place, on the CPU": {
    model: 'linear.onnx',
    flags: ['--base-image', 'nvidia/cuda:13.0.2-cudnn-runtime-ubuntu24.04'],
    // Stands in for NVIDIA's: a Debian, where Python comes by apt likewise, and without CUDA.
    build: { BUILD_ARGS: `${ONLINE} --build-arg BASE_IMAGE=python:3.13-slim-trixie` },
  },
  'custom code, Debian 12, plain': {
    model: null,
    flags: ['--framework', 'custom', ...BOOKWORM, '--pip', 'humanize==4.12.3'],
    imports: 'humanize',
  },
  'custom code, Python 3.13, a local wheel': {
    model: null,
    flags: ['--framework', 'custom', '--pip', 'wheels/e2e_private-1.0-py3-none-any.whl'],
    imports: 'e2e_private',
    async prepare({ path }) {
      mkdirSync(join(path, 'wheels'));
      await makeWheel(join(path, 'wheels/e2e_private-1.0-py3-none-any.whl'), '1.0');
    },
  },
};

describe('a combination', () => {
  for (const [title, row] of Object.entries(ROWS)) {
    it(`${title}: builds and predicts`, async () => {
      const name = title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
      const model = row.model ?? 'digits.npy';
      const folder = await scaffold(name, ['--model', fixture(model), ...row.flags]);
      await row.prepare?.(folder);
      if (row.model === null) writeDoubling(folder, row.flags.includes('jax'));
      await build(folder, row.build);
      if (row.model === null) await doubles(folder);
      else assert.ok((await predict(folder, row.model)) <= FLOAT_PRECISION);
      if (row.imports) {
        assert.equal(await inImage(folder, `python -c "import ${row.imports}; print(1)"`), '1');
      }
    });
  }
});

/** What a person puts into model.py; JAX does the sum where it is there. */
function writeDoubling({ path }: Folder, withJax: boolean): void {
  const [imported, doubled] = withJax
    ? ['\nimport jax.numpy as jnp\nimport numpy as np\n', 'np.asarray(jnp.asarray(array) * 2)']
    : ['', 'array * 2'];
  writeFileSync(
    join(path, 'model.py'),
    `"""Doubles its input."""
${imported}

def load(path):
    """Nothing to load."""
    return path


def preprocess(inputs, **params):
    """Nothing to do."""
    return inputs


def predict(model, inputs):
    """Double each array."""
    return {"output": ${doubled} for array in inputs.values()}


def postprocess(outputs, **params):
    """Nothing to do."""
    return outputs
`,
  );
}

/** Throws where the image's answer is not twice its input; counts the combination. */
async function doubles(folder: Folder): Promise<void> {
  const data = temporaryFolder();
  chmodSync(data, 0o777);
  writeFileSync(join(data, 'input.npy'), npyFile(Float32Array.of(1.5, -2, 21), [3]));
  const args = ['--input=/data/input.npy', '--output=/data/output.npy'];
  await runImage(folder, [...AS_A_PERSON, '--volume', `${data}:/data`], args);
  assert.deepEqual(readNpy(join(data, 'output.npy')).values, [3, -4, 42]);
  countCombination(folder);
}
