import { lstatSync } from 'node:fs';
import path from 'node:path';
import type { ModelFacts, Need, Safety, Tensor } from '../types.ts';
import type { FileCandidate } from './candidate.ts';
import { factsOf } from './facts.ts';
import { readValueInfo } from './onnx-types.ts';
import { DATA_ONLY } from './pickle/verdict.ts';
import { isMalformed, Malformed } from './read/malformed.ts';
import { type Field, ProtobufReader } from './read/protobuf.ts';

/**
 * Highest opset and IR version that each onnxruntime reads, oldest first
 * (onnxruntime.ai/docs/reference/compatibility.html).
 */
const RUNTIMES: readonly [release: string, opset: number, ir: number][] = [
  ['1.12', 17, 8],
  ['1.14', 18, 8],
  ['1.15', 19, 8],
  ['1.16', 19, 9],
  ['1.17', 20, 9],
  ['1.18', 21, 10],
  ['1.21', 22, 10],
  ['1.23', 23, 11],
  ['1.24', 25, 13],
  ['1.25', 26, 13],
];

/** Operator domains that onnxruntime brings itself. */
const BUILT_IN =
  /^(|ai\.onnx(\.ml|\.training|\.preview(\.training)?)?|com\.microsoft(\..+)?|org\.pytorch\.aten)$/;

/** Fields of ModelProto (onnx/onnx.proto). */
const MODEL_FIELDS = new Set([1, 2, 3, 4, 5, 6, 7, 8, 14, 20, 25, 26]);

/**
 * Whether a file is ONNX, which has no magic number: a message whose fields are those of a
 * ModelProto, the IR version first. A file that is cut off is told by its producer's name.
 */
export function isOnnx(file: FileCandidate): boolean {
  if (file.head[0] !== 0x08) return false;
  const reader = new ProtobufReader(file.source);
  const seen = new Set<number>();
  try {
    for (const field of reader.fields()) {
      if (!MODEL_FIELDS.has(field.number) || seen.size > 1000) return false;
      if (field.number === 1 && (field.wire !== 0 || field.value < 1 || field.value > 1000))
        return false;
      if (field.number === 2 && !isName(reader, field)) return false;
      seen.add(field.number);
    }
  } catch (error) {
    if (!isMalformed(error)) throw error;
    return seen.has(1) && seen.has(2);
  }
  return seen.has(1) && (seen.has(7) || (seen.has(8) && seen.has(25)));
}

function isName(reader: ProtobufReader, field: Field): boolean {
  return (
    field.wire === 2 && field.end - field.start < 200 && /^[\x20-\x7e]*$/.test(reader.text(field))
  );
}

/** More inputs, outputs and named weights than any real model has. */
const MOST_PORTS = 20_000;
const MOST_NAMES = 300_000;
const ATTRIBUTES = new Set([5]);
/** What an attribute can hold tensors in: 5 = tensor, 6 = graph, 10 = tensors, 11 = graphs. */
const ATTRIBUTE_PARTS = new Set([5, 6, 10, 11]);
/** Name and external data of a tensor. */
const TENSOR_PARTS = new Set([8, 13]);

interface Model {
  ir: number | null;
  producer: string;
  producerVersion: string;
  /** Version by domain; the empty domain is ONNX's own. */
  opsets: Map<string, number>;
  inputs: Tensor[];
  outputs: Tensor[];
  /** Names that have a value in the file, and so are no inputs. */
  initialised: Set<string>;
  /** Domains of the functions that the model brings. */
  functions: Set<string>;
  /** External data: the last byte that is used, by location. */
  external: Map<string, number>;
}

/** An ONNX model (onnx/onnx.proto), read field by field: weights are stepped over. */
export async function readOnnx(file: FileCandidate): Promise<ModelFacts> {
  const model = readModel(new ProtobufReader(file.source));
  const opset = model.opsets.get('') ?? model.opsets.get('ai.onnx') ?? null;
  const warnings: string[] = [];
  const { needs, safety } = externalData(file.path, model.external, warnings);
  const foreign = [...model.opsets.keys()].filter(
    (domain) => !BUILT_IN.test(domain) && !model.functions.has(domain),
  );
  for (const domain of foreign.sort()) needs.push(operatorsNeed(domain));
  const by = [model.producer, model.producerVersion].filter((part) => part !== '').join(' ');
  const versions = [
    opset === null ? '' : `opset ${opset}`,
    model.ir === null ? '' : `IR ${model.ir}`,
  ];
  return factsOf({
    format: 'onnx',
    framework: 'onnxruntime',
    savedWith: [by, ...versions].filter((part) => part !== '').join(', ') || null,
    inputs: model.inputs.filter((input) => !model.initialised.has(input.name)),
    outputs: model.outputs,
    needs: [runtimeNeed(opset, model.ir, warnings), ...needs],
    safety,
    warnings,
  });
}

/** The onnxruntime that reads this opset and IR version: a lower bound. */
function runtimeNeed(opset: number | null, ir: number | null, warnings: string[]): Need {
  const why = `opset ${opset ?? 'unknown'}, IR ${ir ?? 'unknown'}`;
  const at = RUNTIMES.findIndex(([, most, mostIr]) => (opset ?? 0) <= most && (ir ?? 0) <= mostIr);
  const need: Need = { kind: 'package', name: 'onnxruntime', why };
  if (at === 0) return need;
  const row = RUNTIMES.at(at) as (typeof RUNTIMES)[number];
  if (at < 0) {
    warnings.push(
      `Newer than what onnxruntime ${row[0]} reads (opset ${row[1]}, IR ${row[2]}): it may need a later one.`,
    );
  }
  return { ...need, specifier: `>=${row[0]}` };
}

