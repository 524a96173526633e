/** The specification of a new folder with the inputs and outputs that were given, as the user's first edit of it. */
import type { ChangeSet } from '../core/change-set.ts';
import { SPEC_FILE } from '../core/layout.ts';
import type { ModelFacts } from '../core/model-facts.ts';
import type { ModelSpec, RenderedFile } from '../core/types.ts';
import { type DeclaredParts, declareEdits } from '../model-spec/declare.ts';
import { isEmpty } from '../model-spec/edit.ts';
import { editSpecText } from '../model-spec/file.ts';
import { shownSpec } from '../model-spec/shown.ts';
import type { Ask, Prompt } from '../questions/collect.ts';
import { specFileIn } from './merged-spec.ts';

/** The rendered files of a new folder, and its specification as the answers alone give it. */
export interface DeclaredFolder {
  files: RenderedFile[];
  /** The text before the edit; null where there is none. */
  built: string | null;
}

/**
 * The files with the given inputs and outputs in the specification and in what follows it.
 * @param renderWith renders again, for another specification to show
 * @throws UserError where one of them cannot be read
 */
export function declareParts(
  files: RenderedFile[],
  declared: DeclaredParts,
  renderWith: (shown: ModelSpec) => RenderedFile[],
): DeclaredFolder {
  const { text: built } = specFileIn(files);
  const spec = JSON.parse(built) as ModelSpec;
  const edits = declareEdits(spec, declared);
  if (isEmpty(edits)) return { files, built: null };
  const text = editSpecText(built, edits);
  const shown = shownSpec(text, spec);
  if (shown === null) throw new Error('an edited specification has a fault');
  const edited = renderWith(shown).map((file) =>
    file.path === SPEC_FILE ? { ...file, text } : file,
  );
  return { files: edited, built };
}

/** Keeps the answers' own specification as the base, so that the given parts are edits like any other. */
export function withBuiltBase(set: ChangeSet, built: string | null): ChangeSet {
  if (built === null) return set;
  return {
    ...set,
    base: set.base.map((one) => (one.path === SPEC_FILE ? { ...one, text: built } : one)),
    files: set.files.map((one) => (one.path === SPEC_FILE ? { ...one, text: built } : one)),
  };
}

/** What a file can be, by the text that `--input` takes behind the name. */
const INPUTS = [
  [':.npy', 'NumPy array (.npy)'],
  [':.nii.gz', 'volume: NIfTI (.nii.gz)'],
  [':.nrrd', 'volume: NRRD (.nrrd)'],
  [':.mha', 'volume: MetaImage (.mha)'],
  [':.png', 'picture (.png, .jpg)'],
  [':.csv', 'table (.csv)'],
  [':.json', 'JSON (.json)'],
  [':.txt', 'text (.txt)'],
] as const;
const OUTPUTS = [
  INPUTS[0],
  [':segmentation:.nii.gz', 'segmentation: NIfTI with labels (.nii.gz)'],
  ...INPUTS.slice(1),
] as const;

/** Asks what kind of file goes in and what comes out, for every input and output of the model. */
export async function askFileTypes(
  ask: Ask,
  facts: ModelFacts | null,
): Promise<{ input: string; output: string }> {
  const prompt = (name: string, message: string, kinds: readonly (readonly [string, string])[]) =>
    ({
      ...{ name, kind: 'choice', message, default: ':.npy' },
      because: facts ? 'as the model takes it' : '',
      choices: kinds.map(([value, label]) => ({ value, label })),
      validate: () => true,
    }) satisfies Prompt;
  return {
    input: await ask(prompt('inputType', 'What goes in', INPUTS)),
    output: await ask(prompt('outputType', 'What comes out', OUTPUTS)),
  };
}

/** The texts that give each of a model's parts this kind of file; none for the kind that it has anyway. */
export function partsOfType(parts: ModelSpec['inputs'], type: string): string[] {
  const keys = Object.entries(parts).filter(([, { extension }]) => !type.endsWith(`:${extension}`));
  return keys.map(([key]) => key + type);
}
