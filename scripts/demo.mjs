// `npm run demo`: from a small real model to an image folder and a prediction: in an image where a
// container engine answers, else by Python on this machine. Uses the command as a person would.
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const demo = `${root}demo`;
const fixtures = `${root}test/fixtures`;
// Small, and its packages (ONNX Runtime, numpy) come within seconds.
const model = 'digits_sklearn.onnx';
const tensor = 'X';

if (!existsSync(`${root}dist/bin/ml-image.cjs`)) {
  execFileSync(process.execPath, [`${root}scripts/build.mjs`], { stdio: 'inherit' });
}
rmSync(demo, { recursive: true, force: true });
step(`ml-image ${model} demo --yes`);
run(process.execPath, [
  `${root}dist/bin/ml-image.cjs`,
  `${fixtures}/models/${model}`,
  demo,
  '--yes',
]);
copyFileSync(`${fixtures}/expected/${model}/input.${tensor}.npy`, `${demo}/input.npy`);

const answers = (name, ...args) => spawnSync(name, args, { stdio: 'ignore' }).status === 0;
const engine = ['docker', 'podman', 'nerdctl'].find((name) => answers(name, 'info'));
const python = ['python3', 'python'].find((name) => answers(name, '-c', 'import venv, ensurepip'));
if (!answers('make', '--version')) {
  console.log(
    'make is not installed, so the demo ends with the folder demo/; its README says more.',
  );
} else if (engine && builds()) {
  run('make', ['-C', demo, `ENGINE=${engine}`, 'predict']);
  predicted();
} else if (python) {
  const why = engine ? 'The image cannot be built here' : 'No container engine answers here';
  console.log(`\n${why}: Python on this machine predicts instead.`);
  step('make try');
  run('make', ['-C', demo, `PYTHON=${python}`, 'try']);
  predicted();
} else {
  console.log(
    'Neither a container engine nor a Python with venv answers here, so the demo ends with',
  );
  console.log('the folder demo/. Install one of them, then: cd demo && make build predict');
}

function builds() {
  step('make build predict');
  const options = { stdio: 'inherit', cwd: root };
  return spawnSync('make', ['-C', demo, `ENGINE=${engine}`, 'build'], options).status === 0;
}

function predicted() {
  if (!existsSync(`${demo}/probabilities.npy`)) throw new Error('there is no probabilities.npy');
  console.log('The prediction is in demo/label.npy and demo/probabilities.npy.');
}

function step(text) {
  console.log(`\n$ ${text}`);
}

function run(command, args) {
  const { status } = spawnSync(command, args, { stdio: 'inherit', cwd: root });
  if (status !== 0) process.exit(status ?? 1);
}
