/** What a generated specification breaks, and the parts that breaches are made of. */
import fc from 'fast-check';

// A specification that is to be broken has no type that would hold.
// biome-ignore lint/suspicious/noExplicitAny: see above
export type Loose = any;

export const flagOf = (name: string) =>
  fc.constantFrom(`--${name}=`, `--${name}`, `-${name}`, `${name}=`, '');

/** One rule, and how to break it in a good specification. */
export interface Breach {
  rule: string;
  /** ABLInfer takes it all the same; we refuse it for the reason. */
  stricter?: string;
  break(spec: Loose): void;
}

export const input = (spec: Loose): Loose => Object.values(spec.inputs)[0];

export const output = (spec: Loose): Loose => Object.values(spec.outputs)[0];

/** Gives the specification one more param, in its order too. */
export function withParam(spec: Loose, part: Loose): Loose {
  const whole = { name: '', description: '', flag: '--more=', ...part };
  spec.params.more = whole;
  if (spec.order) spec.order.push('more');
  return whole;
}

export const INT = { type: 'int', default: 1, min: 0, max: 2 };

export const ENUM = { type: 'enum', default: 'x', enum: ['x', 'y'] };

/** The first input as a segmentation with more of its own fields. */
export function segmentation(spec: Loose, more: Loose): void {
  Object.assign(input(spec), { type: 'segmentation', ...more });
}

export const OPERATION = {
  name: '',
  description: '',
  status: 'optional',
  operation: 'x',
  params: {},
};

/** Gives every value a flag, so that ABLInfer asks for no order. */
export function noFlagless(spec: Loose, order: Loose): void {
  for (const section of ['inputs', 'params', 'outputs']) {
    for (const [key, part] of Object.entries<Loose>(spec[section])) part.flag = `--${key}=`;
  }
  spec.order = order;
}
