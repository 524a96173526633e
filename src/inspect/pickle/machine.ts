import { Malformed } from '../read/malformed.ts';
import type { ByteStream } from '../read/stream.ts';
import { isArrayWrapper, rawArray } from './joblib.ts';
import { OP } from './opcodes.ts';
import {
  type Global,
  isGlobal,
  isMade,
  itemsOf,
  kindOf,
  type Made,
  OPAQUE,
  type Persistent,
  type Value,
} from './values.ts';

/** What walking one stream of pickles found, whether or not its end was reached. */
export interface PickleReport {
  /** Dotted names that unpickling would import. */
  imports: Set<string>;
  /** What no harmless pickle does, in words. */
  findings: Set<string>;
}

/** Opcodes in one stream; a million-word vocabulary takes a tenth of it. */
const MOST_OPCODES = 20_000_000;
/** Values that can be alive at once: stack, memo, and what containers keep. */
const MOST_VALUES = 1_000_000;
/** Milliseconds for one stream: the backstop where a decompressor is slow. */
const LONGEST = 1500;
/** Longest text that is kept, and longest line of the text protocol that can be read. */
const LONGEST_TEXT = 32 * 1024;
/** Bytes that are kept as they are: a numpy scalar's content. */
const SHORT_BYTES = 16;

const MARK = Symbol('mark');

/**
 * Walks pickles opcode by opcode, as `pickle.load` would, and describes what would be made.
 * Nothing is imported or called. Whatever cannot be followed is a Malformed, and the imports
 * and findings up to there stay in the report: code before an error runs too.
 */
export class PickleMachine {
  readonly report: PickleReport;
  readonly #stream: ByteStream;
  readonly #arrays: boolean;
  readonly #limits: { opcodes: number; values: number; end: number };
  /** Where the current frame ends, in bytes of the stream. */
  #frameEnd = 0;
  #stack: (Value | typeof MARK)[] = [];
  #memo = new Map<number, Value>();

  /**
   * @param stream where the next pickle starts
   * @param options `arrays`: raw array bytes stand in the stream as joblib writes them
   */
  constructor(stream: ByteStream, options: { arrays: boolean }, outer?: PickleMachine) {
    this.#stream = stream;
    this.#arrays = options.arrays;
    this.report = outer?.report ?? { imports: new Set(), findings: new Set() };
    this.#limits =
      outer === undefined ? { opcodes: 0, values: 0, end: Date.now() + LONGEST } : outer.#limits;
  }

