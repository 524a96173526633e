/** FlexBuffers, the settings of custom TensorFlow Lite operators. */
import { Malformed } from './malformed.ts';

const VECTOR = 10;
const STRING = 5;

/**
 * The first `count` texts of a flexbuffer whose root is a list
 * (flatbuffers.dev/flatbuffers_internals, "FlexBuffers"). Throws Malformed if the root is not a list
 * or has fewer texts.
 */
export function textsOf(bytes: Buffer, count: number): Buffer[] {
  const number = (at: number, width: number): number => {
    if (at < 0 || at + width > bytes.length) throw new Malformed('has settings that are damaged');
    return width === 8 ? Number(bytes.readBigUInt64LE(at)) : bytes.readUIntLE(at, width);
  };
  // The last byte is the width of the root, the byte before it its type.
  const rootWidth = number(bytes.length - 1, 1);
  const type = number(bytes.length - 2, 1);
  if (type >> 2 !== VECTOR || ![1, 2, 4, 8].includes(rootWidth)) {
    throw new Malformed('has settings that are not a list');
  }
  const rootAt = bytes.length - 2 - rootWidth;
  const width = 1 << (type & 3);
  const list = rootAt - number(rootAt, rootWidth);
  const length = number(list - width, width);
  if (length < count) throw new Malformed('has too few settings');
  return Array.from({ length: count }, (_, index) => {
    const at = list + index * width;
    const inner = number(list + length * width + index, 1);
    if (inner >> 2 !== STRING) throw new Malformed('has settings that are not texts');
    const text = at - number(at, width);
    const size = number(text - (1 << (inner & 3)), 1 << (inner & 3));
    if (text + size > bytes.length) throw new Malformed('has settings that are damaged');
    return bytes.subarray(text, text + size);
  });
}
