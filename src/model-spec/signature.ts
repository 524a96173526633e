import type { Tensor } from '../core/model-facts.ts';
import { isRecord } from '../core/record.ts';

/** The inputs and outputs that a model file records; null if it records none. */
export interface Signature {
  inputs: readonly Tensor[] | null;
  outputs: readonly Tensor[] | null;
}

/**
 * A line for each input and output whose tensor the model does not have, or has with another dtype or
 * shape. An unknown tensor without dtype and shape may be used by model.py only.
 */
export function tensorMismatches(spec: Record<string, unknown>, signature: Signature): string[] {
  return (['inputs', 'outputs'] as const).flatMap((section) => {
    const known = signature[section];
    const parts = spec[section];
    if (!known?.length || !isRecord(parts)) return [];
    return Object.entries(parts).flatMap(([key, part]) => {
      const tensor = isRecord(part) && isRecord(part.tensor) ? part.tensor : null;
      if (!tensor || typeof tensor.name !== 'string') return [];
      const match = known.find(({ name }) => name === tensor.name);
      const at = `${section}.${key}.tensor`;
      if (match) {
        return agrees(tensor, match)
          ? []
          : [`${at} is ${words(tensor)}, but the model has ${words(match)}; edit it`];
      }
      if (tensor.dtype === null && tensor.shape === null) return [];
      const has = known.map(({ name }) => name).join(', ');
      return [
        `${at} is ${tensor.name}, which the model does not have (it has ${has}); edit it, or use ml-image spec --remove ${key}`,
      ];
    });
  });
}

/** Whether dtypes and shapes do not contradict each other; null is unknown. */
function agrees(one: Record<string, unknown>, { dtype, shape }: Tensor): boolean {
  if (typeof one.dtype === 'string' && dtype !== null && one.dtype !== dtype) return false;
  if (!Array.isArray(one.shape) || shape === null) return true;
  if (one.shape.length !== shape.length) return false;
  return one.shape.every((size, at) => size === null || shape[at] === null || size === shape[at]);
}

function words({ name, dtype, shape }: Record<string, unknown> | Tensor): string {
  const sizes = Array.isArray(shape) ? `(${shape.map((size) => size ?? '?').join(', ')})` : '';
  return [name, dtype ?? '', sizes].filter((word) => word !== '').join(' ');
}
