/** Zips whose parts contradict each other, and changes that make an honest one such. */
import { crc32, deflateRawSync } from 'node:zlib';
import { EXTREMES, pick, type Random } from './random.ts';

/** A member; what is not given is as it should be. */
export interface Entry {
  name: string;
  data: Buffer;
  /** The name that stands right before the data. */
  localName?: string;
  /** Extra fields, both in the directory and before the data. */
  extra?: Buffer;
  flags?: number;
  /** 8 packs the data; any other number only says so. */
  method?: number;
  /** Sizes as the directory has them. */
  size?: number;
  packed?: number;
}

/** What stands around the members. */
export interface Around {
  prefix?: Buffer;
  /** Added to each offset: an honest one counts the prefix. */
  shift?: number;
  comment?: Buffer;
}

/** The bytes of a zip. */
export function writeZip(entries: readonly Entry[], around: Around = {}): Buffer {
  const { prefix = Buffer.alloc(0), comment = Buffer.alloc(0) } = around;
  const shift = around.shift ?? prefix.length;
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = shift;
  for (const { name, data, localName = name, extra = Buffer.alloc(0), ...more } of entries) {
    const { flags = 0, method = 0 } = more;
    const content = method === 8 ? deflateRawSync(data, { level: 1 }) : data;
    const common = (called: string, size: number, packed: number) => {
      const bytes = Buffer.alloc(26);
      bytes.writeUInt16LE(20, 0);
      bytes.writeUInt16LE(flags, 2);
      bytes.writeUInt16LE(method, 4);
      bytes.writeUInt32LE(crc32(data), 10);
      bytes.writeUInt32LE(packed >>> 0, 14);
      bytes.writeUInt32LE(size >>> 0, 18);
      bytes.writeUInt16LE(Buffer.byteLength(called), 22);
      bytes.writeUInt16LE(extra.length, 24);
      return bytes;
    };
    const before = common(localName, data.length, content.length);
    const local = [Buffer.from('PK\x03\x04'), before, Buffer.from(localName), extra, content];
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at >>> 0, 10);
    directory.push(
      Buffer.from('PK\x01\x02\x14\x00', 'latin1'),
      common(name, more.size ?? data.length, more.packed ?? content.length),
      rest,
      Buffer.from(name),
      extra,
    );
    locals.push(...local);
    at += local.reduce((sum, part) => sum + part.length, 0);
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(at >>> 0, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([prefix, ...locals, central, end, comment]);
}

/** The extra field by which some readers take another name (Info-ZIP's unicode path, 0x7075). */
export function unicodePath(name: string, other: string): Buffer {
  const head = Buffer.alloc(9);
  head.writeUInt16LE(0x7075, 0);
  head.writeUInt16LE(5 + Buffer.byteLength(other), 2);
  head[4] = 1;
  head.writeUInt32LE(crc32(Buffer.from(name)), 5);
  return Buffer.concat([head, Buffer.from(other)]);
}

/** The name with letters of the other case. */
export function otherCase(name: string): string {
  const upper = name.toUpperCase();
  return upper === name ? name.toLowerCase() : upper;
}

/** One change each, of a list that holds some members; the list is changed. */
const CHANGES: ((entries: Entry[], random: Random) => void)[] = [
  (entries, random) => entries.push({ ...pick(entries, random) }),
  (entries, random) => {
    const one = pick(entries, random);
    entries.splice(random(entries.length + 1), 0, { ...one, name: otherCase(one.name) });
  },
  (entries, random) => {
    const [one, other] = [pick(entries, random), pick(entries, random)];
    one.extra = unicodePath(one.name, other.name);
  },
  (entries, random) => {
    pick(entries, random).localName = pick(entries, random).name;
  },
  (entries, random) => {
    const [one, other] = [pick(entries, random), pick(entries, random)];
    [one.name, other.name] = [other.name, one.name];
  },
  (entries, random) => {
    pick(entries, random).size = pick(EXTREMES, random);
  },
  (entries, random) => {
    pick(entries, random).packed = pick(EXTREMES, random);
  },
  (entries, random) => {
    pick(entries, random).method = pick([0, 1, 8, 12, 14, 93, 99], random);
  },
  (entries, random) => {
    pick(entries, random).flags = 1 << random(16);
  },
  (entries, random) => {
    pick(entries, random).extra = Buffer.from([random(256), random(256), random(32), 0, 1, 2]);
  },
  (entries, random) => {
    const one = pick(entries, random);
    const odd = ['', '/', '../', 'a/../', '\\', '\0', '\u202e', './', 'x'.repeat(3000)];
    one.name = pick(odd, random) + one.name;
  },
  (entries, random) => {
    if (entries.length > 1) entries.splice(random(entries.length), 1);
  },
  (entries, random) => {
    const one = pick(entries, random);
    one.data = one.data.subarray(0, random(one.data.length + 1));
  },
  (entries, random) => {
    pick(entries, random).data = writeZip(entries.slice(0, 3));
  },
];

/** A zip of these members after some changes, perhaps with another zip or other bytes around it. */
export function damagedZip(members: readonly Entry[], random: Random): Buffer {
  const entries = members.map((entry) => ({ ...entry }));
  for (let changes = random(4); changes > 0; changes--) pick(CHANGES, random)(entries, random);
  const junk = Buffer.alloc(random(2000), random(256));
  switch (random(6)) {
    case 0:
      return writeZip(entries, { prefix: junk, shift: pick([0, junk.length], random) });
    case 1:
      return writeZip(entries, { comment: junk.subarray(0, 0xffff) });
    case 2:
      return Buffer.concat([writeZip(entries), writeZip(members)]);
    case 3:
      return Buffer.concat([writeZip(members), junk]);
    default:
      return writeZip(entries);
  }
}
