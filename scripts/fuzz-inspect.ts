/**
 * Inspects damaged copies of every model format, for longer than a test may take:
 *
 *   tsx scripts/fuzz-inspect.ts [COPIES] [SECONDS]
 *
 * 10,000 copies of each unless said otherwise, in at most that many seconds (900). Ends with 1 when
 * a copy makes it crash, answer in several lines, or take 2 seconds. Then the files that claim to
 * be more than they are, through the built command where there is one: 2 seconds and 200 MB.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BOMBS } from '../test/inspect/bombs.ts';
import { fuzz, victims } from '../test/inspect/mutate.ts';

const copies = Number(process.argv[2] ?? 10_000);
const seconds = Number(process.argv[3] ?? 900);
const all = await victims();
const start = performance.now();
const failures: string[] = [];
let tried = 0;
for (const [index, victim] of all.entries()) {
  // What time is left is shared by the models that are left.
  const left = start + seconds * 1000 - performance.now();
  const until = performance.now() + left / (all.length - index);
  const outcome = await fuzz(victim, copies, until);
  failures.push(...outcome.failures);
  tried += outcome.tried;
  console.log(
    `${victim.name.padEnd(42)} ${outcome.tried} copies: ${outcome.read} read, ${outcome.refused} refused, slowest ${Math.round(outcome.slowest)} ms`,
  );
}
console.log(`${tried} copies, ${failures.length} failures`);

// Memory is that of the built command, in a process of its own for each.
const root = path.join(import.meta.dirname, '..');
const { bin } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const command = path.join(root, bin['ml-image']);
// The peak of this process alone, in kB: maxRSS would count the parent's too. Linux only.
const report =
  'data:text/javascript,import{readFileSync}from"node:fs";process.on("exit",()=>process.stderr.write("\\n"+/VmHWM:\\s+(\\d+)/.exec(readFileSync("/proc/self/status","latin1"))[1]))';
const directory = mkdtempSync(path.join(tmpdir(), 'bombs-'));
for (const [name, write] of existsSync(command) ? Object.entries(BOMBS) : []) {
  const file = path.join(directory, 'bomb');
  writeFileSync(file, write());
  const before = performance.now();
  const args = ['--import', report, command, 'inspect', file];
  const child = spawnSync(process.execPath, args, { encoding: 'utf8' });
  const time = performance.now() - before;
  const memory = Number(child.stderr.split('\n').at(-1)) / 1024;
  const line = `${name}: ${Math.round(time)} ms, ${Math.round(memory)} MB`;
  console.log(line);
  if (child.signal !== null || time > 2000 || !(memory < 200)) failures.push(line);
}
rmSync(directory, { recursive: true, force: true });
for (const failure of failures.slice(0, 20)) console.log(`FAILED ${failure}`);
process.exitCode = failures.length === 0 ? 0 : 1;
