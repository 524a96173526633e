/** Models in several files: which files belong together, and which of them are missing. */
import { statSync } from 'node:fs';
import path from 'node:path';
import type { DirectoryCandidate } from '../candidate.ts';
import type { Fault } from '../explain.ts';
import type { Budget } from '../read/budget.ts';
import { asObject, get, type Json, parseJson } from '../read/json.ts';
import { isMalformed } from '../read/malformed.ts';
import { FileSource } from '../read/source.ts';
import { pointerIn } from './pointers.ts';

/** Parts of a SavedModel that only its own loader reads, or none (tensorflow.org/guide/saved_model). */
const SAVED_MODEL = [
  'fingerprint.pb',
  'keras_metadata.pb',
  'debug/saved_model_debug_info.pb',
  'assets.extra/tf_serving_warmup_requests',
];

/** Files of raw numbers that another file describes. */
export function companionsOf(directory: DirectoryCandidate): string[] {
  const names = [...directory.files.keys()];
  const parts = names
    .filter((name) => name === 'saved_model.pb' || name.endsWith('/saved_model.pb'))
    .flatMap((name) => SAVED_MODEL.map((part) => name.slice(0, -'saved_model.pb'.length) + part));
  const weights = names.filter((name) => {
    // OpenVINO: the graph is XML, the weights are in the .bin of the same name.
    if (name.endsWith('.bin') && directory.files.has(`${name.slice(0, -4)}.xml`)) return true;
    // TensorFlow: a checkpoint has an index and shards of numbers.
    const shard = /\.data-\d{5}-of-\d{5}$/.exec(name);
    if (shard !== null) return directory.files.has(`${name.slice(0, shard.index)}.index`);
    const bundle = /\.mlpackage\//.exec(name);
    if (bundle !== null) {
      return directory.files.has(`${name.slice(0, bundle.index)}.mlpackage/Manifest.json`);
    }
    // Core ML, compiled.
    const compiled = /\.mlmodelc\//.exec(name);
    if (compiled === null) return false;
    return directory.files.has(`${name.slice(0, compiled.index)}.mlmodelc/coremldata.bin`);
  });
  return [...parts, ...weights];
}

/**
 * A part of the model that is missing or empty: `model-00002-of-00002.safetensors is missing`.
 * Null if there is none.
 * @param isWeights whether a file of this name must not be empty
 */
export function missingPart(
  directory: DirectoryCandidate,
  isWeights: (name: string) => boolean,
): string | null {
  if (lacksVariables(directory)) return '"variables" is missing, which the graph reads';
  for (const [name, size] of directory.files) {
    if (size === 0 && isWeights(name)) return `${JSON.stringify(name)} is empty`;
    const missing =
      numbered(directory, name) ?? indexed(directory, name) ?? checkpointData(directory, name);
    if (missing !== null) return missing;
  }
  return null;
}

/** `-00001-of-00003`: all three must exist. Each file looks for its two neighbours. */
function numbered(directory: DirectoryCandidate, name: string): string | null {
  const match = /-(\d{5})-of-(\d{5})/.exec(name);
  if (match === null) return null;
  const [at, count] = [Number(match[1]), Number(match[2])];
  const of = (index: number) =>
    `${name.slice(0, match.index)}-${String(index).padStart(5, '0')}-of-${match[2]}${name.slice(match.index + match[0].length)}`;
  const first = name.includes('.data-') || at === 0 || directory.files.has(of(0)) ? 0 : 1;
  const neighbours = [at - 1, at + 1].filter((index) => index >= first && index < first + count);
  const missing = neighbours.map(of).find((each) => !directory.files.has(each));
  return missing === undefined ? null : `${JSON.stringify(missing)} is missing`;
}

/** The index of shards that `save_pretrained` writes: `weight_map` has the file of each tensor. */
function indexed(directory: DirectoryCandidate, name: string): string | null {
  if (!name.endsWith('.index.json')) return null;
  directory.budget.check();
  let map: Json | undefined;
  try {
    map = get(parseJson(directory.read(name), name), 'weight_map');
  } catch (error) {
    if (isMalformed(error)) return `${JSON.stringify(name)} ${error.message}`;
    throw error;
  }
  directory.budget.check();
  const shards = new Set(Object.values(asObject(map) ?? {}));
  for (const shard of shards) {
    if (typeof shard !== 'string') continue;
    const file = path.posix.join(path.posix.dirname(name), shard);
    if (!directory.files.has(file)) {
      return `${JSON.stringify(shard)}, which ${JSON.stringify(name)} names, is missing`;
    }
  }
  return null;
}

/**
 * Why a file that a model refers to cannot be read; null if it can.
 * @param file path of the model
 * @param name relative to the model's directory, `/` between parts
 */
export function faultOf(file: string, name: string, budget: Budget): Fault | null {
  const whole = path.join(path.dirname(file), name);
  const stats = statSync(whole, { throwIfNoEntry: false });
  const hint = 'download or copy it to the same place';
  if (stats === undefined) return { what: 'is missing', hint };
  if (!stats.isFile()) return { what: 'is not a regular file', hint };
  if (stats.size === 0) return { what: 'is empty', hint };
  const source = new FileSource(whole, stats.size, budget);
  try {
    return pointerIn(source.read(0, Math.min(4096, stats.size)), stats.size);
  } finally {
    source.close();
  }
}

const CHUNK = 256 * 1024;
/** Operations of variables (tensorflow/core/ops/resource_variable_ops.cc, state_ops.cc). */
const VARIABLES = ['VarHandleOp', 'VariableV2'];

/** Whether the graph of a SavedModel has variables but the directory has no `variables/`. */
function lacksVariables(directory: DirectoryCandidate): boolean {
  if (!directory.files.has('saved_model.pb')) return false;
  if ([...directory.files.keys()].some((name) => name.startsWith('variables/'))) return false;
  const source = directory.open('saved_model.pb');
  try {
    for (let at = 0; at < source.size; at += CHUNK) {
      // A name can cross the end of a piece.
      const piece = source.read(at, Math.min(CHUNK + 16, source.size - at));
      if (VARIABLES.some((name) => piece.includes(name))) return true;
    }
    return false;
  } finally {
    source.close();
  }
}

/** A TensorFlow checkpoint consists of an index and data. */
function checkpointData(directory: DirectoryCandidate, name: string): string | null {
  if (name !== 'variables/variables.index') return null;
  const data = [...directory.files.keys()].some((each) =>
    each.startsWith('variables/variables.data-'),
  );
  return data ? null : '"variables/variables.data-00000-of-00001" is missing';
}
