/** Types and shapes of ONNX inputs and outputs. */
import type { Tensor } from '../../core/model-facts.ts';
import { Malformed } from '../read/malformed.ts';
import type { Field, ProtobufReader } from '../read/protobuf.ts';

/** The numpy (and ml_dtypes) names of `TensorProto.DataType`. */
const DTYPES: Record<number, string> = {
  1: 'float32',
  2: 'uint8',
  3: 'int8',
  4: 'uint16',
  5: 'int16',
  6: 'int32',
  7: 'int64',
  8: 'str',
  9: 'bool',
  10: 'float16',
  11: 'float64',
  12: 'uint32',
  13: 'uint64',
  14: 'complex64',
  15: 'complex128',
  16: 'bfloat16',
  17: 'float8_e4m3fn',
  18: 'float8_e4m3fnuz',
  19: 'float8_e5m2',
  20: 'float8_e5m2fnuz',
  21: 'uint4',
  22: 'int4',
  23: 'float4_e2m1fn',
  24: 'float8_e8m0fnu',
  25: 'uint2',
  26: 'int2',
};

/** numpy's limit is 64. */
const MOST_DIMENSIONS = 1000;

/**
 * Reads one input or output (ValueInfoProto: 1 = name, 2 = type). The dtype and shape of a sequence
 * or map, which is not a tensor, are null.
 */
export function readValueInfo(reader: ProtobufReader, message: Field): Tensor {
  const tensor: Tensor = { name: '', dtype: null, shape: null };
  for (const field of reader.fields(message.start, message.end)) {
    if (field.wire !== 2) continue;
    if (field.number === 1) tensor.name = reader.text(field);
    else if (field.number === 2) readType(reader, field, tensor);
  }
  return tensor;
}

/** TypeProto: 1 = tensor, 8 = sparse tensor; both have 1 = element type, 2 = shape. */
function readType(reader: ProtobufReader, message: Field, tensor: Tensor): void {
  for (const field of reader.fields(message.start, message.end)) {
    // The scores of a classifier by class are written as columns of a table.
    if (isMap(reader, field)) tensor.file = { extension: '.csv' };
    if (field.wire !== 2 || (field.number !== 1 && field.number !== 8)) continue;
    for (const part of reader.fields(field.start, field.end)) {
      if (part.number === 1 && part.wire === 0) tensor.dtype = DTYPES[part.value] ?? null;
      else if (part.number === 2 && part.wire === 2) tensor.shape = readShape(reader, part);
    }
  }
}

/** Whether a type is a map, or a sequence (1 = its element's type) of maps: 4 = sequence, 5 = map. */
function isMap(reader: ProtobufReader, field: Field): boolean {
  if (field.wire !== 2 || field.number === 5) return field.wire === 2;
  if (field.number !== 4) return false;
  for (const element of reader.fields(field.start, field.end)) {
    if (element.number !== 1 || element.wire !== 2) continue;
    for (const type of reader.fields(element.start, element.end))
      if (type.number === 5 && type.wire === 2) return true;
  }
  return false;
}

/** TensorShapeProto: 1 = dimension, which has 1 = a value or 2 = a name. */
function readShape(reader: ProtobufReader, message: Field): (number | null)[] {
  const shape: (number | null)[] = [];
  for (const field of reader.fields(message.start, message.end)) {
    if (field.number !== 1 || field.wire !== 2) continue;
    let size: number | null = null;
    for (const part of reader.fields(field.start, field.end)) {
      // Some exporters write -1 for a free dimension.
      if (part.number === 1 && part.wire === 0) size = part.value < 0 ? null : part.value;
    }
    shape.push(size);
    if (shape.length > MOST_DIMENSIONS) throw new Malformed('has more dimensions than any tensor');
  }
  return shape;
}
