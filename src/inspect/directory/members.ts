/** The verdict on all members of a model directory. */
import path from 'node:path';
import { UserError } from '../../core/errors.ts';
import type { ModelFacts, Safety } from '../../core/model-facts.ts';
import { DirectoryCandidate, FileCandidate, inside } from '../candidate.ts';
import { explaining, faultError, oneLine } from '../explain.ts';
import { Malformed } from '../read/malformed.ts';
import { unsafe, worst } from '../safety.ts';
import { codeByName, jsonCode } from './code.ts';
import { type Content, contentOf, UNKNOWN } from './content.ts';
import { answerIn, isPartial } from './pointers.ts';
import type { Look } from './recognised.ts';
import { companionsOf } from './shards.ts';

/** Names of weights and pickles: a server's error response under such a name is refused. */
const WEIGHTS =
  /\.(safetensors|bin|pt|pth|ckpt|pkl|pickle|joblib|h5|hdf5|keras|onnx|tflite|pb|msgpack|gguf|ot|npz|npy|model|cbm|cb|ubj|xgb|lgb|onnx_data|index|data-\d+-of-\d+)$/i;

/** Whether a member is named like weights. This decides on refusals, never on a verdict. */
export function isWeightName(name: string): boolean {
  return WEIGHTS.test(name);
}

/**
 * The verdict on all files of a model directory: any of them may be loaded, whatever its name.
 * Files are recognised by their content; an unrecognised one makes the verdict worse.
 * @param handled files that the format of the directory reads: they are left out
 * Throws UserError, one line, for a member that is a pointer, cut off, damaged or not readable,
 * and if reading them takes longer than a command may.
 */
export async function safetyBelow(
  directory: DirectoryCandidate,
  look: Look,
  handled: readonly string[] = [],
): Promise<Safety> {
  const found: Safety[] = [];
  const unsure: { name: string; what: string }[] = [];
  const companions = new Set(companionsOf(directory));
  for (const [name, size] of directory.files) {
    if (handled.includes(name)) continue;
    found.push(...codeByName(name));
    if (size === 0) continue;
    if (name.endsWith('/saved_model.pb') || name.endsWith('/MLmodel')) {
      found.push(within(await nested(directory, name), name));
      continue;
    }
    if (isPartial(name) && !name.startsWith('.cache/')) {
      throw new UserError(`the model's ${JSON.stringify(name)} is an incomplete download`, {
        hint: 'download it again, or remove it',
      });
    }
    const facts = await look(name);
    if (directory.budget.exceeded !== null) return outOfTime(directory, found, name);
    const known = facts !== null && isClassified(facts);
    if (known) {
      found.push(within(facts.safety, name));
      for (const need of facts.needs) {
        const file = path.posix.join(path.posix.dirname(name), need.name);
        if (need.kind === 'file') companions.add(file);
      }
    }
    const content = await contentBelow(directory, name, size, known, found);
    if (directory.budget.exceeded !== null) return outOfTime(directory, found, name);
    if (known || content === null || content.kind === 'text' || content.kind === 'data') continue;
    if (content.kind === 'disguised') found.push(disguised(name, content.what));
    else if (content.kind === 'unknown') unsure.push({ name, what: content.what });
    else found.push(compiled(name, content));
  }
  // Git objects are compressed; no loader reads them.
  const left = unsure.filter(
    ({ name, what }) => !(what === UNKNOWN && companions.has(name)) && !name.startsWith('.git/'),
  );
  if (left.length > 0) found.push(unsafe('unknown-imports', left.map(notLookedInto)));
  return worst(found);
}

/** Whether the facts classify the file; otherwise its content has to. */
function isClassified({ format, safety }: ModelFacts): boolean {
  return format !== 'unknown' || safety.verdict !== 'unknown-imports';
}

/** The verdict on a SavedModel or MLflow model within the directory. */
async function nested(directory: DirectoryCandidate, name: string): Promise<Safety> {
  const shown = JSON.stringify(path.posix.dirname(name));
  const mark = path.posix.basename(name);
  const above = name.slice(0, -mark.length);
  const files = [...directory.files].filter(([each]) => each.startsWith(above));
  const below = new DirectoryCandidate(
    path.join(directory.path, above),
    new Map(files.map(([each, bytes]) => [each.slice(above.length), bytes])),
    directory.budget,
  );
  if (mark === 'MLmodel') {
    const code = async () => (await import('./mlflow-code.ts')).codeOfMlmodel(below);
    return worst(await explaining(shown, directory.budget, code, 'an MLflow model'));
  }
  const read = async () => (await import('../tensorflow/savedmodel.ts')).readSavedModel(below);
  return (await explaining(shown, directory.budget, read, 'a TensorFlow SavedModel')).safety;
}

