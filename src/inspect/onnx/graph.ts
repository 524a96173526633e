/** The ModelProto of an ONNX file, field by field. */
import type { Tensor } from '../../core/model-facts.ts';
import { Malformed } from '../read/malformed.ts';
import type { Field, ProtobufReader } from '../read/protobuf.ts';
import { readValueInfo } from './types.ts';

/** Most inputs and outputs, and most named weights. */
const MOST_PORTS = 20_000;
const MOST_NAMES = 300_000;
/** Of a node: 4 = operator, 5 = attributes, 7 = domain. */
const NODE_PARTS = new Set([4, 5, 7]);
/** Most different operators; ONNX and onnxruntime have some hundreds. */
const MOST_OPERATORS = 20_000;
/**
 * Fields of an attribute that can hold tensors: 5 = tensor, 6 = graph, 10 = tensors, 11 = graphs,
 * 22 = sparse tensor, 23 = sparse tensors.
 */
const ATTRIBUTE_PARTS = new Set([5, 6, 10, 11, 22, 23]);
/** Name and external data of a tensor. */
const TENSOR_PARTS = new Set([8, 13]);

/** The parts of a ModelProto that are read. */
export interface OnnxModel {
  ir: number | null;
  producer: string;
  producerVersion: string;
  /** Version by domain; the empty domain is ONNX itself. */
  opsets: Map<string, number>;
  inputs: Tensor[];
  outputs: Tensor[];
  /** Names that have a value in the file and thus are not inputs. */
  initialised: Set<string>;
  /** Functions in the model: `domain:name`. */
  functions: Set<string>;
  /** Operators of all nodes, including functions and inner graphs: `domain:operator`. */
  operators: Set<string>;
  /** Keys of the model's metadata. */
  properties: Set<string>;
  /** External data: position after the last used byte, by location. */
  external: Map<string, number>;
}

/** Reads a model; weights are skipped. Throws Malformed if it is not a valid message. */
export function readModel(reader: ProtobufReader): OnnxModel {
  const model: OnnxModel = {
    ir: null,
    producer: '',
    producerVersion: '',
    opsets: new Map(),
    inputs: [],
    outputs: [],
    initialised: new Set(),
    functions: new Set(),
    operators: new Set(),
    properties: new Set(),
    external: new Map(),
  };
  for (const field of reader.fields()) {
    if (field.number === 1 && field.wire === 0) model.ir = field.value;
    if (field.wire !== 2) continue;
    if (field.number === 2) model.producer = reader.text(field);
    else if (field.number === 3) model.producerVersion = reader.text(field);
    else if (field.number === 7) readGraph(reader, field, model);
    else if (field.number === 8) readOpset(reader, field, model);
    else if (field.number === 14) readProperty(reader, field, model);
    else if (field.number === 25) readFunction(reader, field, model);
    else if (field.number === 20) readTraining(reader, field, model);
  }
  return model;
}

/** OperatorSetIdProto: 1 = domain, 2 = version. */
function readOpset(reader: ProtobufReader, message: Field, model: OnnxModel): void {
  let domain = '';
  let version = 0;
  for (const field of reader.fields(message.start, message.end)) {
    if (field.number === 1 && field.wire === 2) domain = reader.text(field);
    else if (field.number === 2 && field.wire === 0) version = field.value;
  }
  model.opsets.set(domain, version);
}

/** StringStringEntryProto: 1 = the key. */
function readProperty(reader: ProtobufReader, message: Field, model: OnnxModel): void {
  for (const field of reader.fields(message.start, message.end, new Set([1]))) {
    if (field.wire === 2) model.properties.add(reader.text(field));
  }
  if (model.properties.size > MOST_NAMES) throw new Malformed('has more properties than any model');
}

/** GraphProto: 1 = nodes, 5 = initialisers, 11 = inputs, 12 = outputs, 15 = sparse initialisers. */
function readGraph(reader: ProtobufReader, message: Field, model: OnnxModel): void {
  for (const field of reader.fields(message.start, message.end)) {
    if (field.wire !== 2) continue;
    if (
      model.inputs.length + model.outputs.length > MOST_PORTS ||
      model.initialised.size > MOST_NAMES
    ) {
      throw new Malformed('has more inputs or weights than any real model');
    }
    if (field.number === 11) model.inputs.push(readValueInfo(reader, field));
    else if (field.number === 12) model.outputs.push(readValueInfo(reader, field));
    else if (field.number === 5) {
      const name = readTensor(reader, field, model);
      if (name !== null) model.initialised.add(name);
    } else if (field.number === 15) readSparse(reader, field, model);
    else if (field.number === 1) readNodes(reader, [field], model);
  }
}

