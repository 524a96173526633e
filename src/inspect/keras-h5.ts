import type { ModelFacts } from '../types.ts';
import type { FileCandidate } from './candidate.ts';
import { factsOf } from './facts.ts';
import { kerasNeed, lambdaWarning } from './keras.ts';
import { readKerasConfig } from './keras-config.ts';
import { readHdf5Root } from './read/hdf5.ts';
import { parseJson } from './read/json.ts';

/**
 * A Keras model in HDF5 (`.h5`): root attributes `keras_version`, `backend` and `model_config`.
 * Without `model_config` it holds weights only; without any trace of Keras it is no model.
 */
export async function readKerasH5(file: FileCandidate): Promise<ModelFacts> {
  const root = readHdf5Root(file.source);
  const version = root.attributes.get('keras_version') ?? null;
  const config = root.attributes.get('model_config');
  const backend = root.attributes.get('backend');
  const savedWith =
    version === null ? null : `Keras ${version}${backend === undefined ? '' : ` (${backend})`}`;
  if (config === undefined) return weightsOnly(root.members, savedWith, version, root.incomplete);
  const { inputs, outputs, needs, safety } = readKerasConfig(
    parseJson(Buffer.from(config, 'utf8'), 'model_config'),
  );
  const warnings = lambdaWarning(safety.reasons ?? []);
  if (version !== null && !version.startsWith('3')) {
    warnings.push(
      `Saved by Keras ${version}: Keras 3 (TensorFlow 2.16 and later) reads most such files, not all.`,
    );
  }
  return factsOf({
    format: 'keras-h5',
    framework: 'tensorflow',
    savedWith,
    inputs,
    outputs,
    needs: [...kerasNeed(version), ...needs],
    safety,
    warnings,
  });
}

function weightsOnly(
  members: string[],
  savedWith: string | null,
  version: string | null,
  incomplete: boolean,
): ModelFacts {
  // Keras 3 names the groups of a .weights.h5 like this; Keras 2 wrote its version on it.
  const keras = version !== null || (members.includes('layers') && members.includes('vars'));
  if (!keras) {
    const unread = incomplete
      ? ', and some of its attributes are stored in a way not read here'
      : '';
    return factsOf({
      format: 'unknown',
      warnings: [`An HDF5 file without a Keras model in it (no model_config attribute${unread}).`],
    });
  }
  return factsOf({
    format: 'keras-h5',
    framework: 'tensorflow',
    savedWith,
    needs: [
      ...kerasNeed(version),
      { kind: 'code', name: 'the code that builds the model', why: 'the file holds weights only' },
    ],
    warnings: [
      'Weights only: the model itself has to be built by your code before they are loaded.',
    ],
  });
}
