/**
 * Inspects damaged copies of every model format, for longer than a test may take:
 *
 *   tsx scripts/fuzz-inspect.ts [COPIES] [SECONDS]
 *
 * 10,000 copies of each unless said otherwise, in at most that many seconds (900). Ends with 1 when
 * a copy makes it crash, answer in several lines, or take 2 seconds.
 */
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
// The process holds the compiler of these scripts too, so this is more than a user would see.
const memory = Math.round(process.resourceUsage().maxRSS / 1024);
console.log(`${tried} copies, ${failures.length} failures, at most ${memory} MB resident`);
for (const failure of failures.slice(0, 20)) console.log(failure);
process.exitCode = failures.length === 0 ? 0 : 1;