/** SparseTensorProto: 1 = values, a tensor whose name is the initialiser's; 2 = indices. */
function readSparse(
  reader: ProtobufReader,
  message: Field,
  model: OnnxModel,
  initialises = true,
): void {
  for (const field of reader.fields(message.start, message.end)) {
    if (field.wire !== 2 || (field.number !== 1 && field.number !== 2)) continue;
    const name = readTensor(reader, field, model);
    if (initialises && field.number === 1 && name !== null) model.initialised.add(name);
  }
}

/** FunctionProto: 1 = name, 7 = nodes, 10 = domain, 11 = attributes with their defaults. */
function readFunction(reader: ProtobufReader, message: Field, model: OnnxModel): void {
  let name = '';
  let domain = '';
  const nodes: Field[] = [];
  for (const field of reader.fields(message.start, message.end)) {
    if (field.wire !== 2) continue;
    if (field.number === 1) name = reader.text(field);
    else if (field.number === 10) domain = reader.text(field);
    else if (field.number === 7) readNodes(reader, [field], model);
    else if (field.number === 11) readAttribute(reader, field, model, nodes);
  }
  readNodes(reader, nodes, model);
  model.functions.add(`${domain}:${name}`);
  if (model.functions.size > MOST_NAMES) {
    throw new Malformed('has more functions than any real model');
  }
}

/**
 * Nodes have tensors and graphs in their attributes, which can refer to external data. No recursion,
 * because graphs can nest to any depth.
 */
function readNodes(reader: ProtobufReader, nodes: Field[], model: OnnxModel): void {
  for (let node = nodes.pop(); node !== undefined; node = nodes.pop()) {
    let operator = '';
    let domain = '';
    for (const part of reader.fields(node.start, node.end, NODE_PARTS)) {
      if (part.wire !== 2) continue;
      if (part.number === 4) operator = reader.text(part);
      else if (part.number === 7) domain = reader.text(part);
      else readAttribute(reader, part, model, nodes);
    }
    model.operators.add(`${domain}:${operator}`);
    if (model.operators.size > MOST_OPERATORS) {
      throw new Malformed('has more operators than any real model');
    }
  }
}

/** AttributeProto; adds the nodes of graphs in it to `nodes`. */
function readAttribute(
  reader: ProtobufReader,
  attribute: Field,
  model: OnnxModel,
  nodes: Field[],
): void {
  for (const part of reader.fields(attribute.start, attribute.end, ATTRIBUTE_PARTS)) {
    if (part.wire !== 2) continue;
    if (part.number === 5 || part.number === 10) readTensor(reader, part, model);
    else if (part.number >= 22) readSparse(reader, part, model, false);
    else for (const inner of readSubgraph(reader, part, model)) nodes.push(inner);
  }
}

/** Reads the tensors of an inner graph; returns its nodes. */
function readSubgraph(reader: ProtobufReader, graph: Field, model: OnnxModel): Field[] {
  const nodes: Field[] = [];
  for (const field of reader.fields(graph.start, graph.end)) {
    if (field.wire !== 2) continue;
    if (field.number === 1) nodes.push(field);
    else if (field.number === 5) readTensor(reader, field, model);
    else if (field.number === 15) readSparse(reader, field, model, false);
  }
  return nodes;
}

/** TrainingInfoProto: 1 and 2 = graphs. */
function readTraining(reader: ProtobufReader, message: Field, model: OnnxModel): void {
  for (const field of reader.fields(message.start, message.end)) {
    if (field.wire === 2 && field.number < 3) {
      readNodes(reader, readSubgraph(reader, field, model), model);
    }
  }
}

/** TensorProto: 8 = name, 13 = external data as pairs of key and value. */
function readTensor(reader: ProtobufReader, message: Field, model: OnnxModel): string | null {
  let name: string | null = null;
  const external = new Map<string, string>();
  for (const field of reader.fields(message.start, message.end, TENSOR_PARTS)) {
    if (field.wire !== 2) continue;
    if (field.number === 8) name = reader.text(field);
    if (field.number !== 13) continue;
    let key = '';
    let value = '';
    for (const part of reader.fields(field.start, field.end)) {
      if (part.number === 1 && part.wire === 2) key = reader.text(part);
      else if (part.number === 2 && part.wire === 2) value = reader.text(part);
    }
    // Readers differ in which of several locations counts, so each is recorded.
    const before = external.get(key);
    if (key === 'location' && before !== undefined) located(model, before, 0);
    external.set(key, value);
  }
  const location = external.get('location');
  if (location !== undefined) {
    const end = Number(external.get('offset') ?? 0) + Number(external.get('length') ?? 0);
    located(model, location, Number.isSafeInteger(end) ? end : 0);
  }
  return name;
}

function located(model: OnnxModel, location: string, end: number): void {
  model.external.set(location, Math.max(model.external.get(location) ?? 0, end));
  if (model.external.size > 10_000) {
    throw new Malformed('has more external files than any real model');
  }
}
