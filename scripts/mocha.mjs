// Starts mocha with the arguments given. Mocha 12 requires ES modules, which Node before 20.19 and
// 22.12 does only behind a flag; this project promises to work from 20.17 and 22.9 on.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const mocha = fileURLToPath(new URL('../node_modules/mocha/bin/mocha.js', import.meta.url));
const flags = process.features.require_module
  ? []
  : ['--experimental-require-module', '--disable-warning=ExperimentalWarning'];
const { status } = spawnSync(process.execPath, [...flags, mocha, ...process.argv.slice(2)], {
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