function notLookedInto({ name, what }: { name: string; what: string }): string {
  return `${oneLine(name)}: not inspected (${what}), could hold code`;
}

function disguised(name: string, what: string): Safety {
  return unsafe('dangerous', [
    `${oneLine(name)}: starts as data and has ${what}, can run any code`,
  ]);
}

function compiled(name: string, content: Content & { kind: 'machine code' | 'bytecode' }): Safety {
  const what = `${oneLine(name)}: ${content.what}, runs any code when it is loaded`;
  return unsafe(content.kind === 'machine code' ? 'dangerous' : 'unknown-imports', [what]);
}

/** Adds code that a JSON or YAML member names; classifies a member of no known format. */
async function contentBelow(
  directory: DirectoryCandidate,
  name: string,
  size: number,
  known: boolean,
  found: Safety[],
): Promise<Content | null> {
  const shown = JSON.stringify(`${path.basename(directory.path)}/${name}`);
  return explaining(shown, directory.budget, async () => {
    const real = inside(directory.path, path.join(directory.path, name));
    const file = new FileCandidate(real, size, directory.budget);
    try {
      found.push(...(await jsonCode(file, name)));
      if (isYaml(name)) found.push(...(await import('./yaml-code.ts')).yamlCode(file.source, name));
      if (known) return null;
      const arrays = file.isZip
        ? await (await import('../arrays/numpy.ts')).arraysOnly(file)
        : null;
      const content: Content = arrays === null ? contentOf(file) : { kind: 'data' };
      const answer = isWeightName(name) ? answerIn(file.head, size, name) : null;
      if (answer !== null) throw faultError(`the model's ${JSON.stringify(name)}`, answer);
      const script = content.kind === 'text' && file.startsWith('#!') && !name.startsWith('.git/');
      if (script && codeByName(name).length === 0) {
        found.push(unsafe('unknown-imports', [`${oneLine(name)}: a script, can run any command`]));
      }
      if (content.kind === 'text' && runsAtStart(file, name)) {
        found.push(
          unsafe('unknown-imports', [`${oneLine(name)}: lines that Python runs at startup`]),
        );
      }
      return content;
    } finally {
      file.close();
    }
  });
}

/** Whether a `.pth` file is Python's: it runs lines that start with `import` (cpython, Lib/site.py). */
function runsAtStart(file: FileCandidate, name: string): boolean {
  if (!/\.pth$/i.test(name)) return false;
  // Such files are short; a long one counts without being searched.
  const text = file.head.toString('latin1');
  return file.source.size > file.head.length || /^import[ \t]/m.test(text);
}

/** Only a `dangerous` verdict is given on a part of the members; otherwise throws Malformed. */
function outOfTime(directory: DirectoryCandidate, found: Safety[], name: string): Safety {
  const safety = worst(found);
  if (safety.verdict !== 'dangerous') {
    throw new Malformed(directory.budget.exceeded ?? 'takes too long to read', 'limit');
  }
  const rest = `${oneLine(name)} and the files after it: not inspected, takes too long`;
  return worst([safety, unsafe('unknown-imports', [rest])]);
}

function within(safety: Safety, name: string): Safety {
  if (safety.reasons === undefined) return safety;
  return { ...safety, reasons: safety.reasons.map((reason) => `${reason} (in ${oneLine(name)})`) };
}

/** Adds the verdict on the other members to the facts of a directory. */
export async function withMembers(
  facts: ModelFacts,
  directory: DirectoryCandidate,
  look: Look,
  handled: readonly string[],
): Promise<ModelFacts> {
  const below = await safetyBelow(directory, look, handled);
  return { ...facts, safety: worst([facts.safety, below]) };
}

/** Whether a member is a YAML file by its name, as its loaders decide. */
export function isYaml(name: string): boolean {
  return /\.ya?ml$/i.test(name);
}
