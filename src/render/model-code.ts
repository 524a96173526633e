/** model.py: the loader of the model's format, and below it an example for its kind of data, as a comment. */
import type { ModelSpec } from '../core/types.ts';

/** The kinds of data that there is an example for: files of templates/model/examples/. */
export const EXAMPLES = ['array', 'picture', 'table', 'volume'] as const;
export type ExampleKind = (typeof EXAMPLES)[number];

/** The example's template, relative to `templates/`. */
export const exampleTemplate = (kind: ExampleKind) => `model/examples/${kind}.py`;

const BY_EXTENSION: readonly (readonly [RegExp, ExampleKind])[] = [
  [/^\.(nii|nii\.gz|nrrd|mha|mhd)$/, 'volume'],
  [/^\.(png|jpe?g)$/, 'picture'],
  [/^\.csv$/, 'table'],
];
/** By the number of dimensions that the model takes. */
const BY_RANK: Readonly<Record<number, ExampleKind>> = { 4: 'picture', 5: 'volume' };

/** A class that says what it is a place for when the file makes one of it. */
function placeFor(name: string): string {
  return [
    `class ${name}:`,
    '    """The file needs this class of the program that saved it: put yours here."""',
    '',
    '    def __new__(cls, *values: Any, **named: Any) -> Any:',
    `        raise NotImplementedError("put your class ${name} into model.py")`,
  ].join('\n');
}

/** The kind of data by the first input's file, or else by its shape in the model. */
export function exampleKind({ inputs }: ModelSpec): ExampleKind {
  const [first] = Object.values(inputs);
  const byFile = BY_EXTENSION.find(([pattern]) =>
    pattern.test(first?.extension.toLowerCase() ?? ''),
  );
  return byFile?.[1] ?? BY_RANK[first?.tensor.shape?.length ?? 0] ?? 'array';
}

/**
 * The loader's text, with a place for each class that the file expects in the program that loads it, and
 * the example below.
 * @param classes their names, of needs such as `__main__.Net`
 */
export function modelCode(
  loader: string,
  example: string,
  classes: readonly string[] = [],
): string {
  const lines = example.trimEnd().split('\n');
  const places = classes.filter((name) => /^[A-Za-z_]\w{0,80}$/.test(name)).map(placeFor);
  return `${[loader.trimEnd(), ...places].join('\n\n\n')}\n\n\n${lines.map((line) => `# ${line}`.trimEnd()).join('\n')}\n`;
}
