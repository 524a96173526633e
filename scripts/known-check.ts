/**
 * Holds the lists of known names (`src/inspect/pickle/known/*.json`) against installed packages:
 *
 *   tsx scripts/known-check.ts [--all] PYTHON...
 *
 * Each PYTHON is an interpreter with some of the releases that the lists name (a folder with
 * packages can be added to it: PYTHON=FOLDER). A name must be what its list says wherever it is
 * found; with --all, also be found by one of them, except those that rules.py calls UNCHECKED.
 * Where torch is installed, `weights-only.ts` must have the very names that its
 * `_get_allowed_globals()` has. `scripts/known/installations.py` makes the installations.
 * Ends with 1 where that is not so.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { knownName, nameLists } from '../src/inspect/pickle/known/lookup.ts';
import { TORCH_WEIGHTS_ONLY } from '../src/inspect/pickle/known/weights-only.ts';

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const LISTS = ['past', 'present'].map((name) => here(`../src/inspect/pickle/known/${name}.json`));

const given = process.argv.slice(2);
const all = given[0] === '--all';
const pythons = given.slice(all ? 1 : 0);
if (pythons.length === 0) throw new Error('Name a Python: tsx scripts/known-check.ts PYTHON...');

const folder = mkdtempSync(path.join(tmpdir(), 'ml-image-known-'));
const found = path.join(folder, 'found.txt');
let failed = false;
for (const each of pythons) {
  const [python, extra = ''] = each.split('=') as [string, string?];
  const { status, stdout } = spawnSync(python, [here('known/check.py'), found, ...LISTS], {
    encoding: 'utf8',
    env: { ...process.env, PYTHONPATH: extra },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  console.log(`${each}: ${stdout.trim().split('\n').slice(-50).join('\n')}`);
  failed ||= status !== 0;
}
const ofTorch = `${found}.weights-only`;
if (existsSync(ofTorch)) {
  const taken = new Set(readFileSync(ofTorch, 'utf8').trim().split('\n'));
  const odd = [
    ...[...taken].filter((name) => !TORCH_WEIGHTS_ONLY.has(name)).map((name) => `lacks ${name}`),
    ...[...TORCH_WEIGHTS_ONLY].filter((name) => !taken.has(name)).map((name) => `has ${name}`),
  ];
  for (const what of odd) console.log(`WRONG known/weights-only.ts ${what}, unlike torch`);
  console.log(`weights_only of torch takes ${taken.size} names, ${odd.length} are wrong here`);
  failed ||= odd.length > 0;
}
for (const name of TORCH_WEIGHTS_ONLY) {
  if (knownName(name) !== null) continue;
  console.log(`WRONG ${name} is taken by weights_only and not listed`);
  failed = true;
}
if (all) {
  const there = new Set(existsSync(found) ? readFileSync(found, 'utf8').split('\n') : []);
  const unchecked =
    /^(__builtin__|copy_reg|pathlib\._local|transformers|accelerate|torch\.(autograd\.variable|nn\.backends))\./;
  for (const { modules } of nameLists()) {
    for (const [module, groups] of Object.entries(modules)) {
      for (const name of Object.values(groups).flatMap((text) => (text as string).split(' '))) {
        const full = `${module}.${name}`;
        if (there.has(full) || unchecked.test(full) || name === '_LinearWithBias') continue;
        console.log(`WRONG ${full} is in none of the installations`);
        failed = true;
      }
    }
  }
}
rmSync(folder, { recursive: true });
process.exitCode = failed ? 1 : 0;
