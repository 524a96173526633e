/**
 * Makes stock objects (`scripts/stock-objects.py`) with each Python that is named, inspects all of
 * them and prints how many got which verdict:
 *
 *   tsx scripts/stock.ts [--defaults] PYTHON... | --folder FOLDER
 *
 * PYTHON is an interpreter that has the packages: scikit-learn, joblib, cloudpickle, pandas, and
 * what else is to be tried. Ends with 1 where one object is dangerous or cannot be inspected.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { inspectModel } from '../src/inspect/inspect.ts';

const SCRIPT = fileURLToPath(new URL('stock-objects.py', import.meta.url));
const counts = new Map<string, number>();
const bad: string[] = [];
const unknown = new Map<string, number>();

async function inspectAll(folder: string): Promise<void> {
  const files = readdirSync(folder, { withFileTypes: true }).filter((each) => each.isFile());
  for (const name of files.map((each) => each.name).sort()) {
    try {
      const { safety } = await inspectModel(path.join(folder, name));
      const { verdict, reasons = [] } = safety;
      counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
      if (verdict === 'dangerous') bad.push(`${name}: ${reasons.join('; ')}`);
      if (verdict !== 'unknown-imports') continue;
      for (const reason of reasons) unknown.set(reason, (unknown.get(reason) ?? 0) + 1);
    } catch (error) {
      bad.push(`${name}: ${(error as Error).message}`);
    }
  }
}

const given = process.argv.slice(2);
const options = given[0] === '--defaults' ? given.splice(0, 1) : [];
const [first, ...rest] = given;
if (first === undefined) throw new Error('Name one Python or more: tsx scripts/stock.ts PYTHON...');
if (first === '--folder') {
  for (const folder of rest) await inspectAll(folder);
} else {
  for (const python of [first, ...rest]) {
    const folder = mkdtempSync(path.join(tmpdir(), 'ml-image-stock-'));
    try {
      const said = execFileSync(python, [SCRIPT, folder, ...options], { encoding: 'utf8' });
      console.log(`${python}: ${said.trim().split('\n').at(-1)}`);
      await inspectAll(folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}
for (const [reason, count] of unknown) console.log(`unknown in ${count}: ${reason}`);
for (const line of bad) console.log(`WRONG ${line}`);
console.log([...counts].map(([verdict, count]) => `${count} ${verdict}`).join(', '));
process.exitCode = bad.length === 0 ? 0 : 1;
