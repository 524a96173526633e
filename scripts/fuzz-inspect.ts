/**
 * Inspects damaged and hostile copies of every model format, for longer than a test may take:
 *
 *   tsx scripts/fuzz-inspect.ts [COPIES] [SECONDS] [NAME]
 *
 * 10,000 copies of each model (or of those whose name has NAME in it) unless said otherwise, in at
 * most that many seconds (900). Damaged are bytes, members of zips and tars and what is around them,
 * and files of directories; hostile are copies with a call in them that the loader, or another reader
 * of the same bytes, would run. Ends with 1 when a copy makes it crash, answer in several lines, or
 * take 2 seconds, and when a hostile one is called data-only or known-imports. Then the files that
 * claim to be more than they are, through the built command where there is one: 2 seconds and 200 MB.
 */
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BOMBS } from '../test/inspect/bombs.ts';
import { damaged, fuzz, hostile } from '../test/inspect/fuzz/fuzz.ts';
import { BUILT, beyondLimits, measured } from '../test/inspect/measure.ts';

const copies = Number(process.argv[2] ?? 10_000);
const seconds = Number(process.argv[3] ?? 900);
const wanted = process.argv[4] ?? '';
const all = [...(await damaged()), ...(await hostile())].filter(({ name }) =>
  name.includes(wanted),
);
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
  const failed = outcome.failures.length > 0 ? `, ${outcome.failures.length} FAILED` : '';
  console.log(
    `${victim.name.padEnd(56)} ${outcome.tried} copies: ${outcome.read} read, ${outcome.refused} refused, slowest ${Math.round(outcome.slowest)} ms${failed}`,
  );
}
console.log(`${tried} copies, ${failures.length} failures`);

const directory = mkdtempSync(path.join(tmpdir(), 'bombs-'));
const hang = path.join(import.meta.dirname, '../test/fixtures/security/hang');
/** Measures one file or directory through the built command. */
function measure(name: string, file: string): void {
  const one = measured('inspect', file);
  const faults = beyondLimits(one);
  console.log(`${name}: ${one.milliseconds} ms, ${one.megabytes} MB`);
  if (faults.length > 0) failures.push(`${name}: ${faults.join(', ')}`);
}
if (existsSync(BUILT) && wanted === '') {
  for (const [name, write] of Object.entries(BOMBS)) {
    const file = path.join(directory, 'bomb');
    writeFileSync(file, write());
    measure(name, file);
  }
  for (const name of readdirSync(hang)) measure(name, path.join(hang, name));
}
rmSync(directory, { recursive: true, force: true });
for (const failure of failures.slice(0, 40)) console.log(`FAILED ${failure}`);
process.exitCode = failures.length === 0 ? 0 : 1;
