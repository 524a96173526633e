import path from 'node:path';
import type { DirectoryCandidate } from './candidate.ts';
import { asObject, get, parseJson } from './read/json.ts';
import { isMalformed } from './read/malformed.ts';

/** Parts of a SavedModel that its own reader or none reads (tensorflow.org/guide/saved_model). */
const SAVED_MODEL = [
  'fingerprint.pb',
  'keras_metadata.pb',
  'debug/saved_model_debug_info.pb',
  'assets.extra/tf_serving_warmup_requests',
];

/** Files that hold raw numbers for a file that is beside them, and say nothing of it themselves. */
export function companionsOf(directory: DirectoryCandidate): string[] {
  const names = [...directory.files.keys()];
  const parts = names
    .filter((name) => name === 'saved_model.pb' || name.endsWith('/saved_model.pb'))
    .flatMap((name) => SAVED_MODEL.map((part) => name.slice(0, -'saved_model.pb'.length) + part));
  const beside = names.filter((name) => {
    // OpenVINO: the graph is XML, the weights are beside it.
    if (name.endsWith('.bin')) return directory.files.has(`${name.slice(0, -4)}.xml`);
    // TensorFlow: the table of a checkpoint is beside its numbers.
    const shard = /\.data-\d{5}-of-\d{5}$/.exec(name);
    if (shard !== null) return directory.files.has(`${name.slice(0, shard.index)}.index`);
    const bundle = /\.mlpackage\//.exec(name);
    if (bundle === null) return false;
    return directory.files.has(`${name.slice(0, bundle.index)}.mlpackage/Manifest.json`);
  });
  return [...parts, ...beside];
}

/**
 * A part of the model that is not there or empty: `model-00002-of-00002.safetensors is missing`.
 * Null when all parts are there.
 * @param isWeights whether an empty file of this name cannot be right
 */
export function missingPart(
  directory: DirectoryCandidate,
  isWeights: (name: string) => boolean,
): string | null {
  for (const [name, size] of directory.files) {
    if (size === 0 && isWeights(name)) return `${JSON.stringify(name)} is empty`;
    const missing =
      numbered(directory, name) ?? indexed(directory, name) ?? beside(directory, name);
    if (missing !== null) return missing;
  }
  return null;
}

/** `-00001-of-00003`: all three have to be there. Each looks for its two neighbours. */
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

/** The index of shards that `save_pretrained` writes: `weight_map` names a file a tensor. */
function indexed(directory: DirectoryCandidate, name: string): string | null {
  if (!name.endsWith('.index.json')) return null;
  let map: unknown;
  try {
    map = get(parseJson(directory.read(name), name), 'weight_map');
  } catch (error) {
    if (isMalformed(error)) return `${JSON.stringify(name)} ${error.message}`;
    throw error;
  }
  const shards = new Set(Object.values(asObject(map as never) ?? {}));
  for (const shard of shards) {
    if (typeof shard !== 'string') continue;
    const file = path.posix.join(path.posix.dirname(name), shard);
    if (!directory.files.has(file)) {
      return `${JSON.stringify(shard)}, which ${JSON.stringify(name)} names, is missing`;
    }
  }
  return null;
}

/** A checkpoint of TensorFlow has a table and numbers. */
function beside(directory: DirectoryCandidate, name: string): string | null {
  if (name !== 'variables/variables.index') return null;
  const data = [...directory.files.keys()].some((each) =>
    each.startsWith('variables/variables.data-'),
  );
  return data ? null : '"variables/variables.data-00000-of-00001" is missing';
}