  /** Walks one pickle up to its STOP and gives what it would return. */
  async load(): Promise<Value> {
    this.#stack = [];
    this.#memo = new Map();
    const stream = this.#stream;
    for (;;) {
      if (stream.ready < 16) {
        await stream.fill(LONGEST_TEXT);
        if (stream.ready === 0) throw new Malformed('ends before the pickle does');
        if (Date.now() > this.#limits.end) throw new Malformed('takes too long to walk through');
      }
      if (++this.#limits.opcodes > MOST_OPCODES) throw new Malformed('has too many opcodes');
      const op = stream.window[stream.at++] as number;
      if (op === OP.STOP) return this.#pop();
      if (!(this.#simple(op) || this.#container(op) || this.#call(op))) await this.#read(op);
    }
  }

  /** Stack and memo, constants and short numbers: most of what there is. */
  #simple(op: number): boolean {
    switch (op) {
      case OP.MARK:
        this.#push(MARK);
        return true;
      case OP.NONE:
        this.#push(null);
        return true;
      case OP.NEWTRUE:
      case OP.NEWFALSE:
        this.#push(op === OP.NEWTRUE);
        return true;
      case OP.BININT1:
        this.#push(this.#unsigned(1));
        return true;
      case OP.BININT2:
        this.#push(this.#unsigned(2));
        return true;
      case OP.BININT:
        this.#push(this.#unsigned(4) | 0);
        return true;
      case OP.BINFLOAT:
        this.#take(8);
        this.#push(this.#stream.window.readDoubleBE(this.#stream.at - 8));
        return true;
      case OP.POP:
        if (this.#stack.pop() === undefined) throw new Malformed('takes from an empty stack');
        return true;
      case OP.POP_MARK:
        this.#sinceMark();
        return true;
      case OP.DUP:
        this.#push(this.#top());
        return true;
      case OP.MEMOIZE:
        this.#put(this.#memo.size);
        return true;
      case OP.BINPUT:
        this.#put(this.#unsigned(1));
        return true;
      case OP.LONG_BINPUT:
        this.#put(this.#unsigned(4));
        return true;
      case OP.BINGET:
        this.#get(this.#unsigned(1));
        return true;
      case OP.LONG_BINGET:
        this.#get(this.#unsigned(4));
        return true;
      case OP.PROTO:
        if (this.#unsigned(1) > 5) throw new Malformed('has a pickle protocol above 5');
        return true;
      default:
        return false;
    }
  }

  #container(op: number): boolean {
    switch (op) {
      case OP.EMPTY_LIST:
      case OP.EMPTY_TUPLE:
      case OP.EMPTY_SET:
        this.#sequence(op === OP.EMPTY_LIST ? 'list' : op === OP.EMPTY_SET ? 'set' : 'tuple', []);
        return true;
      case OP.LIST:
      case OP.TUPLE:
      case OP.FROZENSET:
        this.#sequence(
          op === OP.LIST ? 'list' : op === OP.TUPLE ? 'tuple' : 'set',
          this.#sinceMark(),
        );
        return true;
      case OP.TUPLE1:
      case OP.TUPLE2:
      case OP.TUPLE3: {
        const items: Value[] = [];
        for (let left = op - OP.TUPLE1 + 1; left > 0; left--) items.unshift(this.#pop());
        this.#sequence('tuple', items);
        return true;
      }
      case OP.EMPTY_DICT:
        this.#push({ kind: 'dict', items: [], length: 0 });
        return true;
      case OP.DICT: {
        const items = this.#sinceMark();
        this.#push({ kind: 'dict', items, length: items.length / 2 });
        return true;
      }
      case OP.APPEND:
        this.#add([this.#pop()], 1);
        return true;
      case OP.APPENDS:
      case OP.ADDITEMS:
        this.#add(this.#sinceMark(), 1);
        return true;
      case OP.SETITEM: {
        const value = this.#pop();
        this.#add([this.#pop(), value], 2);
        return true;
      }
      case OP.SETITEMS:
        this.#add(this.#sinceMark(), 2);
        return true;
      default:
        return false;
    }
  }

  /** What would run code. */
  #call(op: number): boolean {
    switch (op) {
      case OP.REDUCE:
      case OP.NEWOBJ: {
        const args = this.#pop();
        this.#make(this.#pop(), args);
        return true;
      }
      case OP.NEWOBJ_EX: {
        this.#pop();
        const args = this.#pop();
        this.#make(this.#pop(), args);
        return true;
      }
      case OP.OBJ: {
        const [callee, ...items] = this.#sinceMark();
        if (callee === undefined) throw new Malformed('makes an object of nothing');
        this.#make(callee, { kind: 'tuple', items, length: items.length });
        return true;
      }
      case OP.STACK_GLOBAL: {
        const name = this.#pop();
        const module = this.#pop();
        if (typeof name !== 'string' || typeof module !== 'string') {
          this.report.findings.add('an import whose name is computed');
          this.#push(OPAQUE);
        } else this.#push(this.#import(module, name));
        return true;
      }
      case OP.EXT1:
      case OP.EXT2:
      case OP.EXT4: {
        const code = this.#unsigned(op === OP.EXT1 ? 1 : op === OP.EXT2 ? 2 : 4);
        this.report.findings.add(`an import by extension code ${code}`);
        this.#push(OPAQUE);
        return true;
      }
      case OP.BINPERSID:
        this.#push({ kind: 'persistent', id: this.#pop() });
        return true;
      default:
        return false;
    }
  }

  /** Opcodes whose argument can be longer than the window. */
  async #read(op: number): Promise<void> {
    switch (op) {
      case OP.BUILD: {
        const state = this.#pop();
        const target = this.#top();
        if (isMade(target)) target.state = state;
        else this.report.findings.add(`a state set on ${describe(target)}`);
        if (this.#arrays && isArrayWrapper(target)) {
          // joblib reads the array after the frame: opcodes between the two would be run later.
          if (this.#stream.position < this.#frameEnd)
            throw new Malformed('has an array in a frame');
          this.#pop();
          const nested = () => new PickleMachine(this.#stream, { arrays: false }, this).load();
          this.#push(await rawArray(target, this.#stream, nested));
        }
        return;
      }
      case OP.SHORT_BINUNICODE:
      case OP.SHORT_BINSTRING:
        return this.#text(this.#unsigned(1));
      case OP.BINUNICODE:
      case OP.BINSTRING:
        return this.#text(this.#unsigned(4));
      case OP.BINUNICODE8:
        return this.#text(this.#unsigned(8));
      case OP.SHORT_BINBYTES:
        return this.#bytes(this.#unsigned(1));
      case OP.BINBYTES:
        return this.#bytes(this.#unsigned(4));
      case OP.BINBYTES8:
      case OP.BYTEARRAY8:
        return this.#bytes(this.#unsigned(8));
      case OP.LONG1:
        return this.#long(this.#unsigned(1));
      case OP.LONG4:
        return this.#long(this.#unsigned(4));
      case OP.FRAME:
        // Read through a frame or not, the opcodes are the same; Python's two readers differ in
        // how strict they are, so what only one of them takes is refused.
        if (this.#stream.position < this.#frameEnd) throw new Malformed('has a frame in a frame');
        this.#frameEnd = this.#unsigned(8) + this.#stream.position;
        return;
      case OP.INT:
      case OP.LONG:
      case OP.FLOAT:
        return this.#number(await this.#line(), op);
      case OP.STRING: {
        const line = await this.#line();
        const plain = line === null ? null : /^(['"])([^\\]*)\1\s*$/.exec(line);
        // An escape could spell a name in another way: then it is no name for us.
        this.#push(plain?.[2] ?? OPAQUE);
        return;
      }
      case OP.UNICODE: {
        const line = await this.#line();
        this.#push(line === null || line.includes('\\') ? OPAQUE : line);
        return;
      }
      case OP.GLOBAL:
        this.#push(this.#import(await this.#name(), await this.#name()));
        return;
      case OP.INST: {
        const callee = this.#import(await this.#name(), await this.#name());
        const items = this.#sinceMark();
        this.#make(callee, { kind: 'tuple', items, length: items.length });
        return;
      }
      case OP.PERSID:
        this.#push({ kind: 'persistent', id: await this.#line() });
        return;
      case OP.PUT:
        this.#put(Number(await this.#name()));
        return;
      case OP.GET:
        this.#get(Number(await this.#name()));
        return;
      default:
        throw new Malformed(`has an opcode that cannot be followed (0x${op.toString(16)})`);
    }
  }

  #push(value: Value | typeof MARK): void {
    if (this.#stack.push(value) > MOST_VALUES) throw new Malformed('has too many values');
  }

  #pop(): Value {
    const value = this.#stack.pop();
    if (value === undefined || value === MARK) throw new Malformed('takes from an empty stack');
    return value;
  }

  #top(): Value {
    const value = this.#stack.at(-1);
    if (value === undefined || value === MARK) throw new Malformed('takes from an empty stack');
    return value;
  }

  #sinceMark(): Value[] {
    const mark = this.#stack.lastIndexOf(MARK);
    if (mark < 0) throw new Malformed('has no mark where one is needed');
    return this.#stack.splice(mark).slice(1) as Value[];
  }

  #put(key: number): void {
    if (!Number.isSafeInteger(key) || key < 0) throw new Malformed('has a wrong memo number');
    if (this.#memo.size >= MOST_VALUES) throw new Malformed('has too many values');
    this.#memo.set(key, this.#top());
  }

  #get(key: number): void {
    const value = this.#memo.get(key);
    if (value === undefined) throw new Malformed('asks for a value that was never made');
    this.#push(value);
  }

  #sequence(kind: 'list' | 'tuple' | 'set', items: Value[]): void {
    this.#push({ kind, items, length: items.length });
  }

  /** Adds to the container on top; `each` is how many values make one entry. */
  #add(values: Value[], each: 1 | 2): void {
    const target = this.#top();
    if (typeof target !== 'object' || target === null || !('items' in target)) {
      this.report.findings.add(`items added to ${describe(target)}`);
      return;
    }
    target.length += values.length / each;
    if (this.#limits.values > MOST_VALUES) return;
    this.#limits.values += values.length;
    for (const value of values) target.items.push(value);
  }

  #import(module: string, name: string): Global {
    const dotted = `${module}.${name}`;
    this.report.imports.add(dotted);
    if (this.report.imports.size > 10_000) throw new Malformed('imports too many names');
    return { kind: 'global', module, name: dotted };
  }

  #make(target: Value, args: Value): void {
    const callee = classOf(target);
    if (!isGlobal(callee)) {
      // A callable that was itself computed could be anything, getattr's result for one.
      this.report.findings.add(`a call of ${describe(callee)}`);
      this.#push(OPAQUE);
      return;
    }
    const made: Made = { kind: 'made', callee, args, state: undefined, items: [], length: 0 };
    this.#push(made);
  }

