/**
 * Compares the pickle machine with Python's own unpicklers on damaged pickles.
 *
 *   tsx test/inspect/real/compare-pickles.ts [--python PYTHON] [COPIES]
 *
 * 2,000 copies unless said otherwise. The Python needs numpy and joblib. Ends with 1 when a copy
 * gets an import past the machine.
 */
import { comparePickles } from './pickles.ts';

const given = process.argv.slice(2);
const flag = given.indexOf('--python');
const python = flag < 0 ? 'python3' : (given.splice(flag, 2)[1] as string);
const copies = Number(given[0] ?? 2000);

const { imported, stopped, past } = await comparePickles(copies, python);
for (const line of past) console.log(line);
console.log(
  `${copies} pickles, ${imported} of them import something, ${stopped} called dangerous before the end, ${past.length} got past the machine`,
);
process.exitCode = past.length === 0 ? 0 : 1;
