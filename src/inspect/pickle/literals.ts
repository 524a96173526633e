/** Constants of pickle protocol 0, which are lines of text. */
import { Malformed } from '../read/malformed.ts';
import type { Arguments } from './arguments.ts';
import { OP } from './opcodes.ts';
import type { Stack } from './stack.ts';
import { OPAQUE, type Value } from './values.ts';

/** Characters that no number contains; blanks and words such as `infinity` are allowed. */
const NOT_A_NUMBER = /[^\s\w+.-]/;

/** Pushes a constant that is a line of text (protocol 0). Returns false for any other opcode. */
export async function lineLiteral(op: number, stack: Stack, read: Arguments): Promise<boolean> {
  switch (op) {
    case OP.INT:
    case OP.LONG:
      stack.push(integer(await read.line(NOT_A_NUMBER), op === OP.INT));
      return true;
    case OP.FLOAT:
      await read.line(NOT_A_NUMBER);
      stack.push(OPAQUE);
      return true;
    case OP.STRING:
      stack.push(quotedText(await read.line()));
      return true;
    case OP.UNICODE: {
      const line = await read.line();
      stack.push(line === null ? OPAQUE : unescaped(line));
      return true;
    }
    default:
      return false;
  }
}

/** INT writes the booleans as `00` and `01`. Throws Malformed if it is not a number, like Python. */
function integer(line: string | null, isInt: boolean): Value {
  if (line === null) return OPAQUE;
  const text = line.trim();
  if (isInt && (text === '00' || text === '01')) return text === '01';
  if (!/^[-+]?\d[\d_]*L?$/.test(text)) throw new Malformed('has an invalid number');
  // One of Python's unpicklers reads octal, the other raises an error.
  if (/^[-+]?0\d/.test(text)) throw new Malformed('has a number that starts with a zero');
  const value = Number(text.replace(/[_L]/g, ''));
  return Number.isSafeInteger(value) ? value : OPAQUE;
}

/** The text of a UNICODE line: its only escapes are `\uXXXX` and `\UXXXXXXXX` (`raw-unicode-escape`). */
function unescaped(line: string): Value {
  if (!line.includes('\\')) return line;
  if (!/^[\x20-\x7e\t]*$/.test(line)) return OPAQUE;
  let whole = true;
  const text = line.replace(/\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.|$)/g, (found, after: string) => {
    if (after.length < 2 && !/^[uU]$/.test(after)) return found;
    const code = after.length < 2 ? Number.NaN : Number.parseInt(after.slice(1), 16);
    const fits = code <= 0x10ffff && (after.length === 5) === after.startsWith('u');
    if (!fits) whole = false;
    return fits ? String.fromCodePoint(code) : '';
  });
  return whole ? text : OPAQUE;
}

/** The text of a STRING line, unescaped like `codecs.escape_decode`; opaque if that may fail. */
function quotedText(line: string | null): Value {
  const match = line === null ? null : /^(['"])(.*)\1$/s.exec(line.trimEnd());
  const quoted = match?.[2];
  if (quoted === undefined) return OPAQUE;
  if (!quoted.includes('\\')) return quoted;
  if (!/^[\x20-\x7e\t]*$/.test(quoted)) return OPAQUE;
  let whole = true;
  const text = quoted.replace(/\\(x[0-9a-fA-F]{2}|[0-7]{1,3}|.|$)/g, (found, after: string) => {
    if (/^[0-7]/.test(after)) return String.fromCharCode(Number.parseInt(after, 8) & 0xff);
    if (after.length === 3) return String.fromCharCode(Number.parseInt(after.slice(1), 16));
    const plain = ESCAPES.get(after);
    if (plain !== undefined) return plain;
    if (after === 'x' || after === '') whole = false;
    return found;
  });
  return whole ? text : OPAQUE;
}

const ESCAPES = new Map(
  Object.entries({
    '\\': '\\',
    "'": "'",
    '"': '"',
    a: '\x07',
    b: '\b',
    f: '\f',
    n: '\n',
    r: '\r',
    t: '\t',
    v: '\v',
  }),
);
