// `npm run bench`: medians of wall-clock times on this machine, beside `node -e 0` of the same run.
// A measurement, not a test: it fails only where something cannot run.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const RUNS = Number(process.env.BENCH_RUNS ?? 15);
const place = mkdtempSync(join(tmpdir(), 'ml-image-bench-'));
const bin = join(root, 'dist/bin/ml-image.cjs');
const model = join(root, 'test/fixtures/models/digits.keras');
if (!existsSync(bin)) execFileSync(process.execPath, [join(root, 'scripts/build.mjs')]);

let count = 0;
const fresh = () => join(place, `folder${count++}`);
const node = (...args) => [process.execPath, args];

// A folder that is in step.
const unchanged = fresh();
execFileSync(process.execPath, [bin, unchanged, `--model=${model}`, '--yes'], { stdio: 'ignore' });

const cases = {
  'node -e 0': () => node('-e', '0'),
  'ml-image --help': () => node(bin, '--help'),
  'ml-image regenerate --check': () => [
    process.execPath,
    [bin, 'regenerate', '--check'],
    { cwd: unchanged },
  ],
  'ml-image --yes (a small .keras)': () => node(bin, fresh(), `--model=${model}`, '--yes'),
  ...yeomanCases(),
};

try {
  const medians = measure(cases);
  const bare = medians['node -e 0'];
  for (const [name, median] of Object.entries(medians)) {
    console.log(
      `${name.padEnd(36)} ${median.toFixed(0).padStart(6)} ms  ${(median / bare).toFixed(2)} x node`,
    );
  }
  const [trivial, ours] = [medians['yo trivial'], medians['yo ml-image --yes']];
  if (trivial && ours)
    console.log(`yo ml-image is ${(ours / trivial).toFixed(2)} x a trivial generator under yo`);
} finally {
  rmSync(place, { recursive: true, force: true });
}

/** Medians in ms; the cases take turns, so that a busy moment hits all of them. */
function measure(all) {
  const times = Object.fromEntries(Object.keys(all).map((name) => [name, []]));
  for (let run = 0; run < RUNS; run++) {
    for (const [name, command] of Object.entries(all)) {
      const [program, args, options = {}] = command();
      const begun = performance.now();
      execFileSync(program, args, { stdio: 'ignore', cwd: place, ...options });
      times[name].push(performance.now() - begun);
    }
  }
  return Object.fromEntries(
    Object.entries(times).map(([name, list]) => [name, list.sort((a, b) => a - b)[RUNS >> 1]]),
  );
}

/** A trivial generator beside ours under the real yo, as a user that yo does not demote. */
function yeomanCases() {
  const generators = join(place, 'node_modules');
  const trivial = join(generators, 'generator-trivial/generators/app');
  mkdirSync(trivial, { recursive: true });
  writeFileSync(
    join(generators, 'generator-trivial/package.json'),
    '{"name":"generator-trivial","version":"1.0.0","type":"module"}',
  );
  symlinkSync(join(root, 'node_modules/yeoman-generator'), join(generators, 'yeoman-generator'));
  writeFileSync(
    join(trivial, 'index.js'),
    "import Generator from 'yeoman-generator';\nexport default class extends Generator { writing() {} }\n",
  );
  const ours = join(generators, 'generator-ml-image');
  mkdirSync(ours);
  for (const part of ['package.json', 'templates', 'dist', 'src']) {
    cpSync(join(root, part), join(ours, part), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(ours, 'node_modules'));
  cpSync(model, join(place, 'digits.keras'));
  // yo as root becomes user 1000, who must own what it writes to.
  execFileSync('chmod', ['-R', 'a+rwX', place]);
  chmodSync(place, 0o777);
  const yo = join(root, 'node_modules/yo/lib/cli.js');
  const env = { ...process.env, HOME: place };
  return {
    'yo trivial': () => [process.execPath, [yo, 'trivial'], { env }],
    'yo ml-image --yes': () => [
      process.execPath,
      [yo, 'ml-image', `folder${count++}`, '--model=digits.keras', '--yes'],
      { env },
    ],
  };
}
