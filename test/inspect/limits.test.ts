/** What is soon made and read; limits.e2e.ts has all. */
import { limits } from './too-much.ts';

/** Those that take a second or so to make or to read; one of files and one of directories are kept. */
const LONG = [
  'tuples around one another',
  'a memo without end',
  'a gzip bomb',
  'JSON of a million keys',
  'a zip member larger than it says',
  'a zip member of 300 MB',
  'members without end',
  'graphs in graphs',
  'TorchScript with an open bracket',
  'thousands of small files',
  'more files than a model has',
  'directories within directories',
  'gzip bombs in numbers',
  'large texts',
  'large JSON with a key that names code',
  'YAML of colons',
];

limits((what) => !LONG.includes(what));
