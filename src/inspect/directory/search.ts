/** Finds the one model within a directory that is not a model itself. */
import path from 'node:path';
import { UserError } from '../../core/errors.ts';
import type { ModelFacts } from '../../core/model-facts.ts';
import { DirectoryCandidate, inside } from '../candidate.ts';
import { faultError, tooLong } from '../explain.ts';
import type { ModelFile } from '../locate.ts';
import type { Budget } from '../read/budget.ts';

/** Files that make their directory a model directory. */
const MARKS = new Set([
  'MLmodel',
  'saved_model.pb',
  'config.json',
  'model_index.json',
  'modular_model_index.json',
  'adapter_config.json',
  'modules.json',
  'plans.json',
  'bioimageio.yaml',
  'rdf.yaml',
]);

/** Functions that inspect one directory and one file. */
export interface Looks {
  directory(candidate: DirectoryCandidate, shown: string): Promise<ModelFacts | null>;
  file(real: string, size: number, shown: string): Promise<ModelFacts | null>;
}

/**
 * The one model in a directory that is not a model itself.
 * Throws UserError if it holds none or several.
 */
export async function searchDirectory(
  directory: string,
  files: readonly ModelFile[],
  shown: string,
  budget: Budget,
  looks: Looks,
): Promise<ModelFacts> {
  const models: { path: string; facts: ModelFacts }[] = [];
  const belongs = (file: string) => models.some((model) => file.startsWith(`${model.path}/`));
  for (const parent of directoriesOf(files)) {
    if (belongs(parent)) continue;
    const below = files.filter((file) => file.path.startsWith(`${parent}/`));
    const names = below.map((file): [string, number] => [
      file.path.slice(parent.length + 1),
      file.size,
    ]);
    const candidate = new DirectoryCandidate(path.join(directory, parent), new Map(names), budget);
    const facts = await looks.directory(candidate, JSON.stringify(parent));
    if (facts !== null) models.push({ path: parent, facts });
  }
  for (const file of files.filter(({ path: each, size }) => size > 0 && !belongs(each))) {
    const real = inside(directory, path.join(directory, file.path));
    const facts = await looks.file(real, file.size, JSON.stringify(file.path));
    if (budget.exceeded !== null) throw tooLong(shown, budget);
    if (facts !== null) models.push({ path: file.path, facts });
  }
  // A file of unknown format, such as a compressed one, does not make the choice ambiguous.
  const known = models.filter(({ facts }) => facts.format !== 'unknown');
  return theOne(known.length > 0 ? known : models, files, shown);
}

function theOne(
  models: { path: string; facts: ModelFacts }[],
  files: readonly ModelFile[],
  shown: string,
): ModelFacts {
  const [model, ...others] = models;
  if (model === undefined) {
    const empty = files.find(({ size }) => size === 0);
    const fault =
      files.length > 0 && files.every(({ size }) => size === 0)
        ? {
            what: `holds empty files only (${JSON.stringify(empty?.path)})`,
            hint: 'download or copy it again',
          }
        : { what: 'holds no model of a known format', hint: 'give the path of the model itself' };
    throw faultError(`the directory ${shown}`, fault);
  }
  if (others.length > 0) {
    const names = models.slice(0, 5).map((each) => JSON.stringify(each.path));
    throw new UserError(
      `the directory ${shown} holds ${models.length} models (${names.join(', ')}${others.length > 4 ? ', ...' : ''})`,
      { hint: 'give the path of one' },
    );
  }
  const warning = `The directory holds one model, ${JSON.stringify(model.path)}: that one was read.`;
  return { ...model.facts, path: model.path, warnings: [...model.facts.warnings, warning] };
}

/** The directories that hold a file of `MARKS`, outer before inner. */
function directoriesOf(files: readonly ModelFile[]): string[] {
  const directories = new Set<string>();
  for (const { path: file } of files) {
    const at = file.lastIndexOf('/');
    if (at > 0 && MARKS.has(file.slice(at + 1))) directories.add(file.slice(0, at));
    // A MONAI bundle is the folder above configs/.
    const bundle = /^(.+)\/configs\/metadata\.json$/.exec(file)?.[1];
    if (bundle !== undefined) directories.add(bundle);
  }
  return [...directories].sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
}
