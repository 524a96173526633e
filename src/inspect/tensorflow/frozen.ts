/** Frozen graphs of TensorFlow 1: a GraphDef alone, with its weights as constants. */
import type { ModelFacts, Tensor } from '../../core/model-facts.ts';
import type { FileCandidate } from '../candidate.ts';
import { factsOf } from '../facts.ts';
import { isMalformed, Malformed } from '../read/malformed.ts';
import { type Field, ProtobufReader } from '../read/protobuf.ts';
import { graphSafety } from './safety.ts';
import { DTYPES, readShape } from './savedmodel.ts';

/** A node as far as the signature needs it. */
interface Node {
  name: string;
  op: string;
  /** Names of nodes, without `:0` and `^`. */
  inputs: string[];
  dtype: string | null;
  shape: (number | null)[] | null;
}

/** Most nodes of a graph that is read. */
const MOST_NODES = 500_000;

/**
 * Whether a file is a GraphDef (tensorflow/core/framework/graph.proto: 1 = node, 2 = library, 4 = versions):
 * its first field is a node with a name and an operation.
 */
export function isFrozenGraph(file: FileCandidate): boolean {
  if (file.head[0] !== 0x0a) return false;
  const reader = new ProtobufReader(file.source);
  try {
    for (const field of reader.fields()) {
      if (field.number !== 1 || field.wire !== 2) return false;
      const { name, op } = readNode(reader, field);
      return /^[A-Za-z0-9_./>-]{1,500}$/.test(name) && /^[A-Z_][A-Za-z0-9_>]{1,100}$/.test(op);
    }
  } catch (error) {
    if (!isMalformed(error)) throw error;
  }
  return false;
}

/** Reads such a graph: its placeholders go in, and what no other node takes comes out. */
export async function readFrozenGraph(file: FileCandidate): Promise<ModelFacts> {
  const reader = new ProtobufReader(file.source);
  const nodes: Node[] = [];
  for (const field of reader.fields()) {
    if (field.number !== 1 || field.wire !== 2) continue;
    nodes.push(readNode(reader, field));
    if (nodes.length > MOST_NODES) throw new Malformed('has more nodes than any real model');
  }
  const taken = new Set(nodes.flatMap(({ inputs }) => inputs));
  const inputs = nodes.filter(({ op }) => op === 'Placeholder');
  const sinks = nodes.filter(
    ({ name, op }) => !taken.has(name) && op !== 'Placeholder' && op !== 'Const' && op !== 'NoOp',
  );
  const tensor = ({ name, dtype, shape }: Node): Tensor => ({ name, dtype, shape });
  const whole: Field = { number: 0, wire: 2, value: 0, start: 0, end: file.source.size };
  return factsOf({
    format: 'tensorflow-graph',
    framework: 'tensorflow',
    savedWith: 'TensorFlow 1, frozen graph',
    inputs: inputs.map(tensor),
    outputs: sinks.map(({ name }) => ({ name, dtype: null, shape: null })),
    safety: graphSafety(reader, [whole], new Set(), new Map()),
    warnings: inputs.length === 0 ? ['It has no placeholder: nothing goes into it.'] : [],
  });
}

/** NodeDef: 1 = name, 2 = operation, 3 = input, 5 = settings. */
function readNode(reader: ProtobufReader, message: Field): Node {
  const node: Node = { name: '', op: '', inputs: [], dtype: null, shape: null };
  for (const field of reader.fields(message.start, message.end)) {
    if (field.wire !== 2) continue;
    if (field.number === 1) node.name = reader.text(field);
    else if (field.number === 2) node.op = reader.text(field);
    else if (field.number === 3) node.inputs.push(reader.text(field).replace(/^\^|:\d+$/g, ''));
    else if (field.number === 5 && node.op === 'Placeholder') setting(reader, field, node);
  }
  return node;
}

/** A map entry: 1 = name, 2 = AttrValue with 6 = type, 7 = shape. */
function setting(reader: ProtobufReader, message: Field, node: Node): void {
  let key = '';
  for (const field of reader.fields(message.start, message.end)) {
    if (field.number === 1 && field.wire === 2) key = reader.text(field);
    if (field.number !== 2 || field.wire !== 2) continue;
    for (const value of reader.fields(field.start, field.end)) {
      if (key === 'dtype' && value.number === 6 && value.wire === 0)
        node.dtype = DTYPES[value.value] ?? null;
      if (key === 'shape' && value.number === 7 && value.wire === 2)
        node.shape = readShape(reader, value);
    }
  }
}
