/** Stack and memo of the pickle machine. */
import { Malformed } from '../read/malformed.ts';
import type { Value } from './values.ts';

/** Most values on the stack, and most values in the memo. */
const MOST_VALUES = 1_000_000;

const MARK = Symbol('mark');

/** The stack and the memo of a pickle machine, as in `pickle._Unpickler`. */
export class Stack {
  readonly #values: (Value | typeof MARK)[] = [];
  readonly #memo = new Map<number, Value>();

  /** How many values the memo holds: the number that MEMOIZE gives to the next. */
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

  /** Pops the last `count` values; returns them in the order in which they were pushed. */
  take(count: number): Value[] {
    const values = this.#values.slice(-count);
    if (values.length < count || values.includes(MARK)) {
      throw new Malformed('takes from an empty stack');
    }
    this.#values.length -= count;
    return values as Value[];
  }

  /** POP: removes the top, a value or a mark. */
  drop(): void {
    if (this.#values.pop() === undefined) throw new Malformed('takes from an empty stack');
  }

  top(): Value {
    const value = this.#values.at(-1);
    if (value === undefined || value === MARK) throw new Malformed('takes from an empty stack');
    return value;
  }

  /** Pushes a persistent reference, which the loading program resolves; `pickle.load` cannot. */
  persist(id: Value, stock: boolean): void {
    if (stock) throw new Malformed('refers to an object of another program');
    this.push({ kind: 'persistent', id });
  }

  /** Pops all values above the last mark, and the mark. */
  sinceMark(): Value[] {
    const mark = this.#values.lastIndexOf(MARK);
    if (mark < 0) throw new Malformed('has no mark where one is needed');
    return this.#values.splice(mark).slice(1) as Value[];
  }

  /** Stores the value on top in the memo. */
  put(key: number): void {
    if (!Number.isSafeInteger(key) || key < 0) throw new Malformed('has an invalid memo number');
    if (this.#memo.size >= MOST_VALUES) throw new Malformed('has too many values', 'limit');
    this.#memo.set(key, this.top());
  }

  /** Pushes a value of the memo. */
  get(key: number): void {
    const value = this.#memo.get(key);
    if (value === undefined) throw new Malformed('refers to a memo entry that does not exist');
    this.push(value);
  }
}
