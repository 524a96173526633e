/** A specification as other files show it: with a value for each field that may be left out. */
import { isRecord } from '../core/record.ts';
import type { ModelSpec, SpecPart } from '../core/types.ts';
import { specFaults } from './file.ts';

/**
 * The specification in a text, complete; null where it is no JSON or has a fault, so that nothing can
 * follow it.
 * @param built the specification of the answers, for what the text leaves out
 */
export function shownSpec(text: string, built: ModelSpec): ModelSpec | null {
  try {
    if (specFaults(text).length > 0) return null;
  } catch {
    return null;
  }
  const given = JSON.parse(text.replace(/^\uFEFF/, '')) as Partial<ModelSpec>;
  const sections = {
    inputs: partsOf(given.inputs),
    params: isRecord(given.params) ? given.params : {},
    outputs: partsOf(given.outputs),
  };
  const order = Object.values(sections).flatMap((section) => Object.keys(section));
  return {
    ...built,
    ...given,
    ...sections,
    docker: { ...built.docker, ...given.docker },
    order: given.order ?? order.sort(),
  };
}

function partsOf(section: unknown): Record<string, SpecPart> {
  if (!isRecord(section)) return {};
  return Object.fromEntries(
    Object.entries(section).map(([key, part]) => [key, completed(key, isRecord(part) ? part : {})]),
  );
}

/** As templates/runner/specification.py reads a part. */
function completed(key: string, part: Record<string, unknown>): SpecPart {
  const tensor = isRecord(part.tensor) ? part.tensor : {};
  const { dtype, shape } = tensor;
  return {
    name: key,
    description: '',
    status: 'required',
    flag: `--${key}=`,
    extension: '',
    type: 'volume',
    ...part,
    tensor: {
      name: typeof tensor.name === 'string' && tensor.name !== '' ? tensor.name : key,
      dtype: typeof dtype === 'string' ? dtype : null,
      shape: Array.isArray(shape) ? shape : null,
    },
  } as SpecPart;
}
