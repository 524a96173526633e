/** Writes the specification as a CWL CommandLineTool, https://www.commonwl.org/v1.2/CommandLineTool.html. */
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
 * The tool, CWL v1.2, as data for a JSON document, which is YAML, too. Without a `baseCommand`, the
 * image's ENTRYPOINT runs. Outputs are written to the runner's working directory under the names that
 * ABLInfer uses. CWL has no bounds; the descriptions state them, and the image checks them.
 * @param imageReference returns an image reference, or throws
 * @throws UserError if CWL cannot express the specification
 */
export function cwlOf(spec: ModelSpec, imageReference: (text: string) => string): Fields {
  const all = argumentsOf(spec);
  const switches = switchesOf(all);
  const positioned = all.map((argument, at) => ({ argument, position: at + 1 }));
  const inputs = positioned.flatMap(({ argument, position }): Entry[] => {
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
    arguments: positioned.flatMap(({ argument, position }) =>
      isOutput(argument) && !switches.has(argument.key)
        ? [{ ...binding(argument, position), valueFrom: fileNameOf(argument) }]
        : [],
    ),
    outputs: Object.fromEntries(
      outputs.map((output): Entry => [output.key, outputField(output, switches)]),
    ),
  };
}

/** A place in the command line: flag and value, as one word or two. */
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
  const isGiven = required || on !== undefined;
  return [
    key,
    {
      label: title,
      doc: annotate(description, boundsText(type), choicesText(type)),
      type: isGiven ? cwlType(type) : ['null', cwlType(type)],
      ...(on === undefined ? {} : { default: on }),
      // A bool is its flag alone.
      inputBinding:
        type.kind === 'bool' ? { position, prefix: flag?.word } : binding(param, position),
    },
  ];
}

/**
 * Whether choices can be symbols of a CWL enum. Symbols are parts of URIs: with other characters,
 * runners misread them (`a/b` as `b`). Such an enum becomes a string, which the image checks.
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

/** The switch for an optional output: its whole argument, as the prefix of a boolean. */
function switchInput(output: FileArgument, id: string, position: number): Entry {
  const file = fileNameOf(output);
  // The image accepts flag and value as one word with any separator.
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
