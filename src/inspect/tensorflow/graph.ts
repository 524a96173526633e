/** TensorFlow graphs (GraphDef): nodes and functions. */
import { Malformed } from '../read/malformed.ts';
import type { Field, ProtobufReader } from '../read/protobuf.ts';

/** A node of a graph. */
export interface GraphNode {
  name: string;
  op: string;
  /** As written: `name`, `name:0`, `node:output:0`; without control inputs. */
  inputs: string[];
  /** Functions that its settings name. */
  functions: string[];
  /** Text settings by name. */
  texts: Map<string, string>;
  /** The text of a constant; null if it is not exactly one text, absent if there is no value. */
  constant?: string | null;
}

/** A graph, or the body of one of its functions. */
export interface Scope {
  /** The function's name; null for the graph. */
  name: string | null;
  /** Names of the function's arguments. */
  args: string[];
  operations: Set<string>;
  /** Reads a node by its name; null if there is none or several. */
  node(name: string): GraphNode | null;
  /** Reads the nodes of these operations. */
  nodesOf(operations: (op: string) => boolean): Generator<GraphNode>;
}

/** Most different operations of a scope. */
const MOST_OPERATIONS = 20_000;
/** Longest text setting that is read, in bytes: serialised ones are longer. */
const LONGEST_TEXT = 10_000;
/** Most functions, and most arguments of a function. */
const MOST_NAMES = 200_000;

/**
 * The scopes of a GraphDef (tensorflow/core/framework/graph.proto): the graph first, then each
 * function of its library. Nodes are read on demand.
 * @param messages the GraphDefs that protobuf would merge into one
 */
export function readScopes(reader: ProtobufReader, messages: Field[]): Scope[] {
  const scopes: Scope[] = [new Body(reader, messages, 1, null)];
  for (const message of messages) {
    for (const library of reader.fields(message.start, message.end)) {
      if (library.number !== 2 || library.wire !== 2) continue;
      for (const field of reader.fields(library.start, library.end)) {
        if (field.number === 1 && field.wire === 2) scopes.push(new Body(reader, [field], 3, ''));
        if (scopes.length > MOST_NAMES)
          throw new Malformed('has more functions than any real model');
      }
    }
  }
  return scopes;
}

class Body implements Scope {
  readonly name: string | null;
  readonly args: string[] = [];
  readonly operations = new Set<string>();
  readonly #reader: ProtobufReader;
  readonly #messages: Field[];
  readonly #number: number;
  #index: Map<string, Field | null> | undefined;

  /** @param number of the field with the nodes: 1 in a GraphDef, 3 in a FunctionDef */
  constructor(reader: ProtobufReader, messages: Field[], number: number, name: string | null) {
    this.#reader = reader;
    this.#messages = messages;
    this.#number = number;
    this.name = name;
    for (const field of this.#parts()) {
      if (field.number === number) this.#operation(field);
      else if (name !== null && field.number === 1)
        this.name = this.#signature(field, this.name ?? '');
    }
  }

