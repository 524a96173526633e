/**
 * Inspects every model below the given paths, which hold stock models only, and prints how many got
 * each verdict; ends with 1 where one is dangerous or cannot be read.
 *
 *     python scripts/stock-models.py DIRECTORY && npx tsx scripts/stock-models.ts DIRECTORY
 */
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { inspectModel } from '../src/inspect/inspect.ts';

function* modelsBelow(at: string): Generator<string> {
  const isModel = statSync(at).isFile()
    ? /\.(keras|h5|onnx|tflite)$/.test(at)
    : /_savedmodel$/.test(at);
  if (isModel) yield at;
  else if (statSync(at).isDirectory()) {
    for (const name of readdirSync(at).sort()) yield* modelsBelow(path.join(at, name));
  }
}

const counts = new Map<string, number>();
let wrong = 0;
for (const model of process.argv.slice(2).flatMap((at) => [...modelsBelow(at)])) {
  let verdict = 'not read';
  let why = '';
  try {
    const facts = await inspectModel(model);
    verdict = facts.safety.verdict;
    why = (facts.safety.reasons ?? []).join('; ');
  } catch (error) {
    why = (error as Error).message;
  }
  counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  if (verdict === 'dangerous' || verdict === 'not read') wrong++;
  if (verdict !== 'data-only') console.log(`${verdict}: ${model}: ${why.slice(0, 300)}`);
}
console.log([...counts].map(([verdict, count]) => `${count} ${verdict}`).join(', '));
process.exitCode = wrong === 0 ? 0 : 1;
