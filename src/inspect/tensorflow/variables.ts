/** Variables of a TensorFlow graph. */
import type { Scope } from './graph.ts';

/** Operations that use a handle only as their name says. */
const PLAIN: ReadonlySet<string> = new Set([
  'AssignVariableOp',
  'ReadVariableOp',
  'VarIsInitializedOp',
]);

/** The variables of a graph by their handles: handles with the same shared name are one variable. */
export class Handles {
  readonly #variables = new Map<string, string>();
  readonly #shared = new Set<string>();
  #all = false;

  /** @param scopes the graph and its functions */
  constructor(scopes: Scope[]) {
    const [graph, ...functions] = scopes;
    if (graph === undefined) return;
    for (const node of graph.nodesOf((op) => op === 'VarHandleOp')) {
      this.#variables.set(node.name, node.texts.get('shared_name') || node.name);
    }
    for (const node of graph.nodesOf((op) => !PLAIN.has(op))) {
      for (const input of node.inputs) {
        const variable = this.#variables.get(input.split(':', 1)[0] as string);
        if (variable !== undefined) this.#shared.add(variable);
      }
    }
    for (const scope of scopes) {
      // It makes handles with many names at once.
      if (scope.operations.has('_VarHandlesOp')) this.#all = true;
    }
    for (const scope of functions) {
      for (const node of scope.nodesOf((op) => op === 'VarHandleOp')) {
        this.#shared.add(node.texts.get('shared_name') || node.name);
      }
    }
  }

  /** The variable that a node of the graph is a handle of, or null. */
  variable(node: string): string | null {
    return this.#variables.get(node) ?? null;
  }

  /** Whether anything but an assignment in the graph itself could write to the variable. */
  isShared(variable: string): boolean {
    return this.#all || this.#shared.has(variable);
  }
}
