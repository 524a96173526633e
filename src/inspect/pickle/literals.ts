import { Malformed } from '../read/malformed.ts';
import type { Arguments } from './arguments.ts';
import { OP } from './opcodes.ts';
import type { Stack } from './stack.ts';
import { OPAQUE, type Value } from './values.ts';

/** Pushes a constant that is written as a line of text (protocol 0). Gives false for any other. */
export async function lineLiteral(op: number, stack: Stack, read: Arguments): Promise<boolean> {
  switch (op) {
    case OP.INT:
    case OP.LONG:
      stack.push(integer(await read.line(), op === OP.INT));
      return true;
    case OP.FLOAT:
      await read.line();
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

/** INT writes the booleans as `00` and `01`. Throws Malformed for what is no number, as Python. */
function integer(line: string | null, isInt: boolean): Value {
  if (line === null) return OPAQUE;
  const text = line.trim();
  if (isInt && (text === '00' || text === '01')) return text === '01';
  if (!/^[-+]?\d[\d_]*L?$/.test(text)) throw new Malformed('has a number that is none');
  // Octal to one reader of Python's, an error to the other.
  if (/^[-+]?0\d/.test(text)) throw new Malformed('has a number that starts with a zero');
  const value = Number(text.replace(/[_L]/g, ''));
  return Number.isSafeInteger(value) ? value : OPAQUE;
}

/** A text with an escape is opaque: it could spell any name. */
function quotedText(line: string | null): Value {
  const plain = line === null ? null : /^(['"])([^\\]*)\1\s*$/.exec(line);
  return plain?.[2] ?? OPAQUE;
}

/** What a line of UNICODE spells, whose writer escapes line ends and backslashes as `\u000a`. */
function unescaped(line: string): Value {
  let escapes = 0;
  const text = line.replace(/\\u([0-9A-Fa-f]{4})/g, (_, hex: string) => {
    escapes++;
    return String.fromCharCode(Number.parseInt(hex, 16));
  });
  // Any other backslash could change what the next one means.
  return line.split('\\').length - 1 === escapes ? text : OPAQUE;
}
