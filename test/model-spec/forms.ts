/** A specification with each kind of argument, and what the tests of its further forms share. */
import { isUserError } from '../../src/core/errors.ts';
import type { ModelSpec, SpecPart } from '../../src/core/types.ts';
import { boutiquesOf } from '../../src/model-spec/boutiques.ts';

const file = (flag: string, status: SpecPart['status'], extension = '.npy'): SpecPart => ({
  name: 'A file',
  description: 'What it holds.',
  status,
  flag,
  extension,
  type: 'volume',
  labelmap: false,
  tensor: { name: '', dtype: null, shape: null },
});

/** Every section, status, type and flag style. */
export const EVERY: ModelSpec = {
  json_version: '1.3',
  id: 'digits',
  type: 'docker',
  name: 'Digits',
  organ: 'none',
  task: 'classification',
  status: 'research',
  modality: 'photo',
  version: '1.2',
  description: 'Reads digits.',
  website: 'https://example.org',
  maintainers: ['A. Person', 'B. Person'],
  citation: '',
  docker: { image_name: 'lab/digits', image_tag: '1.2', data_path: '/data' },
  inputs: { image: file('', 'required'), mask: file('--mask', 'optional', '.nii.gz') },
  params: {
    cut: { name: '', description: '', type: 'float', flag: '--cut=', default: 0.5, min: 0, max: 1 },
    top: { name: 'Top', description: 'How many.', type: 'int', flag: '-k', default: 3, min: 1 },
    fast: { name: 'Fast', description: '', type: 'bool', flag: '--fast', default: false },
    note: { name: 'Note', description: '', type: 'string', flag: '--note', default: '' },
    order: {
      name: 'Order',
      description: '',
      type: 'enum',
      flag: '--order=',
      enum: ['up', 'down'],
      default: 'up',
    },
  },
  outputs: { scores: file('--scores=', 'required'), map: file('--map', 'suggested') },
  order: ['image', 'mask', 'cut', 'top', 'fast', 'note', 'order', 'scores', 'map'],
};

/** A copy with a field of a part replaced, `undefined` to take it out. */
export function changed(path: string, value: unknown): ModelSpec {
  const copy = JSON.parse(JSON.stringify(EVERY));
  const names = path.split('.');
  const last = names.pop() as string;
  let at = copy;
  for (const name of names) at = at[name];
  if (value === undefined) delete at[last];
  else at[last] = value;
  return copy;
}

/** The descriptor with plain quoting: what needs none is bare, all else in single quotes. */
export function boutiques(spec: ModelSpec, gpus = false) {
  return boutiquesOf(spec, { gpus, shell: quoted, imageReference: (text) => text });
}

function quoted(text: string): string {
  return /^[\w=./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** What a function gives, or null where it refuses with one line that names the specification. */
export function unlessRefused<T>(make: () => T): T | null {
  try {
    return make();
  } catch (error) {
    if (isUserError(error) && /^model-spec\.json: [^\n]*--spec-also none$/.test(error.line)) {
      return null;
    }
    throw error;
  }
}
