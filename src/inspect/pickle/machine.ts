/** Walks a pickle's opcodes, importing and calling nothing; our own, as no library is safe on hostile files. */
import { Malformed } from '../read/malformed.ts';
import type { ByteStream } from '../read/stream.ts';
import { Arguments, LONGEST_TEXT } from './arguments.ts';
import { boundBy, isGlobalMethod, isLookup, lookupIn } from './bound.ts';
import { checkBuild, checkCall, checkTarget } from './calls.ts';
import { containerOpcode } from './containers.ts';
import { isArrayWrapper, isForeignWrapper, leaksAny, leaksWrapper, rawArray } from './joblib.ts';
import { Limits } from './limits.ts';
import { lineLiteral } from './literals.ts';
import { OP } from './opcodes.ts';
import { plainOpcode } from './plain.ts';
import type { PickleReport, Reading } from './report.ts';
import { Stack } from './stack.ts';
import { checkItems, checkKeywords } from './state.ts';
import {
  calleeOf,
  type Global,
  isMade,
  kindOf,
  type Mapping,
  NOTHING,
  OPAQUE,
  shown,
  type Value,
} from './values.ts';

const MOST_IMPORTS = 10_000;
/** Longest dotted name of module and class, in characters. */
const LONGEST_NAME = 500;

/**
 * Walks pickles opcode by opcode, as `pickle.load` would, and describes what would be made.
 * Nothing is imported or called. Throws Malformed for what could not be parsed; imports and findings
 * up to there stay in the report, because code before an error runs too.
 */
export class PickleMachine {
  readonly report: PickleReport;
  readonly #stream: ByteStream;
  readonly #arguments: Arguments;
  readonly #reading: Reading;
  /** Counts of this walk, and their limits. */
  readonly limits: Limits;
  /** The position in the stream at which the current frame ends. */
  #frameEnd = 0;
  #stack = new Stack();

  /**
   * @param stream at the start of the next pickle
   * @param outer the machine whose pickle contains this one; it shares report and limits
   */
  constructor(stream: ByteStream, reading: Reading, outer?: PickleMachine) {
    this.#stream = stream;
    this.#arguments = outer === undefined ? new Arguments(stream) : outer.#arguments;
    this.#reading = reading;
    this.report = outer?.report ?? { imports: new Set(), findings: new Set(), protocol: 0 };
    this.report.called ??= new Set();
    this.limits = outer === undefined ? new Limits(stream.budget, reading.opcodes) : outer.limits;
  }

