/** Writes the specification as a Boutiques descriptor, https://boutiques.github.io. */
import type { ModelSpec } from '../core/types.ts';
import {
  type Argument,
  argumentsOf,
  type FileArgument,
  fileNameOf,
  isOutput,
  type ParamArgument,
  switchesOf,
} from './arguments.ts';
import { boundsText, type ParamType } from './param-type.ts';
import { refuse } from './refusal.ts';
import { annotate, describeFile, imageOf, textOf } from './words.ts';

/**
 * The program of the image. Boutiques runs a shell in the image instead of its ENTRYPOINT
 * (templates/Dockerfile.ejs), so that it has to be named.
 */
export const PROGRAM = '/opt/venv/bin/python /app/entrypoint.py';

/** What the descriptor needs besides the specification, and how texts are quoted in its shell lines. */
export interface BoutiquesOptions {
  /** The image needs GPUs. */
  gpus: boolean;
  /** Quotes one word for a POSIX shell. */
  shell(text: string): string;
  /** Returns an image reference, or throws if the text is none. */
  imageReference(text: string): string;
}

type Shell = BoutiquesOptions['shell'];
type Fields = Record<string, unknown>;

/**
 * The descriptor, schema version 0.5. Files are read from anywhere, and written to the runner's working
 * directory, under the names that ABLInfer uses.
 * @throws UserError if Boutiques cannot express the specification
 */
export function boutiquesOf(spec: ModelSpec, options: BoutiquesOptions): Fields {
  const { shell, imageReference, gpus } = options;
  const all = argumentsOf(spec);
  const switches = switchesOf(all);
  const ids = all.map(({ key }) => switches.get(key) ?? key);
  refuseKeysInside(all, ids);
  const inputs = all.flatMap((argument) => {
    const id = switches.get(argument.key);
    if (argument.section === 'params') return [paramInput(argument, shell)];
    if (argument.section === 'inputs') return [fileInput(argument, shell)];
    return id === undefined ? [] : [switchInput(argument, id, shell)];
  });
  if (inputs.length === 0) refuse('inputs', 'is empty, but Boutiques needs an input or param');
  const outputs = all.filter(isOutput);
  return {
    name: textOf(spec.name) || textOf(spec.id) || 'model',
    description: textOf(spec.description) || textOf(spec.name) || 'A model.',
    'tool-version': textOf(spec.version) || '0',
    'schema-version': '0.5',
    ...unlessEmpty('author', spec.maintainers),
    ...unlessEmpty('url', spec.website),
    'command-line': [PROGRAM, ...ids.map(valueKey)].join(' '),
    'container-image': {
      type: 'docker',
      image: imageReference(imageOf(spec)),
      ...(gpus ? { 'container-opts': ['--gpus', 'all'] } : {}),
    },
    inputs,
    ...(outputs.length > 0 ? { 'output-files': outputs.map((one) => outputFile(one, shell)) } : {}),
    'error-codes': [
      { code: 1, description: 'It failed; stderr says why in one line.' },
      { code: 2, description: 'An argument is wrong; stderr says which in one line.' },
    ],
  };
}

/** The placeholder of a value in `command-line`. */
const valueKey = (id: string) => `[${id}]`;

/** The fields of a place in the command line; Boutiques does not quote the flag for the shell. */
function placeFields({ key, flag }: Argument, shell: Shell): Fields {
  return {
    'value-key': valueKey(key),
    ...(flag ? { 'command-line-flag': shell(flag.word) } : {}),
    ...(flag?.separator === '=' ? { 'command-line-flag-separator': '=' } : {}),
  };
}

function fileInput(input: FileArgument, shell: Shell): Fields {
  return {
    id: input.key,
    name: input.title,
    description: annotate(input.description, describeFile(input)),
    type: 'File',
    optional: input.status !== 'required',
    ...placeFields(input, shell),
  };
}

function paramInput(param: ParamArgument, shell: Shell): Fields {
  const { key, title, description, type, flag, required } = param;
  const base = { id: key, name: title, description: annotate(description, boundsText(type)) };
  if (type.kind === 'bool') return { ...base, ...flagOnly(key, flag?.word, type.default, shell) };
  return {
    ...base,
    ...typeFields(type),
    optional: !required,
    ...(type.default === undefined ? {} : { 'default-value': type.default }),
    ...placeFields(param, shell),
  };
}

/** The fields of an input of type Flag. */
function flagOnly(id: string, word: string | undefined, on: boolean | undefined, shell: Shell) {
  return {
    type: 'Flag',
    optional: true,
    ...(on ? { 'default-value': true } : {}),
    'value-key': valueKey(id),
    'command-line-flag': shell(word ?? ''),
  };
}

function typeFields(type: ParamType): Fields {
  if (type.kind === 'enum') return { type: 'String', 'value-choices': type.choices };
  if (type.kind !== 'int' && type.kind !== 'float') return { type: 'String' };
  return {
    type: 'Number',
    ...(type.kind === 'int' ? { integer: true } : {}),
    ...(type.min === undefined ? {} : { minimum: type.min }),
    ...(type.max === undefined ? {} : { maximum: type.max }),
  };
}

/** The switch for an optional output: its whole argument, as one flag. */
function switchInput(output: FileArgument, id: string, shell: Shell): Fields {
  const file = fileNameOf(output);
  // The image accepts flag and value as one word with any separator.
  const word = output.flag ? `${output.flag.word}=${file}` : file;
  return {
    id,
    name: `Write ${output.title}`,
    description: annotate(output.description, `written to ${file}`),
    ...flagOnly(id, word, output.status === 'suggested', shell),
  };
}

function outputFile(output: FileArgument, shell: Shell): Fields {
  const required = output.status === 'required';
  return {
    id: output.key,
    name: output.title,
    description: output.description,
    'path-template': fileNameOf(output),
    optional: !required,
    ...(required ? placeFields(output, shell) : {}),
  };
}

/** Refuses value keys inside of values: Boutiques replaces them there, too. */
function refuseKeysInside(all: readonly Argument[], ids: readonly string[]): void {
  for (const argument of all) {
    const type = argument.section === 'params' ? argument.type : null;
    const texts = [argument.flag?.word ?? ''];
    if (type?.kind === 'string') texts.push(type.default ?? '');
    if (type?.kind === 'enum') texts.push(...type.choices);
    const hit = ids.map(valueKey).find((key) => texts.some((text) => text.includes(key)));
    if (hit === undefined) continue;
    const where = `${argument.section}.${argument.key}`;
    refuse(where, `contains ${hit}, which Boutiques would replace by a value`);
  }
}

/** A field for a string or a list of strings, left out if empty, which the schema does not allow. */
function unlessEmpty(field: string, value: unknown): Fields {
  const texts = (Array.isArray(value) ? value : [value]).map(textOf).filter((text) => text !== '');
  return texts.length > 0 ? { [field]: texts.join(', ') } : {};
}