  *#parts(): Generator<Field> {
    for (const message of this.#messages) {
      for (const field of this.#reader.fields(message.start, message.end)) {
        if (field.wire === 2) yield field;
      }
    }
  }

  /** NodeDef: 2 = the operation. */
  #operation(node: Field): void {
    for (const part of this.#reader.fields(node.start, node.end)) {
      if (part.number === 2 && part.wire === 2) this.operations.add(this.#reader.text(part));
    }
    if (this.operations.size > MOST_OPERATIONS) {
      throw new Malformed('has more operations than any real model');
    }
  }

  /** OpDef: 1 = name, 2 = arguments (1 = name); the last of duplicate fields counts. */
  #signature(message: Field, before: string): string {
    let name = before;
    for (const part of this.#reader.fields(message.start, message.end)) {
      if (part.wire !== 2) continue;
      if (part.number === 1) name = this.#reader.text(part);
      else if (part.number === 2) this.args.push(lastName(this.#reader, part));
      if (this.args.length > MOST_NAMES)
        throw new Malformed('has a function of too many arguments');
    }
    return name;
  }

  node(name: string): GraphNode | null {
    this.#index ??= this.#names();
    const field = this.#index.get(name);
    return field ? readNode(this.#reader, field) : null;
  }

  /** Nodes by name; null for a duplicate name, which no loader accepts. */
  #names(): Map<string, Field | null> {
    const index = new Map<string, Field | null>();
    for (const field of this.#parts()) {
      if (field.number !== this.#number) continue;
      const name = lastName(this.#reader, field);
      index.set(name, index.has(name) ? null : field);
      if (index.size > MOST_NAMES) throw new Malformed('has more nodes than any real model');
    }
    return index;
  }

  *nodesOf(operations: (op: string) => boolean): Generator<GraphNode> {
    if (![...this.operations].some(operations)) return;
    for (const field of this.#parts()) {
      if (field.number !== this.#number) continue;
      const ops: string[] = [];
      for (const part of this.#reader.fields(field.start, field.end)) {
        if (part.number === 2 && part.wire === 2) ops.push(this.#reader.text(part));
      }
      if (ops.some(operations)) yield readNode(this.#reader, field);
    }
  }
}

/** Field 1 as text; the last one counts, as in protobuf. */
function lastName(reader: ProtobufReader, message: Field): string {
  let name = '';
  for (const part of reader.fields(message.start, message.end)) {
    if (part.number === 1 && part.wire === 2) name = reader.text(part);
  }
  return name;
}

/** NodeDef: 1 = name, 2 = operation, 3 = inputs, 5 = settings (a map). */
function readNode(reader: ProtobufReader, message: Field): GraphNode {
  const node: GraphNode = {
    name: '',
    op: '',
    inputs: [],
    functions: [],
    texts: new Map(),
  };
  for (const field of reader.fields(message.start, message.end)) {
    if (field.wire !== 2) continue;
    if (field.number === 1) node.name = reader.text(field);
    else if (field.number === 2) node.op = reader.text(field);
    else if (field.number === 3) {
      const input = reader.text(field);
      if (!input.startsWith('^')) node.inputs.push(input);
    } else if (field.number === 5) setting(reader, field, node);
    if (node.inputs.length > MOST_NAMES) throw new Malformed('has a node of too many inputs');
  }
  return node;
}

/** AttrValue: 1 = list (9 = functions), 2 = text, 8 = tensor, 10 = function (1 = name). */
function setting(reader: ProtobufReader, entry: Field, node: GraphNode): void {
  const key = lastName(reader, entry);
  for (const part of reader.fields(entry.start, entry.end)) {
    if (part.wire !== 2 || part.number !== 2) continue;
    for (const value of reader.fields(part.start, part.end)) {
      if (value.wire !== 2) continue;
      if (value.number === 2) {
        const isLong = value.end - value.start > LONGEST_TEXT;
        node.texts.set(key, isLong ? 'longer than what is read' : reader.text(value));
      } else if (value.number === 8 && key === 'value') constant(reader, value, node);
      else if (value.number === 10) node.functions.push(lastName(reader, value));
      else if (value.number === 1) {
        for (const each of reader.fields(value.start, value.end, new Set([9]))) {
          if (each.wire === 2) node.functions.push(lastName(reader, each));
        }
      }
    }
  }
}

/** TensorProto: 8 = texts, 4 = all of them in one piece, which takes precedence. */
function constant(reader: ProtobufReader, tensor: Field, node: GraphNode): void {
  const texts: string[] = [];
  // A second value would be merged with the first or replace it.
  let plain = node.constant === undefined;
  for (const part of reader.fields(tensor.start, tensor.end, new Set([4, 8]))) {
    if (part.wire !== 2 || part.number === 4) plain = false;
    else if (texts.length < 2) texts.push(reader.text(part));
  }
  node.constant = plain && texts.length === 1 ? (texts[0] as string) : null;
}
