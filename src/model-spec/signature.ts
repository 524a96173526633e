import type { Tensor } from '../core/model-facts.ts';
import { isRecord } from '../core/record.ts';

/** What a model file says of its inputs and outputs; null: nothing. */
export interface Signature {
  inputs: readonly Tensor[] | null;
  outputs: readonly Tensor[] | null;
}

/**
 * The inputs and outputs whose tensor the model does not have, or has of another dtype or shape: one
 * line each, after the file's name. A part without dtype and shape may be for model.py alone.
 */
export function tensorMismatches(spec: Record<string, unknown>, signature: Signature): string[] {
  return (['inputs', 'outputs'] as const).flatMap((section) => {
    const known = signature[section];
    const parts = spec[section];
    if (!known?.length || !isRecord(parts)) return [];
    return Object.entries(parts).flatMap(([key, part]) => {
      const tensor = isRecord(part) && isRecord(part.tensor) ? part.tensor : null;
      if (!tensor || typeof tensor.name !== 'string') return [];
      const own = known.find(({ name }) => name === tensor.name);
      const at = `${section}.${key}.tensor`;
      if (own) {
        return isLike(tensor, own)
          ? []
          : [`${at} is ${words(tensor)}, and the model has ${words(own)}; edit it`];
      }
      if (tensor.dtype === null && tensor.shape === null) return [];
      const has = known.map(({ name }) => name).join(', ');
      return [
        `${at} is ${tensor.name}, which the model does not have (it has ${has}); edit it, or ml-image spec --remove ${key}`,
      ];
    });
  });
}

/** Whether neither says what the other denies; null says nothing. */
function isLike(one: Record<string, unknown>, { dtype, shape }: Tensor): boolean {
  if (typeof one.dtype === 'string' && dtype !== null && one.dtype !== dtype) return false;
  if (!Array.isArray(one.shape) || shape === null) return true;
  if (one.shape.length !== shape.length) return false;
  return one.shape.every((size, at) => size === null || shape[at] === null || size === shape[at]);
}

function words({ name, dtype, shape }: Record<string, unknown> | Tensor): string {
  const sizes = Array.isArray(shape) ? `(${shape.map((size) => size ?? '?').join(', ')})` : '';
  return [name, dtype ?? '', sizes].filter((word) => word !== '').join(' ');
}
