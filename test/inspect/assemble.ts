import { crc32 } from 'node:zlib';

/** Small writers of the formats that tests need in hostile variants, which no library writes. */

/** Pickle opcodes by name, with their argument. */
export const op = {
  proto: (version: number) => Buffer.from([0x80, version]),
  global: (module: string, name: string) => Buffer.from(`c${module}\n${name}\n`),
  inst: (module: string, name: string) => Buffer.from(`i${module}\n${name}\n`),
  text: (value: string) => {
    const bytes = Buffer.from(value);
    const head = Buffer.alloc(5, 'X');
    head.writeUInt32LE(bytes.length, 1);
    return Buffer.concat([head, bytes]);
  },
  string: (quoted: string) => Buffer.from(`S${quoted}\n`),
  bytes: (value: Buffer) => {
    const head = Buffer.alloc(5, 'B');
    head.writeUInt32LE(value.length, 1);
    return Buffer.concat([head, value]);
  },
  int: (value: number) => {
    const bytes = Buffer.alloc(5, 'J');
    bytes.writeInt32LE(value, 1);
    return bytes;
  },
  frame: (length: number) => {
    const bytes = Buffer.alloc(9, 0x95);
    bytes.writeBigUInt64LE(BigInt(length), 1);
    return bytes;
  },
  put: (key: number) => Buffer.from([0x71, key]),
  get: (key: number) => Buffer.from([0x68, key]),
  mark: Buffer.from('('),
  stop: Buffer.from('.'),
  pop: Buffer.from('0'),
  none: Buffer.from('N'),
  reduce: Buffer.from('R'),
  build: Buffer.from('b'),
  obj: Buffer.from('o'),
  tuple: Buffer.from('t'),
  tuple1: Buffer.from([0x85]),
  tuple2: Buffer.from([0x86]),
  emptyTuple: Buffer.from(')'),
  emptyDict: Buffer.from('}'),
  emptyList: Buffer.from(']'),
  append: Buffer.from('a'),
  setItems: Buffer.from('u'),
  newobj: Buffer.from([0x81]),
  newobjEx: Buffer.from([0x92]),
  stackGlobal: Buffer.from([0x93]),
  memoize: Buffer.from([0x94]),
} as const;

/** Opcodes one after the other. */
export const join = (...parts: Buffer[]) => Buffer.concat(parts);

/** A pickle of protocol 4 with these opcodes. */
export const pickle = (...parts: Buffer[]) => join(op.proto(4), ...parts, op.stop);

/** A member of a zip; `flags` and `method` can lie. */
export interface Member {
  name: string;
  data: Buffer;
  flags?: number;
  method?: number;
}

/** A zip that stores its members as they are. */
export function zip(members: Member[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, data, flags = 0, method = 0 } of members) {
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(flags, 2);
    common.writeUInt16LE(method, 4);
    common.writeUInt32LE(crc32(data), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(data.length, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), data]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, rest, Buffer.from(name));
    locals.push(local);
    at += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, central, end]);
}

/** A PyTorch archive around a `data.pkl`. */
export const torchZip = (data: Buffer, ...more: Member[]) =>
  zip([
    { name: 'archive/data.pkl', data },
    { name: 'archive/version', data: Buffer.from('3\n') },
    ...more,
  ]);

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  do {
    bytes.push(Number(rest & 0x7fn) | (rest > 0x7fn ? 0x80 : 0));
    rest >>= 7n;
  } while (rest > 0n);
  return Buffer.from(bytes);
}

/** A protobuf field: a number is a varint, anything else is length-delimited. */
export function field(number: number, value: number | string | Buffer): Buffer {
  if (typeof value === 'number') return join(varint(number * 8), varint(value));
  const content = Buffer.from(value as string);
  return join(varint(number * 8 + 2), varint(content.length), content);
}

const octal = (value: number, length: number) => `${value.toString(8).padStart(length - 1, '0')}\0`;

/** A tar of these members; the name field may hold anything. */
export function tar(members: { name: Buffer | string; data: Buffer; type?: string }[]): Buffer {
  const blocks: Buffer[] = [];
  for (const { name, data, type = '0' } of members) {
    const header = Buffer.alloc(512);
    Buffer.from(name as string).copy(header);
    header.write(octal(data.length, 12), 124, 'latin1');
    header.write(type, 156, 'latin1');
    header.write('ustar\x0000', 257, 'latin1');
    header.fill(' ', 148, 156);
    header.write(
      octal(
        header.reduce((sum, byte) => sum + byte, 0),
        7,
      ),
      148,
      'latin1',
    );
    blocks.push(header, data, Buffer.alloc((512 - (data.length % 512)) % 512));
  }
  return join(...blocks, Buffer.alloc(1024));
}
