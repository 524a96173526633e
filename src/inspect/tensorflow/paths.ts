/** Where the paths of a graph's file operations come from. */
import { Malformed } from '../read/malformed.ts';
import type { GraphNode, Scope } from './graph.ts';
import { Handles } from './variables.ts';

/**
 * Operations that read or write a file, which every SavedModel has for its variables and
 * vocabularies, with the inputs that are paths.
 */
export const PATH_OPERATIONS: ReadonlyMap<string, readonly number[]> = new Map([
  ['SaveV2', [0]],
  ['RestoreV2', [0]],
  ['MergeV2Checkpoints', [0, 1]],
  ['InitializeTableFromTextFileV2', [1]],
  ['InitializeTableFromTextFile', [1]],
]);
const CALLS: ReadonlySet<string> = new Set(['PartitionedCall', 'StatefulPartitionedCall']);
/** Operations that call functions of their settings with other inputs than their own. */
const CONTROL: ReadonlySet<string> = new Set(
  `If StatelessIf While StatelessWhile Case StatelessCase For SymbolicGradient BatchFunction MapDefun
   _If _While`.split(/\s+/),
);
/** Operations whose result starts with their first input. */
const FORWARDING: ReadonlySet<string> = new Set(
  'Identity StringJoin ShardedFilename Reshape ExpandDims Squeeze'.split(' '),
);
/** Names of the constant nodes that stand for files of the model. */
export type Assets = ReadonlySet<string>;
/** By function: whether each object that is bound to its last arguments is an asset. */
export type Bindings = ReadonlyMap<string, readonly boolean[]>;

/** Where a path comes from. */
type Origin =
  | { from: 'loader' }
  | { from: 'argument'; index: number }
  | { from: 'graph'; what: string };

const FROM_LOADER: Origin = { from: 'loader' };
const MOST_STEPS = 100_000;

/**
 * Reasons against the operations of PATH_OPERATIONS: a path must come from the loader (a
 * placeholder, or a constant that it replaces by an asset of the model), also through functions.
 * Sorted; empty if all do.
 */
export function checkPaths(scopes: Scope[], assets: Assets, bindings: Bindings): string[] {
  return new Paths(scopes, assets, bindings).check();
}

class Paths {
  readonly #scopes: Scope[];
  readonly #assets: Assets;
  readonly #bindings: Bindings;
  readonly #reasons = new Set<string>();
  /** Arguments of functions that become a path, with the operation: `function 0`. */
  readonly #pending = new Map<string, { scope: Scope; index: number; op: string }>();
  readonly #called = new Set<string>();
  #calls: { scope: Scope; node: GraphNode }[] | undefined;
  #handles: Handles | undefined;
  #steps = 0;

  constructor(scopes: Scope[], assets: Assets, bindings: Bindings) {
    this.#scopes = scopes;
    this.#assets = assets;
    this.#bindings = bindings;
  }

