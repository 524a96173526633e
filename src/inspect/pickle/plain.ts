/** Opcodes for constants, stack and memo. */
import type { Arguments } from './arguments.ts';
import { OP } from './opcodes.ts';
import type { Stack } from './stack.ts';
import { OPAQUE } from './values.ts';

/**
 * Carries out an opcode that only changes stack and memo, or pushes a constant, a number or a
 * short text. Most opcodes are of this kind. Returns false for any other.
 */
export function plainOpcode(op: number, stack: Stack, read: Arguments): boolean {
  switch (op) {
    case OP.MARK:
      stack.mark();
      return true;
    case OP.NONE:
      stack.push(null);
      return true;
    case OP.NEWTRUE:
    case OP.NEWFALSE:
      stack.push(op === OP.NEWTRUE);
      return true;
    case OP.BININT1:
      stack.push(read.unsigned(1));
      return true;
    case OP.BININT2:
      stack.push(read.unsigned(2));
      return true;
    case OP.BININT:
      stack.push(read.unsigned(4) | 0);
      return true;
    case OP.BINFLOAT:
      stack.push(read.double());
      return true;
    case OP.POP:
      stack.drop();
      return true;
    case OP.POP_MARK:
      stack.sinceMark();
      return true;
    case OP.DUP:
      stack.push(stack.top());
      return true;
    case OP.MEMOIZE:
      stack.put(stack.memoised);
      return true;
    case OP.BINPUT:
      stack.put(read.unsigned(1));
      return true;
    case OP.LONG_BINPUT:
      stack.put(read.unsigned(4));
      return true;
    case OP.BINGET:
      stack.get(read.unsigned(1));
      return true;
    case OP.LONG_BINGET:
      stack.get(read.unsigned(4));
      return true;
    case OP.SHORT_BINUNICODE:
    case OP.SHORT_BINSTRING:
    case OP.BINUNICODE: {
      const width = op === OP.BINUNICODE ? 4 : 1;
      const length = read.lengthAtHand(width);
      if (length === null) return false;
      read.skipAtHand(width);
      stack.push(read.textAtHand(length));
      return true;
    }
    case OP.SHORT_BINBYTES: {
      const length = read.lengthAtHand(1);
      if (length === null) return false;
      read.skipAtHand(1 + length);
      stack.push(OPAQUE);
      return true;
    }
    default:
      return false;
  }
}
