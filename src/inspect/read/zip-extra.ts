import { Malformed } from './malformed.ts';

/** An extra field of a member: what it is, and its bytes. */
export interface ExtraField {
  id: number;
  data: Buffer;
}

/** The extra fields in `bytes`, or null where they do not follow each other up to the end. */
export function extraFields(bytes: Buffer): ExtraField[] | null {
  const fields: ExtraField[] = [];
  for (let at = 0; at < bytes.length; ) {
    if (at + 4 > bytes.length) return null;
    const end = at + 4 + bytes.readUInt16LE(at + 2);
    if (end > bytes.length) return null;
    fields.push({ id: bytes.readUInt16LE(at), data: bytes.subarray(at + 4, end) });
    at = end;
  }
  return fields;
}

/**
 * The `values` (size, packed size, offset), those of 0xffffffff as the zip64 field has them:
 * it holds, in this order, only what did not fit. What contradicts itself is told to `doubt`.
 * Source: PKWARE's APPNOTE 6.3.10, section 4.5.3.
 */
export function zip64Of(
  fields: ExtraField[],
  values: number[],
  doubt: (what: string) => void,
): number[] {
  const found = fields.filter(({ id }) => id === 1);
  if (found.length > 1) doubt('two zip64 fields');
  const data = found[0]?.data;
  let at = 0;
  return values.map((value) => {
    if (value !== 0xffffffff) return value;
    if (data === undefined || at + 8 > data.length) {
      doubt('a missing zip64 size');
      return value;
    }
    const whole = Number(data.readBigUInt64LE(at));
    at += 8;
    if (!Number.isSafeInteger(whole)) throw new Malformed('has a damaged zip directory');
    return whole;
  });
}
