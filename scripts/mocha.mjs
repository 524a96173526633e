// Starts mocha with the arguments given. Mocha 12 requires ES modules, which Node before 20.19 and
// 22.12 does only behind a flag; this project promises to work from 20.17 and 22.9 on.
import { spawnSync } from 'node:child_process';
import { existsSync, statfsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const mocha = fileURLToPath(new URL('../node_modules/mocha/bin/mocha.js', import.meta.url));
const flags = process.features.require_module
  ? []
  : ['--experimental-require-module', '--disable-warning=ExperimentalWarning'];
const args = process.argv.slice(2);
// The unit tests make thousands of folders: in memory, where there is such a place. The end-to-end
// tests, which have a configuration of their own, need the disk.
const memory = '/dev/shm';
const isRoomy = () => {
  const { bavail, bsize } = statfsSync(memory);
  return bavail * bsize > 1e9;
};
const inMemory = args.length === 0 && existsSync(memory) && isRoomy();
const TMPDIR = inMemory ? memory : process.env.TMPDIR;
const { status } = spawnSync(process.execPath, [...flags, mocha, ...args], {
  stdio: 'inherit',
  env: { ...process.env, ...(TMPDIR ? { TMPDIR } : {}) },
});
process.exitCode = status ?? 1;
