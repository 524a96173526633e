/**
 * Reads the .npy files that images write, to compare them with the framework's own answers.
 * Format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
import { readFileSync } from 'node:fs';

export interface NpyArray {
  dtype: string;
  shape: number[];
  values: number[];
}

/** An array of little-endian floats or integers; throws on any other dtype and on Fortran order. */
export function readNpy(path: string): NpyArray {
  const file = readFileSync(path);
  if (file.subarray(0, 6).toString('latin1') !== '\x93NUMPY') throw new Error(`${path}: no .npy`);
  const wide = file.readUInt8(6) > 1;
  const begin = wide ? 12 : 10;
  const end = begin + (wide ? file.readUInt32LE(8) : file.readUInt16LE(8));
  const header = file.subarray(begin, end).toString('latin1');
  const dtype = /'descr': '<?([^']+)'/.exec(header)?.[1] ?? '?';
  const shape = /'shape': \(([^)]*)\)/.exec(header)?.[1] ?? '';
  if (!header.includes("'fortran_order': False")) throw new Error(`${path}: Fortran order`);
  const data = Uint8Array.prototype.slice.call(file, end).buffer;
  const kinds: Record<string, () => ArrayLike<number | bigint>> = {
    f4: () => new Float32Array(data),
    f8: () => new Float64Array(data),
    i4: () => new Int32Array(data),
    i8: () => new BigInt64Array(data),
  };
  const values = kinds[dtype]?.();
  if (!values) throw new Error(`${path}: dtype ${dtype} is not read here`);
  const sizes = shape.split(',').map((size) => size.trim());
  return {
    dtype,
    shape: sizes.filter(Boolean).map(Number),
    values: Array.from(values, Number),
  };
}

/** The largest difference between two arrays; throws where their shapes differ. */
export function largestDifference(got: NpyArray, wanted: NpyArray): number {
  if (String(got.shape) !== String(wanted.shape)) {
    throw new Error(`the shape is (${got.shape}), wanted (${wanted.shape})`);
  }
  return got.values.reduce(
    (worst, value, i) => Math.max(worst, Math.abs(value - (wanted.values[i] ?? Number.NaN))),
    0,
  );
}

/** The bytes of a .npy file (format 1.0) that holds an array of little-endian floats. */
export function npyFile(values: Float32Array | Float64Array, shape: number[]): Buffer {
  const dtype = values instanceof Float32Array ? '<f4' : '<f8';
  const sizes = shape.map((size) => `${size},`).join(' ');
  const text = `{'descr': '${dtype}', 'fortran_order': False, 'shape': (${sizes}), }`;
  const header = Buffer.from(`${text.padEnd(128 - 10 - 1)}\n`, 'latin1');
  const start = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, header.length, 0]);
  return Buffer.concat([start, header, Buffer.from(values.buffer)]);
}
