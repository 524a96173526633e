/**
 * `npm run models`: scaffolds, builds and runs every model of scripts/models/rows.ts, each as a person
 * would with no line edited, and compares with what its framework gave. Prints how many predict, and
 * writes docs/models.md. `--host PYTHON` predicts by that Python instead of an image and writes nothing;
 * further words choose models by name.
 */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepareBases } from '../test/e2e/bases.ts';
import { engineEnv, startEngine, stopEngine } from '../test/e2e/engine.ts';
import { build, type Folder, OFFLINE, readSpec, scaffold } from '../test/e2e/folder.ts';
import { cacheFolder } from '../test/e2e/places.ts';
import { prepareTools } from '../test/e2e/tools.ts';
import { compareFiles } from './models/compare.ts';
import { modelsPage, type Outcome } from './models/page.ts';
import { type ModelRow, ROWS } from './models/rows.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FIXTURES = join(ROOT, 'test/fixtures');

/** A file of the fixtures. */
const place = (path: string) => (isAbsolute(path) ? path : join(FIXTURES, path));

/** The flags of a row; paths of code are the fixtures'. */
function flagsOf({ flags = [], mustTrust }: ModelRow): string[] {
  const paths = flags.map((flag, at) => (flags[at - 1] === '--code' ? place(flag) : flag));
  return [...paths, ...(mustTrust ? ['--allow-dangerous-model'] : [])];
}

/** What the Python of the test's wheels has: torch for the CPU, in one release. */
const TORCH = ['--python', '3.11', '--framework-version', '2.13.0'];

async function scaffolded(row: ModelRow, more: string[]): Promise<Folder> {
  const name = row.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_');
  return scaffold(name, ['--model', place(row.model), ...flagsOf(row), ...more]);
}

/** Inputs in a folder of their own, under the names that the image takes; and what must come out. */
function stage(folder: Folder, row: ModelRow): { data: string; wanted: [string, string][] } {
  const { inputs, outputs } = readSpec(folder);
  const data = mkdtempSync(join(tmpdir(), 'ml-image-models-'));
  chmodSync(data, 0o777);
  const files = readdirSync(place(row.files));
  // Older fixtures name files by the tensor: input.image.npy.
  const fileOf = (side: string, key: string, tensor: string, extension: string) =>
    files.find((file) => file === `${key}${extension}`) ??
    files.find((file) => file === `${side}.${tensor}${extension}`) ??
    files.find((file) => file.startsWith(`${side}.`) && file.endsWith(extension));
  for (const [key, { tensor, extension }] of Object.entries(inputs)) {
    const file = fileOf('input', key, tensor.name, extension);
    if (!file) throw new Error(`no file for the input ${key}${extension}: ${files.join(' ')}`);
    copyFileSync(join(place(row.files), file), join(data, `${key}${extension}`));
  }
  const wanted = Object.entries(outputs).map(([key, { tensor, extension }]): [string, string] => {
    const file = fileOf('output', key, tensor.name, extension);
    if (!file) throw new Error(`no file for the output ${key}${extension}: ${files.join(' ')}`);
    return [join(data, `${key}${extension}`), join(place(row.files), file)];
  });
  return { data, wanted };
}

/** Predicts in an image that was built without a network where its wheels are all there. */
async function inImage(row: ModelRow): Promise<Outcome> {
  const folder = await scaffolded(row, []);
  const isTorch = /torch/.test(readFileSync(join(folder.path, 'requirements.txt'), 'utf8'));
  const used = isTorch ? await scaffolded({ ...row, name: `${row.name}_311` }, TORCH) : folder;
  if (isTorch) await makeWheels(used);
  await build(used, isTorch ? OFFLINE : {});
  const { data, wanted } = stage(used, row);
  const options = ['run', '--rm', '--network', 'none', '--user', '12345:0', '-v', `${data}:/data`];
  execFileSync('docker', [...options, used.image, '--predict'], {
    env: { ...process.env, ...engineEnv() },
    stdio: 'pipe',
  });
  for (const pair of wanted) await compareFiles(...pair);
  return { row, folder: used.path, fault: null };
}

/** Wheels of all that the folder asks for; some packages have none, so they are built here. */
async function makeWheels({ path }: Folder): Promise<void> {
  const lines = readFileSync(join(path, 'requirements.txt'), 'utf8').split('\n');
  const own = join(mkdtempSync(join(tmpdir(), 'ml-image-models-')), 'requirements.txt');
  writeFileSync(own, lines.filter((line) => !/^--(extra-)?index-url/.test(line)).join('\n'));
  const kept = cacheFolder('built-wheels');
  const fetched = mkdtempSync(join(tmpdir(), 'ml-image-models-'));
  const options = ['--quiet', '--disable-pip-version-check', '--find-links', kept];
  const wheel = ['-m', 'pip', 'wheel', ...options, '--wheel-dir', fetched, '-r', own];
  execFileSync('/usr/bin/python3', wheel, { stdio: 'pipe' });
  mkdirSync(join(path, 'wheels/framework'), { recursive: true });
  for (const name of readdirSync(fetched)) {
    copyFileSync(join(fetched, name), join(kept, name));
    copyFileSync(join(fetched, name), join(path, 'wheels/framework', name));
  }
  rmSync(fetched, { recursive: true });
}

/** Predicts by a Python of this machine that has the packages. */
async function onHost(row: ModelRow, python: string): Promise<Outcome> {
  const folder = await scaffolded(row, []);
  const { data, wanted } = stage(folder, row);
  const model = join(folder.path, 'model', basename(row.model));
  const env = { ...process.env, MODEL_PATH: model };
  execFileSync(python, [join(folder.path, 'entrypoint.py'), '--predict'], {
    cwd: data,
    env,
    stdio: 'pipe',
  });
  for (const pair of wanted) await compareFiles(...pair);
  return { row, folder: folder.path, fault: null };
}

function faultOf(error: unknown): string {
  const { stderr, message } = error as { stderr?: Buffer; message: string };
  const lines = `${message}\n${stderr ?? ''}`.trim().split('\n');
  return lines.findLast((line) => line.startsWith('error:')) ?? lines.at(-1) ?? '';
}

const words = process.argv.slice(2);
const host = words[0] === '--host' ? (words.splice(0, 2)[1] ?? 'python3') : null;
const rows = ROWS.filter(
  ({ name, model }) => (words.length === 0 || words.includes(name)) && existsSync(place(model)),
);
const outcomes: Outcome[] = [];
if (host === null) {
  await startEngine();
  await prepareBases();
  await prepareTools();
}
try {
  for (const row of rows) {
    const begun = performance.now();
    const outcome = await (host === null ? inImage(row) : onHost(row, host)).catch(
      (error): Outcome => ({ row, folder: null, fault: faultOf(error) }),
    );
    outcomes.push(outcome);
    const seconds = ((performance.now() - begun) / 1000).toFixed(0);
    console.log(
      `${outcome.fault === null ? 'predicts' : 'FAILS   '}  ${row.name}  ${seconds} s${outcome.fault === null ? '' : `  ${outcome.fault}`}`,
    );
  }
} finally {
  if (host === null) await stopEngine();
}
const good = outcomes.filter(({ fault }) => fault === null).length;
console.log(`${good} of ${outcomes.length} predict without an edit`);
if (host === null && words.length === 0)
  writeFileSync(join(ROOT, 'docs/models.md'), modelsPage(outcomes));
if (good < outcomes.length) process.exitCode = 1;
