/** Inputs and outputs of the specification as file names and command-line words. */
import type { ModelSpec, SpecPart } from '../core/types.ts';

/** An input or output with its key in the specification. */
export type KeyedPart = SpecPart & { key: string };

/** The required inputs or outputs, in the order of the specification. */
export function requiredParts(spec: ModelSpec, section: 'inputs' | 'outputs'): KeyedPart[] {
  return Object.entries(spec[section])
    .map(([key, part]) => ({ ...part, key }))
    .filter((part) => part.status === 'required');
}

/** The file name that ABLInfer gives to an input or output: key and extension. */
export function fileName(part: KeyedPart): string {
  return `${part.key}${part.extension}`;
}

/**
 * The arguments of a prediction on the files of `fileName`, as shell words before quoting. With an
 * empty flag the path stands alone; a flag that ends with `=` is joined to it
 * (https://ablinfer.readthedocs.io/en/latest/model_ref.html).
 * @param folder the folder of the files inside the image
 */
export function words(spec: ModelSpec, folder = spec.docker.data_path): string[] {
  const parts = [...requiredParts(spec, 'inputs'), ...requiredParts(spec, 'outputs')];
  const place = (part: KeyedPart) => {
    const index = spec.order.indexOf(part.key);
    return index < 0 ? spec.order.length : index;
  };
  return parts
    .sort((a, b) => place(a) - place(b))
    .flatMap((part) => {
      const path = `${folder}/${fileName(part)}`;
      if (part.flag === '') return [path];
      return part.flag.endsWith('=') ? [part.flag + path] : [part.flag, path];
    });
}
