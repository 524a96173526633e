// `npm run demo`: from a small real model to an image folder, and to a prediction where a Docker
// engine answers. Uses the command as a person would.
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const demo = `${root}demo`;
const models = `${root}test/fixtures/models`;

if (!existsSync(`${root}dist/bin/ml-image.cjs`)) {
  execFileSync(process.execPath, [`${root}scripts/build.mjs`], { stdio: 'inherit' });
}
rmSync(demo, { recursive: true, force: true });
step('ml-image demo --model digits.keras --yes');
run(process.execPath, [
  `${root}dist/bin/ml-image.cjs`,
  demo,
  `--model=${models}/digits.keras`,
  '--yes',
]);

const engine = ['docker', 'podman', 'nerdctl'].find(
  (name) => spawnSync(name, ['info'], { stdio: 'ignore' }).status === 0,
);
if (!engine || spawnSync('make', ['--version'], { stdio: 'ignore' }).status !== 0) {
  console.log('No container engine (or no make) answers here, so the demo ends with the folder:');
  console.log('  cd demo && make build test predict');
} else {
  const input = `${root}test/fixtures/expected/digits.keras/input.image.npy`;
  copyFileSync(input, `${demo}/digits.npy`);
  step('make build');
  run('make', ['-C', demo, `ENGINE=${engine}`, 'build']);
  step('make run ARGS="--input=/data/digits.npy --output=/data/answer.npy"');
  run('make', [
    '-C',
    demo,
    `ENGINE=${engine}`,
    'run',
    'ARGS=--input=/data/digits.npy --output=/data/answer.npy',
  ]);
  if (!existsSync(`${demo}/answer.npy`)) throw new Error('the image gave no answer.npy');
  console.log('The prediction is in demo/answer.npy.');
}

function step(text) {
  console.log(`\n$ ${text}`);
}

function run(command, args) {
  const { status } = spawnSync(command, args, { stdio: 'inherit', cwd: root });
  if (status !== 0) process.exit(status ?? 1);
}
