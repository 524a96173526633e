/** Extra fields of zip members. */
import { Malformed } from './malformed.ts';

/** An extra field of a member. */
export interface ExtraField {
  id: number;
  data: Buffer;
}

/** The extra fields in `bytes`, or null if they do not fill it exactly. */
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
 * The `values` (size, packed size, offset), with those of 0xffffffff replaced from the zip64 field,
 * which has only these, in this order. Calls `doubt` for contradictions.
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
