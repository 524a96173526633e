/** Keras models in HDF5 (`.h5`). */
import type { ModelFacts, Need, Safety } from '../../core/model-facts.ts';
import type { FileCandidate } from '../candidate.ts';
import { factsOf } from '../facts.ts';
import { readHdf5Root } from '../read/hdf5.ts';
import { LARGEST_JSON, parseJson } from '../read/json.ts';
import { DATA_ONLY, unsafe, worst } from '../safety.ts';
import { kerasNeed, lambdaWarning, weightsSafety } from './archive.ts';
import { readKerasConfig } from './config.ts';
import { walkKeras } from './walk.ts';

/**
 * Reads a Keras model in HDF5 (`.h5`): root attributes `keras_version`, `backend`, `model_config`.
 * Without `model_config` it holds weights only; without any trace of Keras it is not a model.
 */
export async function readKerasH5(file: FileCandidate): Promise<ModelFacts> {
  const root = readHdf5Root(file.source);
  const version = root.attributes.get('keras_version') ?? null;
  const config = root.attributes.get('model_config');
  const backend = root.attributes.get('backend') ?? undefined;
  const savedWith =
    version === null ? null : `Keras ${version}${backend === undefined ? '' : ` (${backend})`}`;
  // An attribute that is not read could be the model_config, or a second one.
  const unread = root.unread.map((why) => `${why}: Keras may read a different model`);
  if (config === null) unread.push('a model_config that is not text: not inspected');
  const ofFile = worst([
    unread.length === 0 ? DATA_ONLY : unsafe('dangerous', [...new Set(unread)].slice(0, 10)),
    weightsSafety(file.source),
  ]);
  if (typeof config !== 'string') return weightsOnly(root.members, savedWith, version, ofFile);
  const read = readKerasConfig(parseJson(Buffer.from(config, 'utf8'), 'model_config'));
  const { inputs, outputs, needs } = read;
  const safety = worst([
    ofFile,
    read.safety,
    trainingSafety(root.attributes.get('training_config')),
  ]);
  const warnings = lambdaWarning(safety.reasons ?? []);
  if (version !== null && !version.startsWith('3') && !onlyKeras2(version, config)) {
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
    needs: [...(onlyKeras2(version, config) ? TF_KERAS : kerasNeed(version)), ...needs],
    safety,
    warnings,
  });
}

/** Layers whose settings Keras 2 saved in a way that Keras 3 refuses. */
const KERAS_2_LAYERS =
  /"class_name": ?"(DepthwiseConv[12]D|SeparableConv[12]D|Conv[123]DTranspose|LSTM|GRU|SimpleRNN|TFOpLambda|SlicingOpLambda)"/;

/** Keras 2 itself goes on as a package of its own. */
const TF_KERAS: Need[] = [
  { kind: 'package', name: 'tf-keras', why: 'layers of Keras 2 that Keras 3 does not read' },
];

function onlyKeras2(version: string | null, config: string): boolean {
  return version !== null && /^[12]\./.test(version) && KERAS_2_LAYERS.test(config);
}

/**
 * The verdict on optimizer, losses and metrics, which Keras creates when it compiles the model. In
 * one published model (CheckM2) the optimizer's settings take 37 MB.
 */
function trainingSafety(config: string | null | undefined): Safety {
  if (config === undefined) return DATA_ONLY;
  const bytes = Buffer.from(config ?? '', 'utf8');
  if (config !== null && bytes.length <= LARGEST_JSON) {
    return walkKeras(parseJson(bytes, 'training_config')).safety;
  }
  const what = config === null ? 'that is not text' : `of ${bytes.length} bytes`;
  return unsafe('unknown-imports', [
    `a training_config ${what}: not inspected, Keras reads it unless compile=False is given`,
  ]);
}

function weightsOnly(
  members: string[],
  savedWith: string | null,
  version: string | null,
  safety: Safety,
): ModelFacts {
  // Keras 3 names the groups of a .weights.h5 like this; Keras 2 stores its version in it.
  const keras = version !== null || (members.includes('layers') && members.includes('vars'));
  if (!keras) {
    return factsOf({
      format: 'unknown',
      safety,
      warnings: ['An HDF5 file without a Keras model in it (no model_config attribute).'],
    });
  }
  return factsOf({
    format: 'keras-h5',
    framework: 'tensorflow',
    savedWith,
    safety,
    needs: [
      ...kerasNeed(version),
      { kind: 'code', name: 'the code that builds the model', why: 'the file holds weights only' },
    ],
    warnings: [
      'Weights only: the model itself has to be built by your code before they are loaded.',
    ],
  });
}
