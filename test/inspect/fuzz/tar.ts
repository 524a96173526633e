/** Tars, as torch.save wrote them before 0.1.10, and changes that make one contradict itself. */
import { EXTREMES, pick, type Random } from './random.ts';
import { otherCase } from './zip.ts';

/** A member of a tar; `type` is the header's flag, `0` for a file. */
export interface TarEntry {
  name: string;
  data: Buffer;
  type?: string;
  /** The size that the header claims. */
  size?: number;
}

/** The bytes of a tar in the form of POSIX (ustar). */
export function writeTar(entries: readonly TarEntry[]): Buffer {
  const parts = entries.flatMap(({ name, data, type = '0', size = data.length }) => {
    const head = Buffer.alloc(512);
    head.write(name.slice(0, 100));
    head.write('0000644\x000000000\x000000000\0', 100);
    head.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
    head.write('00000000000\0        ', 136);
    head.write(`${type}`, 156);
    head.write('ustar\x0000', 257);
    const sum = head.reduce((total, byte) => total + byte, 0);
    head.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    return [head, data, Buffer.alloc((512 - (data.length % 512)) % 512)];
  });
  return Buffer.concat([...parts, Buffer.alloc(1024)]);
}

/** A record of a PAX header: its own length stands before it. */
export function paxRecord(key: string, value: string): Buffer {
  const body = ` ${key}=${value}\n`;
  let length = body.length + 1;
  while (`${length}${body}`.length !== length) length = `${length}${body}`.length;
  return Buffer.from(`${length}${body}`);
}

/** Members before `entries[at]` by which a reader takes another name for it, in the ways of PAX and GNU. */
export function renaming(name: string, random: Random): TarEntry {
  return random(2) === 0
    ? { name: 'PaxHeaders/x', data: paxRecord('path', name), type: 'x' }
    : { name: '././@LongLink', data: Buffer.from(`${name}\0`), type: 'L' };
}

/** A tar of these members after some changes. */
export function damagedTar(members: readonly TarEntry[], random: Random): Buffer {
  const entries = members.map((entry) => ({ ...entry }));
  for (let changes = random(4); changes > 0; changes--) {
    const at = random(entries.length);
    const one = entries[at] as TarEntry;
    const changed: TarEntry[][] = [
      [one, { ...one }],
      [one, { ...one, name: otherCase(one.name) }],
      [{ ...one, size: pick(EXTREMES, random) }],
      [{ ...one, type: pick(['1', '2', '3', '5', '6', 'L', 'x', 'g', 'S', '\0'], random) }],
      [renaming(pick(entries, random).name, random), one],
      [{ ...one, name: pick(['../', '/', './', '\0', 'x'.repeat(99)], random) + one.name }],
      [{ ...one, data: one.data.subarray(0, random(one.data.length + 1)) }],
      [{ ...one, data: writeTar(entries.slice(0, 2)) }],
    ];
    entries.splice(at, 1, ...pick(changed, random));
  }
  const bytes = writeTar(entries);
  const cut = random(4) === 0 ? random(bytes.length) : bytes.length;
  return bytes.subarray(0, cut);
}
