import { Malformed } from '../read/malformed.ts';
import type { ByteStream } from '../read/stream.ts';
import { Arguments, LONGEST_TEXT } from './arguments.ts';
import { isArrayWrapper, rawArray } from './joblib.ts';
import { lineLiteral } from './literals.ts';
import { OP } from './opcodes.ts';
import { plainOpcode } from './plain.ts';
import { Stack } from './stack.ts';
import { calleeOf, type Global, isMade, NOTHING, OPAQUE, shown, type Value } from './values.ts';

/** What walking one stream of pickles found, whether or not its end was reached. */
export interface PickleReport {
  /** Dotted names that unpickling would import. */
  imports: Set<string>;
  /** What no harmless pickle does, in words. */
  findings: Set<string>;
  /** The highest protocol that a pickle of it states; 0 where none does. */
  protocol: number;
}

/** Opcodes in one stream; a million-word vocabulary takes a tenth of it. */
const MOST_OPCODES = 20_000_000;
/** Containers and calls in one stream, and items that they keep: what can fill the memory. */
const MOST_MADE = 600_000;
const MOST_IMPORTS = 10_000;

/**
 * Walks pickles opcode by opcode, as `pickle.load` would, and describes what would be made.
 * Nothing is imported or called. Whatever cannot be followed is a Malformed, and the imports
 * and findings up to there stay in the report: code before an error runs too.
 */
export class PickleMachine {
  readonly report: PickleReport;
  readonly #stream: ByteStream;
  readonly #arguments: Arguments;
  readonly #arrays: boolean;
  readonly #limits: { opcodes: number; made: number; kept: number };
  /** Where the current frame ends, in bytes of the stream. */
  #frameEnd = 0;
  #stack = new Stack();

  /**
   * @param stream where the next pickle starts
   * @param options `arrays`: raw array bytes stand in the stream as joblib writes them
   * @param outer the machine in whose pickle this one stands; it shares report and limits
   */
  constructor(stream: ByteStream, options: { arrays: boolean }, outer?: PickleMachine) {
    this.#stream = stream;
    this.#arguments = outer === undefined ? new Arguments(stream) : outer.#arguments;
    this.#arrays = options.arrays;
    this.report = outer?.report ?? { imports: new Set(), findings: new Set(), protocol: 0 };
    this.#limits = outer === undefined ? { opcodes: 0, made: 0, kept: 0 } : outer.#limits;
  }

