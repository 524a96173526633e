/** Predictions through an image, compared with what the model's own framework answered. */
import { chmodSync, copyFileSync, existsSync, readdirSync } from 'node:fs';
import { join, parse } from 'node:path';
import type { SpecPart } from '../../src/core/types.ts';
import { countCombination } from './combinations.ts';
import { dispatch } from './dispatch.ts';
import { type Folder, readSpec, runImage } from './folder.ts';
import { largestDifference, readNpy } from './npy.ts';
import { FIXTURES, temporaryFolder } from './places.ts';

/** What floats may differ by: another release and another order of the same sums. */
export const FLOAT_PRECISION = 1e-5;

/** As a person runs it: a folder mounted at /data, and a user that may write there. */
export const AS_A_PERSON = ['--user', '12345:0'];

/**
 * Runs the image on the fixture's inputs and gives the largest difference of any output from the
 * framework's own. Inputs and outputs are found by the tensor's name, or are the only ones.
 */
export async function predict(
  folder: Folder,
  fixture: string,
  options: string[] = AS_A_PERSON,
): Promise<number> {
  const { data, args, outputs } = stage(folder, fixture);
  await runImage(folder, [...options, '--volume', `${data}:/data`], args);
  const difference = compare(fixture, outputs, data);
  if (difference <= FLOAT_PRECISION) countCombination(folder);
  return difference;
}

/** The same through ABLInfer's own Docker client: no folder shared, no user of its own. */
export async function predictByABLInfer(folder: Folder, fixture: string): Promise<number> {
  const { data, inputs, outputs } = stage(folder, fixture);
  const paths = (files: string[]) =>
    Object.fromEntries(files.map((file) => [parse(file).name, { value: join(data, file) }]));
  await dispatch(folder, { inputs: paths(inputs), outputs: paths(Object.values(outputs)) });
  return compare(fixture, outputs, data);
}

/** A folder with the fixture's inputs, under the names that the image takes. */
export function inputsFor(folder: Folder, fixture: string): string {
  return stage(folder, fixture).data;
}

/** A data folder with the inputs, the command line, and output files by expected file. */
function stage(folder: Folder, fixture: string) {
  const spec = readSpec(folder);
  const data = temporaryFolder();
  chmodSync(data, 0o777);
  const args: string[] = [];
  const inputs: string[] = [];
  const outputs: Record<string, string> = {};
  for (const [key, part] of Object.entries(spec.inputs)) {
    inputs.push(key + part.extension);
    copyFileSync(expected(fixture, 'input', part), join(data, key + part.extension));
    args.push(`${part.flag}/data/${key}${part.extension}`);
  }
  for (const [key, part] of Object.entries(spec.outputs)) {
    outputs[expected(fixture, 'output', part)] = key + part.extension;
    args.push(`${part.flag}/data/${key}${part.extension}`);
  }
  return { data, args, inputs, outputs };
}

function expected(fixture: string, side: 'input' | 'output', part: SpecPart): string {
  const folder = join(FIXTURES, 'expected', fixture);
  const named = join(folder, `${side}.${part.tensor.name}.npy`);
  if (existsSync(named)) return named;
  const [only, ...more] = readdirSync(folder).filter((file) => file.startsWith(`${side}.`));
  if (only === undefined || more.length > 0) throw new Error(`${named} is not there`);
  return join(folder, only);
}

function compare(fixture: string, outputs: Record<string, string>, data: string): number {
  const differences = Object.entries(outputs).map(([wanted, file]) =>
    largestDifference(readNpy(join(data, file)), readNpy(wanted)),
  );
  if (differences.length === 0) throw new Error(`${fixture}: the image has no output`);
  return Math.max(...differences);
}