  check(): string[] {
    for (const scope of this.#scopes) {
      for (const node of scope.nodesOf((op) => PATH_OPERATIONS.has(op))) {
        for (const input of PATH_OPERATIONS.get(node.op) ?? [0])
          this.#take(scope, node, input, node.op);
      }
    }
    // Iteration of a map includes entries that are added during it.
    for (const [key, { scope, index, op }] of this.#pending) this.#callers(key, scope, index, op);
    return [...this.#reasons].sort();
  }

  #callers(key: string, callee: Scope, index: number, op: string): void {
    const name = callee.name as string;
    // The loader calls a function with bound objects, whatever the graph calls it with.
    const bound = this.#bindings.get(name);
    const isAsset = bound?.[index - (callee.args.length - bound.length)];
    if (isAsset === true) this.#called.add(key);
    else if (isAsset === false) {
      this.#reasons.add(`TensorFlow operation ${op}: reaches files, at an object bound to ${name}`);
    }
    this.#calls ??= [...this.#allCalls()];
    for (const { scope, node } of this.#calls) {
      if (node.op === name || (CALLS.has(node.op) && node.functions.includes(name))) {
        this.#called.add(key);
        this.#take(scope, node, index, op);
      } else if (node.functions.includes(name)) {
        this.#called.add(key);
        this.#reasons.add(`TensorFlow operation ${op}: called by ${node.op} with an unknown path`);
      }
    }
    if (!this.#called.has(key)) {
      this.#reasons.add(`TensorFlow operation ${op}: in a function that only the loader can call`);
    }
  }

  /** Every node that runs a function of the library. */
  *#allCalls(): Generator<{ scope: Scope; node: GraphNode }> {
    const names = new Set(this.#scopes.map((scope) => scope.name));
    const isCall = (op: string) => CALLS.has(op) || CONTROL.has(op) || names.has(op);
    for (const scope of this.#scopes) {
      for (const node of scope.nodesOf(isCall)) {
        if (++this.#steps > MOST_STEPS) throw new Malformed('has more calls than any real model');
        yield { scope, node };
      }
    }
  }

  #take(scope: Scope, node: GraphNode, input: number, op: string): void {
    for (const origin of this.#origins(scope, node.inputs[input])) {
      if (origin.from === 'graph') {
        this.#reasons.add(`TensorFlow operation ${op}: reaches files, at ${origin.what}`);
      } else if (origin.from === 'argument') {
        const key = `${scope.name} ${origin.index}`;
        if (!this.#pending.has(key)) this.#pending.set(key, { scope, index: origin.index, op });
      }
    }
  }

  #origins(scope: Scope, input: string | undefined): Origin[] {
    const found: Origin[] = [];
    const waiting = [input];
    const seen = new Set<string>();
    while (waiting.length > 0) {
      const name = base(waiting.pop());
      if (seen.has(name)) continue;
      seen.add(name);
      if (++this.#steps > MOST_STEPS)
        return [{ from: 'graph', what: 'a path that could not be traced' }];
      const argument = scope.args.indexOf(name);
      const node = argument >= 0 ? null : scope.node(name);
      if (argument >= 0) found.push({ from: 'argument', index: argument });
      else if (node === null) found.push({ from: 'graph', what: 'a missing path' });
      else if (node.op === 'Placeholder' && scope.name === null) found.push(FROM_LOADER);
      else if (node.op === 'PlaceholderWithDefault') found.push(this.#fed(scope, node));
      else if (node.op === 'Const') found.push(this.#constant(scope, node));
      else if (node.op === 'Pack') waiting.push(...node.inputs);
      else if (node.op === 'ReadVariableOp' && scope.name === null) {
        const assigned = this.#assigned(scope, node.inputs[0] ?? '');
        if (assigned.length === 0) found.push({ from: 'graph', what: 'a variable' });
        waiting.push(...assigned);
      } else if (FORWARDING.has(node.op)) {
        waiting.push(node.inputs[0]);
        if (node.op === 'StringJoin' && !this.#plainEnds(scope, node)) {
          found.push({ from: 'graph', what: 'a path that the graph composes' });
        }
      } else found.push({ from: 'graph', what: `the result of ${node.op}` });
    }
    return found;
  }

  /**
   * What the graph assigns to a variable: TensorFlow 2 keeps an asset's path in one. Empty if
   * anything else could assign to it.
   */
  #assigned(scope: Scope, input: string): string[] {
    this.#handles ??= new Handles(this.#scopes);
    const variable = this.#handles.variable(base(input));
    if (variable === null || this.#handles.isShared(variable)) return [];
    const values: string[] = [];
    for (const node of scope.nodesOf((op) => op === 'AssignVariableOp')) {
      if (++this.#steps > MOST_STEPS) return [];
      const target = this.#handles.variable(base(node.inputs[0]));
      if (target === null) return [];
      if (target === variable) values.push(node.inputs[1] ?? '');
    }
    return values;
  }

  /** TensorFlow 1's saver: the placeholder `save/Const`, whose default is "model". */
  #fed(scope: Scope, node: GraphNode): Origin {
    let given: GraphNode | null = node;
    for (let depth = 0; given?.op === 'PlaceholderWithDefault' && depth < 5; depth++) {
      given = scope.node(base(given.inputs[0]));
    }
    if (given?.op === 'Const' && given.constant === 'model') return FROM_LOADER;
    return given?.op === 'Const'
      ? this.#constant(scope, given)
      : { from: 'graph', what: 'a default' };
  }

  #constant(scope: Scope, node: GraphNode): Origin {
    const isAsset = scope.name === null && this.#assets.has(node.name);
    return isAsset
      ? FROM_LOADER
      : { from: 'graph', what: JSON.stringify(node.constant ?? '').slice(0, 100) };
  }

  /** Whether what is appended to a path cannot lead elsewhere: constants, or a choice of constants. */
  #plainEnds(scope: Scope, join: GraphNode): boolean {
    if ((join.texts.get('separator') ?? '') !== '') return false;
    const waiting = join.inputs.slice(1);
    for (let input = waiting.pop(); input !== undefined; input = waiting.pop()) {
      if (++this.#steps > MOST_STEPS) return false;
      const node = scope.node(base(input));
      // No text may end with a dot: joined texts could form two dots.
      if (node?.op === 'Const' && !/\.\.|^\/|\.$/.test(node.constant ?? '..')) continue;
      if (node?.op === 'Select' || node?.op === 'SelectV2') waiting.push(...node.inputs.slice(1));
      else if (node?.op === 'Identity') waiting.push(...node.inputs);
      else return false;
    }
    return true;
  }
}

/** The node of an input. */
function base(input: string | undefined): string {
  return (input ?? '').split(':', 1)[0] as string;
}
