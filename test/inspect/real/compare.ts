/**
 * Compares the inspector's answers with the frameworks' own reading of the same files.
 *
 *   tsx test/inspect/real/compare.ts [--python PYTHON] PATH...
 *
 * A PATH is a file, a model directory, or a directory of files (all below it are tried). Ends with 1
 * when an answer differs. The Python needs the frameworks of the files at hand; where it cannot read
 * one, that is said and is no difference.
 */
import { compareModels, summary } from './models.ts';

const given = process.argv.slice(2);
const flag = given.indexOf('--python');
const python = flag < 0 ? 'python3' : (given.splice(flag, 2)[1] as string);

const found = await compareModels(given, python);
for (const each of found.unread) console.log(`${each.path}: ${each.why}`);
for (const each of found.refused) console.log(`${each.path}: the framework says ${each.why}`);
for (const each of [...found.differences, ...summary(found)]) console.log(each);
process.exitCode = found.differences.length === 0 ? 0 : 1;
