/** TensorFlow SavedModels. */
import type { ModelFacts, Safety, Tensor } from '../../core/model-facts.ts';
import type { DirectoryCandidate, FileCandidate } from '../candidate.ts';
import { factsOf, release } from '../facts.ts';
import { isMalformed, Malformed } from '../read/malformed.ts';
import { type Field, ProtobufReader } from '../read/protobuf.ts';
import { DATA_ONLY, unsafe, worst } from '../safety.ts';
import { graphSafety } from './safety.ts';
import { AssetFiles } from './savedmodel-assets.ts';
import { companionSafety, otherMembers } from './savedmodel-companions.ts';
import { bindingsOf, objectsSafety } from './savedmodel-objects.ts';

/** The numpy names of `tensorflow.DataType` (tensorflow/core/framework/types.proto). */
export const DTYPES: Record<number, string> = {
  1: 'float32',
  2: 'float64',
  3: 'int32',
  4: 'uint8',
  5: 'int16',
  6: 'int8',
  7: 'str',
  8: 'complex64',
  9: 'int64',
  10: 'bool',
  14: 'bfloat16',
  17: 'uint16',
  18: 'complex128',
  19: 'float16',
  22: 'uint32',
  23: 'uint64',
  24: 'float8_e5m2',
  25: 'float8_e4m3fn',
};

interface MetaGraph {
  tags: string[];
  version: string | null;
  signatures: Map<string, { inputs: Tensor[]; outputs: Tensor[] }>;
  /** The verdict on running the graph and creating its objects. */
  safety: Safety;
}

/**
 * Reads a TensorFlow SavedModel: `saved_model.pb` (tensorflow/core/protobuf/saved_model.proto and
 * meta_graph.proto), field by field. Any later TensorFlow of the same major version loads it.
 */
export async function readSavedModel(directory: DirectoryCandidate): Promise<ModelFacts> {
  const source = directory.open('saved_model.pb');
  try {
    const reader = new ProtobufReader(source);
    const graphs: MetaGraph[] = [];
    for (const field of reader.fields()) {
      if (field.number === 2 && field.wire === 2) graphs.push(metaGraph(reader, field));
    }
    return toFacts(graphs, directory);
  } finally {
    source.close();
  }
}

/** Facts of a `saved_model.pb` without its directory, which cannot be loaded. Null if it is not one. */
export async function readBareGraph(file: FileCandidate): Promise<ModelFacts | null> {
  const reader = new ProtobufReader(file.source);
  const graphs: MetaGraph[] = [];
  try {
    for (const field of reader.fields()) {
      if (field.number === 2 && field.wire === 2) graphs.push(metaGraph(reader, field));
    }
  } catch (error) {
    if (!isMalformed(error) || error.kind === 'limit') throw error;
    return null;
  }
  if (!graphs.some((graph) => graph.version !== null)) return null;
  const alone = unsafe('unknown-imports', ['a graph without its variables']);
  return factsOf({
    format: 'unknown',
    safety: worst([alone, ...graphs.map((graph) => graph.safety)]),
    warnings: [
      'The saved_model.pb of a TensorFlow SavedModel, without its variables: give its directory.',
    ],
  });
}

function toFacts(graphs: MetaGraph[], directory: DirectoryCandidate): ModelFacts {
  const graph = graphs.find((each) => each.tags.includes('serve')) ?? graphs[0];
  if (graph === undefined) throw new Malformed('its saved_model.pb holds no graph');
  const warnings: string[] = [];
  const names = [...graph.signatures.keys()].filter((name) => name !== '__saved_model_init_op');
  const name = names.includes('serving_default') ? 'serving_default' : names.sort()[0];
  const signature = name === undefined ? undefined : graph.signatures.get(name);
  if (signature === undefined)
    warnings.push('It has no signature: inputs and outputs are unknown.');
  else if (name !== 'serving_default') {
    warnings.push(`It has no signature serving_default; ${JSON.stringify(name)} was read.`);
  }
  if (!graph.tags.includes('serve')) {
    warnings.push(`It has no graph tagged "serve" (tags: ${graph.tags.join(', ') || 'none'}).`);
  }
  const variables = [...directory.files.keys()].some((file) => file.startsWith('variables/'));
  if (!variables) warnings.push('It has no variables directory: a copy may have left it behind.');
  warnings.push(...otherMembers(directory));
  return factsOf({
    format: 'tensorflow-savedmodel',
    framework: 'tensorflow',
    frameworkVersion: release(graph.version),
    savedWith: graph.version === null ? null : `TensorFlow ${graph.version}`,
    inputs: signature?.inputs ?? null,
    outputs: signature?.outputs ?? null,
    safety: worst([...graphs.map((each) => each.safety), companionSafety(directory)]),
    warnings,
  });
}

