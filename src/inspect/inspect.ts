import path from 'node:path';
import { UserError } from '../errors.ts';
import type { ModelFacts, Safety } from '../types.ts';
import { DirectoryCandidate, FileCandidate, inside } from './candidate.ts';
import { factsOf } from './facts.ts';
import { CLOSED, DIRECTORY_FORMATS, FILE_FORMATS } from './formats.ts';
import { filesBelow, locate, type ModelFile } from './locate.ts';
import { stockPickle } from './pickle/stock.ts';
import { unsafe, worst } from './pickle/verdict.ts';
import { Budget } from './read/budget.ts';
import { isMalformed } from './read/malformed.ts';

export { type ModelFile, modelFiles } from './locate.ts';

/** Files of a directory that are looked into when the directory itself is no model. */
const MOST_LOOKS = 500;

/**
 * Reads what a model file or directory says about itself, headers only. Nothing in it is
 * executed or unpickled. Content that no format recognises gives `unknown`.
 * @param given the path as the person gave it
 * Throws UserError, one line, where it cannot be read: it is not there, empty, not readable,
 * cut off, or a directory with several models.
 */
export async function inspectModel(given: string): Promise<ModelFacts> {
  const budget = new Budget();
  const found = locate(given);
  const shown = JSON.stringify(given);
  if (found.kind === 'file') {
    return (
      (await inspectFile(found.path, found.size, shown, budget)) ??
      unknownFile(found.path, found.size, budget)
    );
  }
  const files = filesBelow(found.path);
  const directory = new DirectoryCandidate(
    found.path,
    new Map(files.map((file) => [file.path, file.size])),
    budget,
  );
  const facts = await inspectDirectory(directory, shown);
  if (facts !== null) return facts;
  return searchDirectory(found.path, files, shown, budget);
}

async function inspectFile(
  file: string,
  size: number,
  shown: string,
  budget: Budget,
): Promise<ModelFacts | null> {
  const candidate = new FileCandidate(file, size, budget);
  try {
    const closed = CLOSED.find(([, magic]) => candidate.startsWith(magic));
    if (closed !== undefined) return closedFile(closed[0]);
    for (const format of FILE_FORMATS) {
      if (!(await explaining(shown, async () => format.sniff(candidate)))) continue;
      const what = `${shown} looks like ${format.title}, but`;
      const facts = await explaining(what, () => format.read(candidate));
      if (facts === null) continue;
      return format.walksPickle ? facts : await alsoAsPickle(facts, candidate);
    }
    return null;
  } finally {
    candidate.close();
  }
}

/** Holds the verdict to what `pickle.load` would do with the file as well. */
async function alsoAsPickle(facts: ModelFacts, file: FileCandidate): Promise<ModelFacts> {
  const stock = await stockPickle(file.source);
  return stock === null ? facts : { ...facts, safety: worst([facts.safety, stock]) };
}

async function inspectDirectory(
  directory: DirectoryCandidate,
  shown: string,
): Promise<ModelFacts | null> {
  const look = (relative: string) => {
    const real = inside(directory.path, path.join(directory.path, relative));
    const name = `${shown}/${relative}`;
    return inspectFile(real, directory.files.get(relative) ?? 0, name, directory.budget);
  };
  for (const format of DIRECTORY_FORMATS) {
    if (!(await explaining(shown, async () => format.sniff(directory)))) continue;
    const what = `${shown} looks like ${format.title}, but`;
    return explaining(what, () => format.read(directory, look));
  }
  return null;
}

/** Runs a reader; content that it cannot follow becomes one line that names the file. */
async function explaining<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    // A header that points outside of itself ends in a RangeError of Buffer.
    const range = error instanceof RangeError && 'code' in error;
    if (!(isMalformed(error) || range)) throw error;
    if (isMalformed(error) && error.kind === 'cut off') {
      const where = oneLine(error.message);
      throw new UserError(`the model ${what} it is cut off (${where}): copy or download it again`);
    }
    const reason = range ? 'has a header that contradicts itself' : (error as Error).message;
    throw new UserError(`the model ${what} ${oneLine(reason)}: is the copy complete and intact?`);
  }
}

/** Names from a file can hold anything; an error is one line. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').slice(0, 500);
}

/** What is not known could be anything: nothing is promised about loading it. */
const UNJUDGED: Safety = unsafe('unknown-imports', ['content that was not looked into']);

function closedFile(compression: string): ModelFacts {
  return factsOf({
    format: 'unknown',
    safety: UNJUDGED,
    warnings: [
      `Compressed by ${compression}: not inspected. Save it again with gzip, zlib or without compression.`,
    ],
  });
}

function unknownFile(file: string, size: number, budget: Budget): ModelFacts {
  const candidate = new FileCandidate(file, size, budget);
  const start = candidate.head.subarray(0, 8).toString('hex').replace(/../g, '$& ').trim();
  candidate.close();
  return factsOf({
    format: 'unknown',
    safety: UNJUDGED,
    warnings: [`No known model format: the file starts with the bytes ${start}.`],
  });
}

/** A directory that is no model itself may hold exactly one, beside other files. */
async function searchDirectory(
  directory: string,
  files: ModelFile[],
  shown: string,
  budget: Budget,
): Promise<ModelFacts> {
  const models: { path: string; facts: ModelFacts }[] = [];
  for (const parent of directoriesOf(files)) {
    const below = files.filter((file) => file.path.startsWith(`${parent}/`));
    const names = below.map((file): [string, number] => [
      file.path.slice(parent.length + 1),
      file.size,
    ]);
    const candidate = new DirectoryCandidate(path.join(directory, parent), new Map(names), budget);
    if (models.some((model) => parent.startsWith(`${model.path}/`))) continue;
    const facts = await inspectDirectory(candidate, JSON.stringify(parent));
    if (facts !== null) models.push({ path: parent, facts });
  }
  const loose = files.filter(
    (file) => file.size > 0 && !models.some((model) => file.path.startsWith(`${model.path}/`)),
  );
  for (const file of loose.slice(0, MOST_LOOKS)) {
    const real = inside(directory, path.join(directory, file.path));
    const facts = await inspectFile(real, file.size, JSON.stringify(file.path), budget);
    if (facts !== null) models.push({ path: file.path, facts });
  }
  const [model, ...others] = models;
  if (model === undefined) {
    throw new UserError(
      `the directory ${shown} holds no model of a known format: give the model's own path`,
    );
  }
  if (others.length > 0) {
    const names = models.slice(0, 5).map((each) => JSON.stringify(each.path));
    throw new UserError(
      `the directory ${shown} holds ${models.length} models (${names.join(', ')}${others.length > 4 ? ', ...' : ''}): give the path of one`,
    );
  }
  const warning = `The directory holds one model, ${JSON.stringify(model.path)}: that one was read.`;
  return { ...model.facts, path: model.path, warnings: [...model.facts.warnings, warning] };
}

/** Every directory that stands in the paths, the outer before the inner. */
function directoriesOf(files: ModelFile[]): string[] {
  const directories = new Set<string>();
  for (const { path: file } of files) {
    for (let at = file.indexOf('/'); at >= 0; at = file.indexOf('/', at + 1)) {
      directories.add(file.slice(0, at));
    }
  }
  return [...directories]
    .sort((a, b) => a.length - b.length || (a < b ? -1 : 1))
    .slice(0, MOST_LOOKS);
}