  /** Walks one pickle up to its STOP; returns what `pickle.load` would return. */
  async load(): Promise<Value> {
    this.#stack = new Stack();
    const stream = this.#stream;
    for (;;) {
      if (stream.ready < 16) {
        await stream.fill(LONGEST_TEXT);
        if (stream.ready === 0) throw new Malformed('ends before the pickle does', 'cut off');
        stream.budget.check();
      }
      this.limits.opcode();
      const op = this.#arguments.opcode();
      if (op === OP.STOP) return this.#stop();
      if (plainOpcode(op, this.#stack, this.#arguments)) continue;
      if (containerOpcode(op, this.#stack, this.limits, this.#into)) continue;
      if (!this.#call(op)) await this.#long(op);
    }
  }

  #stop(): Value {
    // Python's two unpicklers continue at different places: after STOP or after the frame.
    if (this.#stream.position < this.#frameEnd) {
      this.#find('a pickle that ends inside of its frame');
    }
    const made = this.#stack.pop();
    this.#reportLookup([made]);
    return made;
  }

  /** Opcodes that import or call. Returns false for any other. */
  #call(op: number): boolean {
    const stack = this.#stack;
    switch (op) {
      case OP.REDUCE:
      case OP.NEWOBJ: {
        const args = stack.pop();
        this.#make(stack.pop(), args, op === OP.NEWOBJ ? 'newobj' : 'call');
        return true;
      }
      case OP.NEWOBJ_EX: {
        const named = stack.pop();
        const args = stack.pop();
        if (leaksWrapper(named)) this.#leak();
        const odd = checkKeywords(shown(stack.top()), named);
        if (odd !== null) this.#find(odd);
        this.#make(stack.pop(), args, 'newobj');
        return true;
      }
      case OP.OBJ: {
        const [callee, ...items] = stack.sinceMark();
        if (callee === undefined) throw new Malformed('makes an object of nothing');
        this.#into(null, items);
        this.#make(callee, { kind: 'tuple', items, length: items.length }, 'call');
        return true;
      }
      case OP.STACK_GLOBAL: {
        const name = stack.pop();
        const module = stack.pop();
        if (typeof name === 'string' && typeof module === 'string') {
          stack.push(this.#import(module, name));
          return true;
        }
        // Python accepts texts only; one of them may have been too long to keep.
        const texts = [name, module].every((each) => typeof each === 'string' || each === OPAQUE);
        if (this.#reading.stock && !texts)
          throw new Malformed('imports something that is not a name');
        this.#find('an import whose name is computed');
        stack.push(OPAQUE);
        return true;
      }
      case OP.EXT1:
      case OP.EXT2:
      case OP.EXT4: {
        const code = this.#arguments.unsigned(op === OP.EXT1 ? 1 : op === OP.EXT2 ? 2 : 4);
        // None are registered, unless the loading program does it.
        if (this.#reading.stock) throw new Malformed('imports by an unregistered extension code');
        this.#find(`an import by extension code ${code}`);
        stack.push(OPAQUE);
        return true;
      }
      default:
        return false;
    }
  }

  /** Opcodes whose argument can be longer than the window. */
  async #long(op: number): Promise<void> {
    const stack = this.#stack;
    const read = this.#arguments;
    switch (op) {
      case OP.PROTO: {
        const protocol = read.unsigned(1);
        if (protocol > 5) throw new Malformed('has a pickle protocol above 5');
        this.report.protocol = Math.max(this.report.protocol, protocol);
        return;
      }
      case OP.BUILD:
        return this.#build();
      case OP.FRAME: {
        // The opcodes are the same with or without frames; Python's two unpicklers differ in how
        // strict they are, so what only one of them accepts is refused.
        if (this.#stream.position < this.#frameEnd) throw new Malformed('has a frame in a frame');
        const length = read.unsigned(8);
        this.#frameEnd = length + this.#stream.position;
        return;
      }
      case OP.GLOBAL:
        stack.push(this.#import(await read.name(), await read.name()));
        return;
      case OP.INST: {
        const callee = this.#import(await read.name(), await read.name());
        const items = stack.sinceMark();
        this.#into(null, items);
        this.#make(callee, { kind: 'tuple', items, length: items.length }, 'call');
        return;
      }
      case OP.PERSID:
      case OP.BINPERSID:
        this.report.persistent = true;
        stack.persist(
          op === OP.PERSID ? await read.line() : stack.pop(),
          this.#reading.stock === true,
        );
        return;
      case OP.PUT:
        stack.put(await read.memoNumber());
        return;
      case OP.GET:
        stack.get(await read.memoNumber());
        return;
      default:
        if (await read.constant(op, stack)) return;
        if (await lineLiteral(op, stack, read)) return;
        throw new Malformed(`has an opcode that could not be parsed (0x${op.toString(16)})`);
    }
  }

  async #build(): Promise<void> {
    const state = this.#stack.pop();
    const target = this.#stack.top();
    this.#expect(target);
    const { items, length } = state as Mapping;
    if (kindOf(state) === 'dict' && items.length !== 2 * length) {
      throw new Malformed('has too many values', 'limit');
    }
    if (length > 100) this.#stream.budget.check();
    if (leaksWrapper(state)) this.#leak();
    this.#reportLookup([state]);
    const found =
      checkTarget(target, 'a state set') ?? (isMade(target) ? checkBuild(target, state) : null);
    if (found !== null) this.#find(found);
    const again = isMade(target) && target.state !== undefined;
    if (isMade(target)) target.state = state;
    if (!this.#reading.arrays || !isArrayWrapper(target)) return;
    // joblib reads the array after the frame: opcodes between would run later.
    if (this.#stream.position < this.#frameEnd) throw new Malformed('has an array in a frame');
    if (again) throw new Malformed('has an array that is described twice');
    this.report.arrays = true;
    this.#stack.pop();
    const nested = () => new PickleMachine(this.#stream, { arrays: false }, this).load();
    this.#stack.push(await rawArray(target, this.#stream, nested));
  }

  /** Checks items that are added to a container or object. */
  readonly #into = (target: Value, items: Value[]): void => {
    if (this.#reading.arrays && leaksAny(target, items)) this.#leak();
    this.#reportLookup(items);
    const odd = checkItems(items);
    if (odd !== null) this.#find(odd);
    if (target === null) return;
    this.#expect(target);
    const found = checkTarget(target, 'items added');
    if (found !== null) this.#find(found);
  };

  #import(module: string, name: string): Global {
    let dotted = `${module}.${name}`;
    if (dotted.length > LONGEST_NAME) {
      if (this.#reading.stock) throw new Malformed('imports a name that nothing has');
      this.#find(`an import whose name has ${dotted.length} characters`);
      dotted = dotted.slice(0, LONGEST_NAME);
    }
    if (isLookup(dotted)) return { kind: 'global', name: dotted };
    this.report.imports.add(dotted);
    if (this.report.imports.size > MOST_IMPORTS) {
      throw new Malformed('imports too many names', 'limit');
    }
    if (this.#reading.arrays && isForeignWrapper(dotted)) {
      this.#find(`${dotted}: a joblib array that could not be parsed`);
    }
    return { kind: 'global', name: dotted };
  }

  #make(target: Value, args: Value, how: 'call' | 'newobj'): void {
    this.limits.make();
    if (this.#reading.stock && kindOf(args) !== 'tuple' && !isMade(args)) {
      throw new Malformed('calls without arguments');
    }
    if (leaksWrapper(args) || (isMade(target) && leaksWrapper(target))) this.#leak();
    const callee = calleeOf(target);
    if (callee === null) {
      this.#expect(target);
      // A computed callable could be anything, such as a result of getattr.
      this.#find(`a call of ${shown(target)}`);
      this.#stack.push(OPAQUE);
      return;
    }
    this.report.called?.add(callee.name);
    const method = boundBy(callee, args);
    if (method !== null) {
      if (isGlobalMethod(method)) this.report.imports.add(method.name);
      this.#stack.push(method);
      return;
    }
    this.#reportLookup([callee]);
    const found = checkCall(callee.name, args, how);
    if (found !== null) this.#find(found);
    this.#stack.push({ kind: 'made', callee, args, state: undefined, items: NOTHING, length: 0 });
  }

  /** Reports a lookup import that is used for more than a harmless call. */
  #reportLookup(values: readonly Value[]): void {
    const name = lookupIn(values);
    if (name !== null) this.report.imports.add(name);
  }

  /** For a stock unpickler: ends the walk if a value can neither be called nor get a state. */
  #expect(target: Value): void {
    const plain = typeof target !== 'object' || target === null || target === OPAQUE;
    if (this.#reading.stock && plain) throw new Malformed('uses a plain value as an object');
  }

  #leak(): void {
    if (this.#reading.arrays) this.#find('a joblib array that is used before it is read');
  }

  #find(finding: string): void {
    if (this.report.findings.size < MOST_IMPORTS) this.report.findings.add(finding);
  }
}