/** MetaGraphDef: 1 = info, 2 = graph, 4 = collections, 5 = signatures, 6 = assets, 7 = objects. */
function metaGraph(reader: ProtobufReader, message: Field): MetaGraph {
  const graph: MetaGraph = { tags: [], version: null, signatures: new Map(), safety: DATA_ONLY };
  const graphs: Field[] = [];
  const objects: Field[] = [];
  const assets = new AssetFiles(reader);
  for (const field of reader.fields(message.start, message.end)) {
    if (field.wire !== 2) continue;
    if (field.number === 1) metaInfo(reader, field, graph);
    else if (field.number === 2) graphs.push(field);
    else if (field.number === 5) signatureEntry(reader, field, graph);
    else if (field.number === 4) assets.collection(field);
    else if (field.number === 6) assets.entry(field);
    else if (field.number === 7) objects.push(field);
  }
  graph.safety = worst([
    graphSafety(reader, graphs, assets.nodes, bindingsOf(reader, objects)),
    assets.safety(),
    objectsSafety(reader, objects),
  ]);
  return graph;
}

function metaInfo(reader: ProtobufReader, message: Field, graph: MetaGraph): void {
  for (const field of reader.fields(message.start, message.end)) {
    if (field.wire !== 2) continue;
    if (field.number === 4 && graph.tags.length < 100) graph.tags.push(reader.text(field));
    else if (field.number === 5) graph.version = reader.text(field);
  }
}

/** A map entry: 1 = the key, 2 = the value. */
function mapEntry(reader: ProtobufReader, message: Field): { key: string; value: Field | null } {
  let key = '';
  let value: Field | null = null;
  for (const field of reader.fields(message.start, message.end)) {
    if (field.number === 1 && field.wire === 2) key = reader.text(field);
    else if (field.number === 2 && field.wire === 2) value = field;
  }
  return { key, value };
}

function signatureEntry(reader: ProtobufReader, message: Field, graph: MetaGraph): void {
  const { key, value } = mapEntry(reader, message);
  const inputs: Tensor[] = [];
  const outputs: Tensor[] = [];
  if (graph.signatures.size > 1000) throw new Malformed('has more signatures than any real model');
  if (value !== null) {
    for (const field of reader.fields(value.start, value.end)) {
      if (field.number === 1 && field.wire === 2) inputs.push(tensor(reader, field));
      else if (field.number === 2 && field.wire === 2) outputs.push(tensor(reader, field));
    }
  }
  const byName = (a: Tensor, b: Tensor) => (a.name < b.name ? -1 : 1);
  graph.signatures.set(key, { inputs: inputs.sort(byName), outputs: outputs.sort(byName) });
}

/** TensorInfo: 2 = dtype, 3 = shape. */
function tensor(reader: ProtobufReader, message: Field): Tensor {
  const { key, value } = mapEntry(reader, message);
  const result: Tensor = { name: key, dtype: null, shape: null };
  if (value === null) return result;
  for (const field of reader.fields(value.start, value.end)) {
    if (field.number === 2 && field.wire === 0) result.dtype = DTYPES[field.value] ?? null;
    else if (field.number === 3 && field.wire === 2) result.shape = readShape(reader, field);
  }
  return result;
}

/** TensorShapeProto: 2 = dim (1 = size), 3 = unknown rank. */
export function readShape(reader: ProtobufReader, message: Field): (number | null)[] | null {
  const dimensions: (number | null)[] = [];
  for (const field of reader.fields(message.start, message.end)) {
    if (field.number === 3 && field.wire === 0 && field.value !== 0) return null;
    if (field.number !== 2 || field.wire !== 2) continue;
    // proto3 omits a size of 0.
    let size = 0;
    for (const part of reader.fields(field.start, field.end)) {
      if (part.number === 1 && part.wire === 0) size = part.value;
    }
    dimensions.push(size < 0 ? null : size);
    if (dimensions.length > 1000) throw new Malformed('has more dimensions than any tensor');
  }
  return dimensions;
}
