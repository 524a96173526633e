// `npm run properties`: the laws of merging, each tried with 50,000 cases. PROPERTY_RUNS
// gives another number; the test command tries 250, the end-to-end run 2,000.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CASES = '50000';

const root = fileURLToPath(new URL('..', import.meta.url));
const rules = join('test', 'reconcile');
const files = readdirSync(join(root, rules)).filter((name) =>
  /^(align|text|merge-.*|asked-.*|sequences|git|git-names)\.test\.ts$/.test(name),
);
const mocha = ['--no-config', '--import=tsx', '--timeout', '0', '--reporter', 'spec'];
const { status } = spawnSync(
  process.execPath,
  [
    join(root, 'scripts/mocha.mjs'),
    ...mocha,
    ...files.map((name) => join(rules, name)),
    join('test', 'api', 'folder-laws.test.ts'),
  ],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PROPERTY_RUNS: process.env.PROPERTY_RUNS ?? CASES },
  },
);
process.exitCode = status ?? 1;
