/** Opcodes that make and fill containers. */
import type { Limits } from './limits.ts';
import { OP } from './opcodes.ts';
import type { Stack } from './stack.ts';
import { NOTHING, type Value } from './values.ts';

/** Checks items that are added to `target`, or to a new container if it is null. */
export type Into = (target: Value, items: Value[]) => void;

/**
 * Carries out an opcode that makes a list, tuple, set or dict, or adds to the object on the stack.
 * @param into checks items before they are put into a container
 * Returns false for any other opcode.
 */
export function containerOpcode(op: number, stack: Stack, limits: Limits, into: Into): boolean {
  switch (op) {
    case OP.EMPTY_LIST:
    case OP.EMPTY_TUPLE:
    case OP.EMPTY_SET: {
      const kind = op === OP.EMPTY_LIST ? 'list' : op === OP.EMPTY_SET ? 'set' : 'tuple';
      collect(kind, NOTHING, stack, limits, into);
      return true;
    }
    case OP.LIST:
    case OP.TUPLE:
    case OP.FROZENSET: {
      const kind = op === OP.LIST ? 'list' : op === OP.TUPLE ? 'tuple' : 'set';
      collect(kind, stack.sinceMark(), stack, limits, into);
      return true;
    }
    case OP.TUPLE1:
    case OP.TUPLE2:
    case OP.TUPLE3:
      collect('tuple', stack.take(op - OP.TUPLE1 + 1), stack, limits, into);
      return true;
    case OP.EMPTY_DICT:
      collect('dict', NOTHING, stack, limits, into);
      return true;
    case OP.DICT:
      collect('dict', stack.sinceMark(), stack, limits, into);
      return true;
    case OP.APPEND:
      add([stack.pop()], 1, stack, limits, into);
      return true;
    case OP.APPENDS:
    case OP.ADDITEMS:
      add(stack.sinceMark(), 1, stack, limits, into);
      return true;
    case OP.SETITEM: {
      const value = stack.pop();
      add([stack.pop(), value], 2, stack, limits, into);
      return true;
    }
    case OP.SETITEMS:
      add(stack.sinceMark(), 2, stack, limits, into);
      return true;
    default:
      return false;
  }
}

function collect(
  kind: 'list' | 'tuple' | 'set' | 'dict',
  items: Value[],
  stack: Stack,
  limits: Limits,
  into: Into,
): void {
  limits.make();
  into(null, items);
  stack.push({ kind, items, length: kind === 'dict' ? items.length / 2 : items.length });
}

/** Adds to the container on top of the stack; `each` is the number of values of one entry. */
function add(values: Value[], each: 1 | 2, stack: Stack, limits: Limits, into: Into): void {
  const target = stack.top();
  into(target, values);
  if (typeof target !== 'object' || target === null || !('items' in target)) return;
  target.length += values.length / each;
  if (!limits.keep(values.length)) return;
  if (target.items.length === 0) target.items = values;
  else for (const value of values) target.items.push(value);
}
