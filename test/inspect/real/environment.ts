/** What the comparing needs beside this repository, kept between runs where the e2e tests keep. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, FIXTURES, REPOSITORY } from '../../e2e/places.ts';
import { must, run } from '../../e2e/run.ts';

/** Of the fixtures' requirements, those that read_models.py and unpickle_names.py import. */
const COMPARED = [
  'tensorflow-cpu',
  'keras',
  'torch',
  'onnx',
  'scikit-learn',
  'xgboost-cpu',
  'lightgbm',
  'joblib',
  'safetensors',
  'numpy',
  'h5py',
];

/** Ends with 1 unless every NAME==VERSION of its arguments is installed; +cpu and such is no matter. */
const COMPLETE = `
import sys
from importlib.metadata import version
for pin in sys.argv[1:]:
    name, wanted = pin.split("==")
    if version(name).split("+")[0] != wanted:
        sys.exit(1)
`;

/** Downloads are kept too, so that a run that was cut off goes on where it was. */
function caches(): NodeJS.ProcessEnv {
  return { PIP_CACHE_DIR: cacheFolder('pip'), npm_config_cache: cacheFolder('npm') };
}

/**
 * Gives a Python that has the frameworks at the versions of the fixtures: the one in the cache's
 * `venv`, made or completed where it lacks one. Throws where that cannot be done.
 */
export async function comparingPython(): Promise<string> {
  const lines = readFileSync(join(FIXTURES, 'requirements.txt'), 'utf8').split('\n');
  const pins = COMPARED.map((name) => {
    const pin = lines.find((line) => line.startsWith(`${name}==`));
    if (pin === undefined) throw new Error(`test/fixtures/requirements.txt does not pin ${name}`);
    return pin;
  });
  const folder = cacheFolder('venv');
  const python = join(folder, 'bin/python');
  const complete =
    existsSync(python) && (await run(python, ['-c', COMPLETE, ...pins])).status === 0;
  if (!complete) {
    const env = caches();
    await must('/usr/bin/python3', ['-m', 'venv', folder], { env });
    await must(python, ['-m', 'pip', 'install', '--quiet', ...pins], { env });
  }
  return python;
}

/** Fetches the models that others made and gives their directories. Throws where one lacks. */
export async function modelSamples(): Promise<string[]> {
  const folder = cacheFolder('model-samples');
  const script = join(REPOSITORY, 'scripts/fetch-model-samples.ts');
  await must(process.execPath, ['--import', 'tsx', script, folder], {
    cwd: REPOSITORY,
    env: caches(),
  });
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.filter((each) => each.isDirectory()).map((each) => join(folder, each.name));
}

/** The .onnx files of Debian's libonnx-testdata. Throws where it is not installed. */
export async function onnxTestData(): Promise<string[]> {
  const { stdout } = await must('dpkg', ['--listfiles', 'libonnx-testdata']);
  return stdout.split('\n').filter((file) => file.endsWith('.onnx'));
}
