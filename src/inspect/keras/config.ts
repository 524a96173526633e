/** Keras configurations: inputs, outputs and safety. */
import type { Need, Safety, Tensor } from '../../core/model-facts.ts';
import {
  asList,
  asObject,
  asText,
  get,
  type Json,
  type JsonObject,
  objectsIn,
} from '../read/json.ts';
import { walkKeras } from './walk.ts';

/** The content of a Keras configuration (`config.json`, `model_config`). */
export interface KerasConfig {
  inputs: Tensor[] | null;
  /** Names only: a configuration holds no shapes or dtypes of outputs. */
  outputs: Tensor[] | null;
  needs: Need[];
  safety: Safety;
}

/** Reads a Keras 1, 2 or 3 configuration. */
export function readKerasConfig(config: Json): KerasConfig {
  const { needs, safety } = walkKeras(config);
  return { inputs: inputsOf(config), outputs: outputsOf(config), needs, safety };
}

function inputsOf(config: Json): Tensor[] | null {
  const layers = [...objectsIn(get(config, 'config') ?? null)].filter(
    (object) => get(object, 'class_name') === 'InputLayer' && get(object, 'config') !== undefined,
  );
  const all = layers.map((layer): Tensor => {
    const name = asText(get(layer, 'config', 'name')) ?? asText(get(layer, 'name')) ?? 'input';
    return { name, dtype: dtypeOf(get(layer, 'config', 'dtype')), shape: shapeOf(layer) };
  });
  // The order of the model's inputs; input layers of nested models are not among them.
  const order = endpointNames(get(config, 'config', 'input_layers'));
  if (order !== null) {
    const byName = new Map(all.map((input) => [input.name, input]));
    const ordered = order.map((name) => byName.get(name));
    return ordered.every((input) => input !== undefined) ? ordered : null;
  }
  if (all.length > 0) return all.slice(0, 1);
  return implicitInput(config);
}

/** A functional model names its outputs, by their layers or by the keys of a dict. */
function outputsOf(config: Json): Tensor[] | null {
  const layers = get(config, 'config', 'output_layers');
  const keyed = asObject(layers);
  const names = keyed === null ? endpointNames(layers) : Object.keys(keyed).sort();
  if (names === null || new Set(names).size !== names.length || names.length === 0) return null;
  return names.map((name) => ({ name, dtype: null, shape: null }));
}

/** A Sequential model without an input layer records its shape in `build_config` or on a layer. */
function implicitInput(config: Json): Tensor[] | null {
  const built =
    get(config, 'build_config', 'input_shape') ?? get(config, 'config', 'build_input_shape');
  const layers = asList(get(config, 'config', 'layers') ?? get(config, 'config'));
  const first = get(layers[0], 'config', 'batch_input_shape');
  // The built shape includes the size of the first batch, which is free.
  const shape =
    dimensions(first) ?? dimensions(built)?.map((size, axis) => (axis === 0 ? null : size));
  if (shape === undefined) return null;
  return [{ name: 'input', dtype: dtypeOf(get(layers[0], 'config', 'dtype')), shape }];
}

/** `[["a", 0, 0], ...]`, one `["a", 0, 0]`, or a dict of them. */
function endpointNames(value: Json | undefined): string[] | null {
  if (typeof value !== 'object' || value === null) return null;
  // Keras flattens a dict in the order of its keys.
  const keyed = asObject(value);
  const list =
    keyed === null
      ? asList(value)
      : Object.keys(keyed)
          .sort()
          .map((key) => keyed[key]);
  if (typeof list[0] === 'string') return [list[0]];
  const names = list.map((each) => asText(asList(each)[0]));
  return names.every((name) => name !== null) && names.length > 0 ? names : null;
}

function shapeOf(layer: JsonObject): (number | null)[] | null {
  const config = get(layer, 'config');
  return dimensions(get(config, 'batch_shape')) ?? dimensions(get(config, 'batch_input_shape'));
}

function dimensions(value: Json | undefined): (number | null)[] | null {
  if (!Array.isArray(value)) return null;
  const known = value.every((each) => each === null || typeof each === 'number');
  return known ? (value as (number | null)[]) : null;
}

/** The name of a dtype or dtype policy; null for mixed precision. */
function dtypeOf(value: Json | undefined): string | null {
  const name = asText(value) ?? asText(get(value, 'config', 'name'));
  if (name === null || /^mixed_/.test(name)) return null;
  return name === 'string' ? 'str' : name;
}