  /** Walks one pickle up to its STOP and gives what it would return. */
  async load(): Promise<Value> {
    this.#stack = new Stack();
    const stream = this.#stream;
    const limits = this.#limits;
    for (;;) {
      if (stream.ready < 16) {
        await stream.fill(LONGEST_TEXT);
        if (stream.ready === 0) throw new Malformed('ends before the pickle does');
        stream.budget.check();
      }
      if (++limits.opcodes > MOST_OPCODES) throw new Malformed('has too many opcodes');
      const op = this.#arguments.opcode();
      if (op === OP.STOP) return this.#stack.pop();
      if (plainOpcode(op, this.#stack, this.#arguments)) continue;
      if (!(this.#container(op) || this.#call(op))) await this.#long(op);
    }
  }

  #container(op: number): boolean {
    const stack = this.#stack;
    switch (op) {
      case OP.EMPTY_LIST:
      case OP.EMPTY_TUPLE:
      case OP.EMPTY_SET:
        this.#collect(
          op === OP.EMPTY_LIST ? 'list' : op === OP.EMPTY_SET ? 'set' : 'tuple',
          NOTHING,
        );
        return true;
      case OP.LIST:
      case OP.TUPLE:
      case OP.FROZENSET: {
        const kind = op === OP.LIST ? 'list' : op === OP.TUPLE ? 'tuple' : 'set';
        this.#collect(kind, stack.sinceMark());
        return true;
      }
      case OP.TUPLE1:
      case OP.TUPLE2:
      case OP.TUPLE3: {
        this.#collect('tuple', stack.take(op - OP.TUPLE1 + 1));
        return true;
      }
      case OP.EMPTY_DICT:
        this.#collect('dict', NOTHING);
        return true;
      case OP.DICT:
        this.#collect('dict', stack.sinceMark());
        return true;
      case OP.APPEND:
        this.#add([stack.pop()], 1);
        return true;
      case OP.APPENDS:
      case OP.ADDITEMS:
        this.#add(stack.sinceMark(), 1);
        return true;
      case OP.SETITEM: {
        const value = stack.pop();
        this.#add([stack.pop(), value], 2);
        return true;
      }
      case OP.SETITEMS:
        this.#add(stack.sinceMark(), 2);
        return true;
      default:
        return false;
    }
  }

  /** What would import or call. */
  #call(op: number): boolean {
    const stack = this.#stack;
    switch (op) {
      case OP.REDUCE:
      case OP.NEWOBJ: {
        const args = stack.pop();
        this.#make(stack.pop(), args);
        return true;
      }
      case OP.NEWOBJ_EX: {
        stack.pop();
        const args = stack.pop();
        this.#make(stack.pop(), args);
        return true;
      }
      case OP.OBJ: {
        const [callee, ...items] = stack.sinceMark();
        if (callee === undefined) throw new Malformed('makes an object of nothing');
        this.#make(callee, { kind: 'tuple', items, length: items.length });
        return true;
      }
      case OP.STACK_GLOBAL: {
        const name = stack.pop();
        const module = stack.pop();
        if (typeof name !== 'string' || typeof module !== 'string') {
          this.report.findings.add('an import whose name is computed');
          stack.push(OPAQUE);
        } else stack.push(this.#import(module, name));
        return true;
      }
      case OP.EXT1:
      case OP.EXT2:
      case OP.EXT4: {
        const code = this.#arguments.unsigned(op === OP.EXT1 ? 1 : op === OP.EXT2 ? 2 : 4);
        this.report.findings.add(`an import by extension code ${code}`);
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
      case OP.SHORT_BINUNICODE:
      case OP.SHORT_BINSTRING:
        stack.push(await read.text(read.unsigned(1)));
        return;
      case OP.BINUNICODE:
      case OP.BINSTRING:
        stack.push(await read.text(read.unsigned(4)));
        return;
      case OP.BINUNICODE8:
        stack.push(await read.text(read.unsigned(8)));
        return;
      case OP.SHORT_BINBYTES:
        return this.#bytes(read.unsigned(1));
      case OP.BINBYTES:
        return this.#bytes(read.unsigned(4));
      case OP.BINBYTES8:
      case OP.BYTEARRAY8:
        return this.#bytes(read.unsigned(8));
      case OP.LONG1:
      case OP.LONG4: {
        const length = read.unsigned(op === OP.LONG1 ? 1 : 4);
        const piece = await read.piece(length, 6);
        stack.push(piece === null ? OPAQUE : length === 0 ? 0 : piece.readIntLE(0, length));
        return;
      }
      case OP.FRAME: {
        // Read through a frame or not, the opcodes are the same; Python's two readers differ in
        // how strict they are, so what only one of them takes is refused.
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
        this.#make(callee, { kind: 'tuple', items, length: items.length });
        return;
      }
      case OP.PERSID:
        stack.push({ kind: 'persistent', id: await read.line() });
        return;
      case OP.PUT:
        stack.put(Number(await read.name()));
        return;
      case OP.GET:
        stack.get(Number(await read.name()));
        return;
      default:
        if (await lineLiteral(op, stack, read)) return;
        throw new Malformed(`has an opcode that cannot be followed (0x${op.toString(16)})`);
    }
  }

  async #build(): Promise<void> {
    const state = this.#stack.pop();
    const target = this.#stack.top();
    if (isMade(target)) target.state = state;
    else this.report.findings.add(`a state set on ${shown(target)}`);
    if (!this.#arrays || !isArrayWrapper(target)) return;
    // joblib reads the array after the frame: opcodes between the two would be run later.
    if (this.#stream.position < this.#frameEnd) throw new Malformed('has an array in a frame');
    this.#stack.pop();
    const nested = () => new PickleMachine(this.#stream, { arrays: false }, this).load();
    this.#stack.push(await rawArray(target, this.#stream, nested));
  }

  #collect(kind: 'list' | 'tuple' | 'set' | 'dict', items: Value[]): void {
    if (++this.#limits.made > MOST_MADE) throw new Malformed('has too many values');
    this.#stack.push({ kind, items, length: kind === 'dict' ? items.length / 2 : items.length });
  }

  /** Adds to the container on top; `each` is how many values make one entry. */
  #add(values: Value[], each: 1 | 2): void {
    const target = this.#stack.top();
    if (typeof target !== 'object' || target === null || !('items' in target)) {
      this.report.findings.add(`items added to ${shown(target)}`);
      return;
    }
    target.length += values.length / each;
    this.#limits.kept += values.length;
    if (this.#limits.kept > MOST_MADE) return;
    if (target.items.length === 0) target.items = values;
    else for (const value of values) target.items.push(value);
  }

  #import(module: string, name: string): Global {
    const dotted = `${module}.${name}`;
    this.report.imports.add(dotted);
    if (this.report.imports.size > MOST_IMPORTS) throw new Malformed('imports too many names');
    return { kind: 'global', name: dotted };
  }

  #make(target: Value, args: Value): void {
    if (++this.#limits.made > MOST_MADE) throw new Malformed('has too many values');
    const callee = calleeOf(target);
    if (callee === null) {
      // A callable that was itself computed could be anything, getattr's result for one.
      this.report.findings.add(`a call of ${shown(target)}`);
      this.#stack.push(OPAQUE);
    } else {
      this.#stack.push({ kind: 'made', callee, args, state: undefined, items: NOTHING, length: 0 });
    }
  }

  async #bytes(length: number): Promise<void> {
    await this.#arguments.piece(length, 0);
    this.#stack.push(OPAQUE);
  }
}
