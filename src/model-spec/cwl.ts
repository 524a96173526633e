/** The specification as a CWL CommandLineTool, https://www.commonwl.org/v1.2/CommandLineTool.html. */
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
import { annotate, describeFile, imageOf, textOf } from './words.ts';

type Fields = Record<string, unknown>;
type Entry = [string, Fields];

/**
 * The tool, CWL v1.2, as data for a JSON document, which is YAML too. It has no `baseCommand`: the
 * image's own ENTRYPOINT runs. Outputs are written into the runner's folder under the names that
 * ABLInfer gives them. CWL has no bounds; they are told in words, and the image keeps them.
 * @param imageReference gives an image reference back, or throws
 * @throws UserError where the specification cannot be said in CWL's terms
 */
export function cwlOf(spec: ModelSpec, imageReference: (text: string) => string): Fields {
  const all = argumentsOf(spec);
  const switches = switchesOf(all);
  const placed = all.map((argument, at) => ({ argument, position: at + 1 }));
  const inputs = placed.flatMap(({ argument, position }): Entry[] => {
    const id = switches.get(argument.key);
    if (argument.section === 'params') return [paramInput(argument, position)];
    if (argument.section === 'inputs') return [fileInput(argument, position)];
    return id === undefined ? [] : [switchInput(argument, id, position)];
  });
  const outputs = all.filter(isOutput);
  return {
    cwlVersion: 'v1.2',
    class: 'CommandLineTool',
    label: textOf(spec.name) || textOf(spec.id) || 'model',
    doc: textOf(spec.description),
    requirements: { DockerRequirement: { dockerPull: imageReference(imageOf(spec)) } },
    inputs: Object.fromEntries(inputs),
    arguments: placed.flatMap(({ argument, position }) =>
      isOutput(argument) && !switches.has(argument.key)
        ? [{ ...binding(argument, position), valueFrom: fileNameOf(argument) }]
        : [],
    ),
    outputs: Object.fromEntries(
      outputs.map((output): Entry => [output.key, outputField(output, switches)]),
    ),
  };
}

/** A place in the command line: the flag and its value, in one word or in two. */
function binding({ flag }: Argument, position: number): Fields {
  if (!flag) return { position };
  if (flag.separator === ' ') return { position, prefix: flag.word };
  return { position, prefix: `${flag.word}=`, separate: false };
}

function fileInput(input: FileArgument, position: number): Entry {
  return [
    input.key,
    {
      label: input.title,
      doc: annotate(input.description, describeFile(input)),
      type: input.status === 'required' ? 'File' : 'File?',
      inputBinding: binding(input, position),
    },
  ];
}

function paramInput(param: ParamArgument, position: number): Entry {
  const { key, title, description, type, required, flag } = param;
  const on = type.kind === 'bool' ? (type.default ?? false) : type.default;
  const may = required || on !== undefined;
  return [
    key,
    {
      label: title,
      doc: annotate(description, boundsText(type), choicesText(type)),
      type: may ? cwlType(type) : ['null', cwlType(type)],
      ...(on === undefined ? {} : { default: on }),
      // A bool is its flag alone.
      inputBinding:
        type.kind === 'bool' ? { position, prefix: flag?.word } : binding(param, position),
    },
  ];
}

/**
 * Symbols of CWL's enums are parts of addresses: with other signs in them, runners read them as
 * something else (`a/b` as `b`). Such an enum is a string then, and the image checks its value.
 */
function isSymbols(choices: readonly string[]): boolean {
  return choices.every((choice) => /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(choice));
}

function choicesText(type: ParamType): string {
  if (type.kind !== 'enum' || isSymbols(type.choices)) return '';
  return `one of ${type.choices.map((choice) => JSON.stringify(choice)).join(', ')}`;
}

function cwlType(type: ParamType): unknown {
  switch (type.kind) {
    case 'int':
      // CWL's int has 32 bits.
      return 'long';
    case 'float':
      return 'double';
    case 'bool':
      return 'boolean';
    case 'string':
      return 'string';
    case 'enum':
      return isSymbols(type.choices) ? { type: 'enum', symbols: type.choices } : 'string';
  }
}

/** What asks for an output that may be left out: its whole argument is the prefix of a boolean. */
function switchInput(output: FileArgument, id: string, position: number): Entry {
  const file = fileNameOf(output);
  // The image takes a flag and its value in one word, whatever the separator is.
  const prefix = output.flag ? `${output.flag.word}=${file}` : file;
  return [
    id,
    {
      label: `Write ${output.title}`,
      doc: annotate(output.description, `written to ${file}`),
      type: 'boolean',
      default: output.status === 'suggested',
      inputBinding: { position, prefix },
    },
  ];
}

function outputField(output: FileArgument, switches: ReadonlyMap<string, string>): Fields {
  return {
    label: output.title,
    doc: output.description,
    type: switches.has(output.key) ? 'File?' : 'File',
    outputBinding: { glob: fileNameOf(output) },
  };
}
