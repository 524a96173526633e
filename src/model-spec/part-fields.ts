/** The fields of an input, output or param that `--set NAME.FIELD=VALUE` changes. */
import { listIn } from './fields.ts';

/** A value, or why the text is none. */
type Reading = { value: unknown } | { fault: string };

interface PartField {
  /** Keys from the part to the field. */
  path: readonly string[];
  /** Only of inputs and outputs. */
  ofFiles: boolean;
  read: (text: string) => Reading;
}

const text = (value: string): Reading => ({ value });

/** numpy's names, and what ml_dtypes adds for networks. */
const DTYPE = /^(?:bool|u?int(?:8|16|32|64)|b?float16|float(?:32|64)|complex(?:64|128)|str)$/;

function dtype(value: string): Reading {
  if (value === '') return { value: null };
  if (DTYPE.test(value)) return { value };
  return { fault: 'is not a dtype, such as float32, int64, bool or str' };
}

/** `1,3,?,?`: a `?` is a dimension of any length. */
function shape(value: string): Reading {
  if (value === '') return { value: null };
  const lengths = listIn(value.replace(/^\(|\)$/g, ''));
  if (!lengths.every((one) => /^(?:\?|any|\d{1,9})$/.test(one)))
    return { fault: 'is not a shape, such as 1,3,?,224 with ? for any length' };
  return { value: lengths.map((one) => (/^\d/.test(one) ? Number(one) : null)) };
}

function labels(value: string): Reading {
  const names = listIn(value);
  const doubled = names.find((name, at) => names.indexOf(name) < at);
  if (doubled !== undefined) return { fault: `has the label ${doubled} twice` };
  return { value: names.length > 0 ? names : null };
}

/** `age:float64,city:str`; the dtype may be left out. */
function columns(value: string): Reading {
  const found = listIn(value).map((one) => {
    const [, name = one, kind = ''] = /^(.*):(\w+)$/.exec(one) ?? [];
    return { name, kind };
  });
  const odd = found.find(({ kind }) => kind !== '' && !DTYPE.test(kind));
  if (odd) return { fault: `has ${odd.kind} as dtype of ${odd.name}; write float64, int64 or str` };
  const doubled = found.find(({ name }, at) => found.findIndex((one) => one.name === name) < at);
  if (doubled) return { fault: `has the column ${doubled.name} twice` };
  const value_ = found.map(({ name, kind }) => ({ name, dtype: kind === '' ? null : kind }));
  return { value: value_.length > 0 ? value_ : null };
}

/** By what stands after NAME and a dot. */
export const PART_FIELDS: Readonly<Record<string, PartField>> = {
  name: { path: ['name'], ofFiles: false, read: text },
  description: { path: ['description'], ofFiles: false, read: text },
  flag: { path: ['flag'], ofFiles: false, read: text },
  'tensor.name': { path: ['tensor', 'name'], ofFiles: true, read: text },
  'tensor.dtype': { path: ['tensor', 'dtype'], ofFiles: true, read: dtype },
  'tensor.shape': { path: ['tensor', 'shape'], ofFiles: true, read: shape },
  labels: { path: ['labels'], ofFiles: true, read: labels },
  columns: { path: ['columns'], ofFiles: true, read: columns },
};
