/** Layers of tf_keras that call TensorFlow functions. */
import { asText, get, type Json } from '../read/json.ts';
import { classifyOperation } from '../tensorflow/verdict.ts';
import NAMES from './names.json' with { type: 'json' };

let functions: ReadonlySet<string> | undefined;
/** TensorFlow classes whose methods only make tensors. */
const CLASSES: ReadonlySet<string> = new Set(
  'RaggedTensor SparseTensor TensorShape IndexedSlices'.split(' '),
);

/**
 * Classifies a tf_keras layer that calls what its configuration names (TFOpLambda and the like,
 * tf_keras/src/layers/core/tf_op_layer.py); null for any other class.
 */
export function classifyCall(
  className: string,
  config: Json | undefined,
): { as: 'known' | 'dangerous'; name: string; why: string } | null {
  const layer = className.slice(
    Math.max(className.lastIndexOf('.'), className.lastIndexOf('>')) + 1,
  );
  if (layer === 'TFOpLambda' || layer === 'SlicingOpLambda') {
    const called = asText(get(config, 'function')) ?? '';
    functions ??= new Set(NAMES.tensorflow.split(' '));
    const as = functions.has(called) ? 'known' : 'dangerous';
    return { as, name: `${layer} of ${JSON.stringify(called)}`, why: 'calls that function' };
  }
  if (layer === 'TensorFlowOpLayer') {
    const operation = asText(get(config, 'node_def', 'op'));
    // PrintV2 is known, but can be set to write a file.
    const known =
      operation !== null && operation !== 'PrintV2' && classifyOperation(operation).as === 'known';
    const as = known ? 'known' : 'dangerous';
    return { as, name: `${layer} of ${operation}`, why: 'runs that operation of TensorFlow' };
  }
  if (layer === 'ClassMethod') {
    const called = asText(get(config, 'cls_symbol')) ?? '';
    const as = CLASSES.has(called) ? 'known' : 'dangerous';
    return {
      as,
      name: `${layer} of ${JSON.stringify(called)}`,
      why: 'calls a method of that class',
    };
  }
  if (layer === 'InstanceMethod' || layer === 'InstanceProperty') {
    return { as: 'known', name: layer, why: '' };
  }
  return null;
}
