/** Directories of formats that are recognised but not read. */
import type { ModelFacts, Need } from '../../core/model-facts.ts';
import type { DirectoryCandidate } from '../candidate.ts';
import { factsOf } from '../facts.ts';
import { unsafe } from '../safety.ts';

/** Inspects one file of the directory; null if it is of no known format. */
export type Look = (relative: string) => Promise<ModelFacts | null>;

/** Python files in the model's directory. */
export function codeNeeds(directory: DirectoryCandidate, why: string): Need[] {
  return [...directory.files.keys()]
    .filter((name) => name.endsWith('.py'))
    .slice(0, 50)
    .map((name) => ({ kind: 'code', name, why }));
}

/** Formats that are recognised only: a file that their directories hold, and advice. */
const POINTERS: readonly { holds: RegExp; also?: RegExp; says: string }[] = [
  {
    holds: /\.xml$/,
    also: /\.bin$/,
    says: 'A model of OpenVINO (.xml and .bin): give --framework custom --pip openvino, and load it in model.py by openvino.compile_model(path), or give the model that it was converted from.',
  },
  {
    holds: /(^|\/)model\.json$/,
    says: 'A TensorFlow.js model: convert it with tensorflowjs_converter (--input_format tfjs_layers_model --output_format keras) and give that.',
  },
  {
    holds: /(^|\/)config\.cfg$/,
    says: 'A spaCy pipeline: give --framework custom --pip spacy, and load it in model.py by spacy.load(path).',
  },
  {
    holds: /(^|\/)(inference|__model__|model)\.(pdmodel|pdiparams)$|\.pdiparams$/,
    says: 'A PaddlePaddle model: convert it to ONNX with paddle2onnx and give that.',
  },
  {
    holds: /(^|\/)(_CHECKPOINT_METADATA|manifest\.ocdbt)$/,
    says: 'An Orbax checkpoint of JAX: export the model with jax.export or to a TensorFlow SavedModel and give that.',
  },
];

/** The advice for a directory whose format is recognised but not read, or null. */
export function pointerFor(directory: DirectoryCandidate): string | null {
  const names = [...directory.files.keys()];
  const has = (pattern: RegExp | undefined) =>
    pattern === undefined || names.some((name) => pattern.test(name));
  return POINTERS.find(({ holds, also }) => has(holds) && has(also))?.says ?? null;
}

/** Facts of a directory that is only recognised. */
export async function readPointer(directory: DirectoryCandidate): Promise<ModelFacts> {
  return factsOf({
    format: 'unknown',
    safety: unsafe('unknown-imports', ['a directory that was not inspected']),
    warnings: [pointerFor(directory) ?? ''],
  });
}