  #take(length: number): void {
    if (this.#stream.ready < length) throw new Malformed('ends inside an opcode');
    this.#stream.at += length;
  }

  #unsigned(length: 1 | 2 | 4 | 8): number {
    this.#take(length);
    const { window, at } = this.#stream;
    if (length < 8) return window.readUIntLE(at - length, length);
    return window.readUInt32LE(at - 8) + window.readUInt32LE(at - 4) * 2 ** 32;
  }

  async #piece(length: number, most: number): Promise<Buffer | null> {
    const stream = this.#stream;
    if (length > most) {
      if (!(await stream.skip(length))) throw new Malformed('ends inside a value');
      return null;
    }
    if (stream.ready < length) await stream.fill(length);
    this.#take(length);
    return stream.window.subarray(stream.at - length, stream.at);
  }

  async #text(length: number): Promise<void> {
    const piece = await this.#piece(length, LONGEST_TEXT);
    this.#push(piece?.toString('utf8') ?? OPAQUE);
  }

  async #bytes(length: number): Promise<void> {
    const piece = await this.#piece(length, SHORT_BYTES);
    this.#push(piece === null ? OPAQUE : { kind: 'opaque', bytes: Buffer.from(piece) });
  }

  async #long(length: number): Promise<void> {
    const piece = await this.#piece(length, 6);
    this.#push(piece === null ? OPAQUE : length === 0 ? 0 : piece.readIntLE(0, length));
  }

  #number(line: string | null, op: number): void {
    const text = (line ?? '').trim();
    if (op === OP.INT && (text === '00' || text === '01')) this.#push(text === '01');
    else if (/^[-+]?[0-9][0-9_]*L?$/.test(text)) {
      const value = Number(text.replace(/[_L]/g, ''));
      this.#push(Number.isSafeInteger(value) ? value : OPAQUE);
    } else if (op === OP.FLOAT || line === null) this.#push(OPAQUE);
    else throw new Malformed('has a number that is none');
  }

  /** The rest of a line of the text protocol, or null where it is too long to keep. */
  async #line(): Promise<string | null> {
    const stream = this.#stream;
    await stream.fill(LONGEST_TEXT);
    let end = stream.window.indexOf(0x0a, stream.at);
    if (end >= 0) {
      const text = stream.window.toString('utf8', stream.at, end);
      stream.at = end + 1;
      return text;
    }
    while (end < 0) {
      if (stream.ready === 0) throw new Malformed('ends inside a line');
      stream.at = stream.window.length;
      await stream.fill(LONGEST_TEXT);
      end = stream.window.indexOf(0x0a, stream.at);
    }
    stream.at = end + 1;
    return null;
  }

  async #name(): Promise<string> {
    const line = await this.#line();
    if (line === null) throw new Malformed('has a name that is too long');
    return line;
  }
}

/** torch before 1.6 wraps a module's class as the persistent id ('module', class, file, source). */
function classOf(value: Value): Value {
  if (kindOf(value) !== 'persistent') return value;
  const id = itemsOf((value as Persistent).id);
  return id?.[0] === 'module' && isGlobal(id[1]) ? id[1] : value;
}

function describe(value: Value): string {
  if (isGlobal(value)) return `the import ${value.name}`;
  if (isMade(value)) return `what ${value.callee.name} gives`;
  return kindOf(value) === 'opaque' ? 'something computed' : 'a plain value';
}
