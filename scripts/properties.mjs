// `npm run properties`: the laws of merging, each tried with 50,000 cases. PROPERTY_RUNS
// gives another number; the test command tries 100, the end-to-end run 2,000.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const files = [
  'test/merge/*.test.ts',
  'test/reconcile/sequences.test.ts',
  'test/folder/git-names.test.ts',
  'test/api/folder-laws.test.ts',
];
const { status } = spawnSync(
  process.execPath,
  ['scripts/mocha.mjs', '--no-config', '--import=tsx', '--timeout=0', '--reporter=spec', ...files],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PROPERTY_RUNS: process.env.PROPERTY_RUNS ?? '50000' },
  },
);
process.exitCode = status ?? 1;
