import { Malformed } from '../read/malformed.ts';
import type { Value } from './values.ts';

/** Values that can be alive at once, on the stack as in the memo. */
const MOST_VALUES = 1_000_000;

const MARK = Symbol('mark');

/** The stack and the memo of a pickle machine, as `pickle._Unpickler` has them. */
export class Stack {
  readonly #values: (Value | typeof MARK)[] = [];
  readonly #memo = new Map<number, Value>();

  /** How many values the memo holds: the number under which MEMOIZE puts the next. */
  get memoised(): number {
    return this.#memo.size;
  }

  push(value: Value): void {
    if (this.#values.push(value) > MOST_VALUES) throw new Malformed('has too many values', 'limit');
  }

  mark(): void {
    if (this.#values.push(MARK) > MOST_VALUES) throw new Malformed('has too many values', 'limit');
  }

  pop(): Value {
    const value = this.top();
    this.#values.pop();
    return value;
  }

  /** Takes the last `count` values, in the order in which they were pushed. */
  take(count: number): Value[] {
    const values = this.#values.slice(-count);
    if (values.length < count || values.includes(MARK)) {
      throw new Malformed('takes from an empty stack');
    }
    this.#values.length -= count;
    return values as Value[];
  }

  /** POP: takes a value or, where there is none above it, a mark. */
  drop(): void {
    if (this.#values.pop() === undefined) throw new Malformed('takes from an empty stack');
  }

  top(): Value {
    const value = this.#values.at(-1);
    if (value === undefined || value === MARK) throw new Malformed('takes from an empty stack');
    return value;
  }

  /** Puts a reference that the loading program resolves; `pickle.load` alone resolves none. */
  persist(id: Value, stock: boolean): void {
    if (stock) throw new Malformed('refers to what only another program has');
    this.push({ kind: 'persistent', id });
  }

  /** Takes all values above the last mark, and the mark. */
  sinceMark(): Value[] {
    const mark = this.#values.lastIndexOf(MARK);
    if (mark < 0) throw new Malformed('has no mark where one is needed');
    return this.#values.splice(mark).slice(1) as Value[];
  }

  /** Remembers the value on top. */
  put(key: number): void {
    if (!Number.isSafeInteger(key) || key < 0) throw new Malformed('has a wrong memo number');
    if (this.#memo.size >= MOST_VALUES) throw new Malformed('has too many values', 'limit');
    this.#memo.set(key, this.top());
  }

  /** Brings back a value that was remembered. */
  get(key: number): void {
    const value = this.#memo.get(key);
    if (value === undefined) throw new Malformed('asks for a value that was never made');
    this.push(value);
  }
}