function operatorsNeed(domain: string): Need {
  if (domain === 'ai.onnx.contrib') {
    return { kind: 'package', name: 'onnxruntime-extensions', why: `operators of ${domain}` };
  }
  return {
    kind: 'code',
    name: `the operators of ${domain}`,
    why: 'onnxruntime does not bring them: a library must be registered',
  };
}

/**
 * Files that hold the weights. A location that leads away from the model is refused, as onnx
 * itself does since CVE-2026-27489.
 */
function externalData(
  model: string,
  external: Map<string, number>,
  warnings: string[],
): { needs: Need[]; safety: Safety } {
  const needs: Need[] = [];
  const bad: string[] = [];
  const directory = path.dirname(model);
  for (const [location, end] of [...external].sort()) {
    const parts = location.split('/');
    const away =
      path.isAbsolute(location) || parts.includes('..') || /^$|[\\\0]|^[a-z]:/i.test(location);
    if (away || hasSymlink(directory, parts)) {
      bad.push(`external data at ${JSON.stringify(location)}`);
      continue;
    }
    needs.push({ kind: 'file', name: location, why: 'it holds weights (external data)' });
    const stats = lstatSync(path.join(directory, location), { throwIfNoEntry: false });
    if (stats === undefined)
      warnings.push(`Its weights in ${JSON.stringify(location)} are not there.`);
    else if (stats.size < end) {
      warnings.push(
        `Its weights in ${JSON.stringify(location)} are cut off (${stats.size} of ${end} bytes).`,
      );
    }
  }
  return { needs, safety: bad.length === 0 ? DATA_ONLY : { verdict: 'dangerous', imports: bad } };
}

function hasSymlink(directory: string, parts: string[]): boolean {
  return parts.some((_, index) => {
    const part = path.join(directory, ...parts.slice(0, index + 1));
    return lstatSync(part, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
  });
}

function readModel(reader: ProtobufReader): Model {
  const model: Model = {
    ir: null,
    producer: '',
    producerVersion: '',
    opsets: new Map(),
    inputs: [],
    outputs: [],
    initialised: new Set(),
    functions: new Set(),
    external: new Map(),
  };
  for (const field of reader.fields()) {
    if (field.number === 1 && field.wire === 0) model.ir = field.value;
    if (field.wire !== 2) continue;
    if (field.number === 2) model.producer = reader.text(field);
    else if (field.number === 3) model.producerVersion = reader.text(field);
    else if (field.number === 7) readGraph(reader, field, model);
    else if (field.number === 8) readOpset(reader, field, model);
    else if (field.number === 25) readFunction(reader, field, model);
  }
  return model;
}

/** OperatorSetIdProto: 1 = domain, 2 = version. */
function readOpset(reader: ProtobufReader, message: Field, model: Model): void {
  let domain = '';
  let version = 0;
  for (const field of reader.fields(message.start, message.end)) {
    if (field.number === 1 && field.wire === 2) domain = reader.text(field);
    else if (field.number === 2 && field.wire === 0) version = field.value;
  }
  model.opsets.set(domain, version);
}

/** GraphProto: 1 = nodes, 5 = initialisers, 11 = inputs, 12 = outputs, 15 = sparse initialisers. */
function readGraph(reader: ProtobufReader, message: Field, model: Model): void {
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

/** SparseTensorProto: 1 = values, a tensor whose name is the initialiser's. */
function readSparse(reader: ProtobufReader, message: Field, model: Model): void {
  for (const field of reader.fields(message.start, message.end)) {
    if (field.wire !== 2 || (field.number !== 1 && field.number !== 2)) continue;
    const name = readTensor(reader, field, model);
    if (field.number === 1 && name !== null) model.initialised.add(name);
  }
}

/** FunctionProto: 7 = nodes, 10 = domain. */
function readFunction(reader: ProtobufReader, message: Field, model: Model): void {
  for (const field of reader.fields(message.start, message.end)) {
    if (field.wire !== 2) continue;
    if (field.number === 10) model.functions.add(reader.text(field));
    else if (field.number === 7) readNodes(reader, [field], model);
  }
}

/**
 * Nodes keep tensors and graphs in their attributes (NodeProto 5; AttributeProto 5 = tensor,
 * 6 = graph, 10 = tensors, 11 = graphs): external data can stand there too. No recursion: graphs
 * nest as deep as the file says.
 */
function readNodes(reader: ProtobufReader, nodes: Field[], model: Model): void {
  for (let node = nodes.pop(); node !== undefined; node = nodes.pop()) {
    for (const attribute of reader.fields(node.start, node.end, ATTRIBUTES)) {
      if (attribute.wire !== 2) continue;
      for (const part of reader.fields(attribute.start, attribute.end, ATTRIBUTE_PARTS)) {
        if (part.wire !== 2) continue;
        if (part.number === 5 || part.number === 10) readTensor(reader, part, model);
        if (part.number !== 6 && part.number !== 11) continue;
        for (const inner of reader.fields(part.start, part.end)) {
          if (inner.number === 1 && inner.wire === 2) nodes.push(inner);
          else if (inner.number === 5 && inner.wire === 2) readTensor(reader, inner, model);
        }
      }
    }
  }
}

/** TensorProto: 8 = name, 13 = external data as pairs of key and value. */
function readTensor(reader: ProtobufReader, message: Field, model: Model): string | null {
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
    external.set(key, value);
  }
  const location = external.get('location');
  if (location !== undefined) {
    const end = Number(external.get('offset') ?? 0) + Number(external.get('length') ?? 0);
    const known = model.external.get(location) ?? 0;
    model.external.set(location, Math.max(known, Number.isSafeInteger(end) ? end : 0));
    if (model.external.size > 10_000)
      throw new Malformed('has more external files than any real model');
  }
  return name;
}
