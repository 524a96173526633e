/** The object graph of a SavedModel: Keras objects, and objects that are bound to functions. */
import type { Safety } from '../../core/model-facts.ts';
import { walkKeras } from '../keras/walk.ts';
import { parseJson } from '../read/json.ts';
import { isMalformed, Malformed } from '../read/malformed.ts';
import type { Field, ProtobufReader } from '../read/protobuf.ts';
import { DATA_ONLY, unsafe, worst } from '../safety.ts';

/** Longest description of one object, in bytes: a model is described with all of its parts. */
const LONGEST = 8 * 1024 * 1024;
/** Most objects with a description. */
const MOST = 100_000;
/** Most objects and functions of any kind. */
const MOST_NODES = 1_000_000;

/**
 * The verdict on the descriptions of Keras objects in the object graph of a SavedModel, where
 * TensorFlow 2.0 to 2.4 stored them and where the Keras of TensorFlow still reads them
 * (tensorflow/core/protobuf/saved_object_graph.proto: SavedObjectGraph 1 = nodes, SavedObject 4 =
 * user object, SavedUserObject 3 = description).
 */
export function objectsSafety(reader: ProtobufReader, messages: Field[]): Safety {
  const texts: Field[] = [];
  for (const message of messages) {
    for (const node of inner(reader, message, 1)) {
      for (const user of inner(reader, node, 4)) texts.push(...inner(reader, user, 3));
      if (texts.length > MOST) throw new Malformed('has more objects than any real model');
    }
  }
  return worst([DATA_ONLY, ...texts.map((text) => described(reader, text))]);
}

/**
 * The verdict on `keras_metadata.pb`, where Keras 2.5 and later store them
 * (keras/protobuf/saved_metadata.proto: SavedMetadata 1 = nodes, SavedObject 5 = description).
 */
export function metadataSafety(reader: ProtobufReader): Safety {
  const found: Safety[] = [DATA_ONLY];
  for (const node of reader.fields()) {
    if (node.number !== 1 || node.wire !== 2) continue;
    for (const text of inner(reader, node, 5)) found.push(described(reader, text));
    if (found.length > MOST) throw new Malformed('has more objects than any real model');
  }
  return worst(found);
}

/** Fields of the kinds of a SavedObject; 5 = an asset. */
const KINDS: ReadonlySet<number> = new Set([4, 5, 6, 7, 8, 9, 10, 12]);

/**
 * The objects that the loader binds to the last arguments of each function: whether each is an asset
 * (SavedObjectGraph 1 = nodes, 2 = functions; SavedConcreteFunction 2 = numbers of nodes).
 */
export function bindingsOf(reader: ProtobufReader, messages: Field[]): Map<string, boolean[]> {
  const assets: boolean[] = [];
  const numbers = new Map<string, number[]>();
  for (const message of messages) {
    for (const field of reader.fields(message.start, message.end, new Set([1, 2]))) {
      if (field.wire !== 2) continue;
      if (field.number === 1) assets.push(isAsset(reader, field));
      else boundIn(reader, field, numbers);
      if (assets.length + numbers.size > MOST_NODES) {
        throw new Malformed('has more objects than any real model');
      }
    }
  }
  const found = new Map<string, boolean[]>();
  for (const [name, bound] of numbers) {
    found.set(
      name,
      bound.map((number) => assets[number] ?? false),
    );
  }
  return found;
}

function isAsset(reader: ProtobufReader, node: Field): boolean {
  let kinds = 0;
  let asset = false;
  for (const field of reader.fields(node.start, node.end, KINDS)) {
    kinds++;
    asset = field.number === 5;
  }
  return asset && kinds === 1;
}

/** Reads an entry of the functions; a duplicate name counts as bound to no asset. */
function boundIn(reader: ProtobufReader, entry: Field, into: Map<string, number[]>): void {
  let name = '';
  const bound: number[] = [];
  for (const field of reader.fields(entry.start, entry.end)) {
    if (field.wire !== 2) continue;
    if (field.number === 1) name = reader.text(field);
    if (field.number !== 2) continue;
    for (const part of reader.fields(field.start, field.end, new Set([2]))) {
      if (part.wire === 0) bound.push(part.value);
      else bound.push(...varints(reader.bytes(part, LONGEST)));
      if (bound.length > MOST) throw new Malformed('has more objects than any real model');
    }
  }
  into.set(name, into.has(name) ? bound.map(() => -1) : bound);
}

/** Decodes packed numbers. */
function varints(bytes: Buffer): number[] {
  const found: number[] = [];
  let value = 0;
  let scale = 1;
  for (const byte of bytes) {
    value += (byte & 0x7f) * scale;
    scale *= 128;
    if (byte >= 0x80) continue;
    found.push(value);
    value = 0;
    scale = 1;
  }
  return found;
}

function* inner(reader: ProtobufReader, message: Field, number: number): Generator<Field> {
  for (const field of reader.fields(message.start, message.end)) {
    if (field.number === number && field.wire === 2) yield field;
  }
}

function described(reader: ProtobufReader, field: Field): Safety {
  if (field.start === field.end) return DATA_ONLY;
  try {
    const text = reader.bytes(field, LONGEST);
    return walkKeras(parseJson(text, 'description of a Keras object')).safety;
  } catch (error) {
    // Descriptions of objects outside Keras need not be JSON; Keras does not read those.
    if (!isMalformed(error) || error.kind === 'limit') throw error;
    return unsafe('unknown-imports', ['a description of a Keras object that is not JSON']);
  }
}
