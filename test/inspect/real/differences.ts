import type { ModelFacts, Tensor } from '../../../src/core/model-facts.ts';

/** What read_models.py prints of a file: what its framework says, as far as it can be asked. */
export interface Answer {
  inputs?: Tensor[];
  outputs?: Tensor[];
  /** The framework gives inputs and outputs by name, in no order. */
  unordered?: boolean;
  /** Of the inputs, where the framework knows no more of them. */
  names?: string[];
  features?: number | null;
  /** Whether torch.load takes it with weights_only. */
  weights_only?: boolean;
  /** What unpickling would import, dotted. */
  imports?: string[];
  error?: string;
}

/** Says what of the inspector's facts differs from the framework's answer, of how many things. */
export function differencesOf(
  facts: ModelFacts,
  answer: Answer,
): { compared: number; differences: string[] } {
  const differences: string[] = [];
  let compared = 0;
  const compare = (what: string, ours: unknown, theirs: unknown) => {
    compared++;
    const [left, right] = [JSON.stringify(ours), JSON.stringify(theirs)];
    if (left !== right) differences.push(`${what} ${left}, the framework says ${right}`);
  };
  const ordered = (list: Tensor[] | null) =>
    answer.unordered ? list?.toSorted((a, b) => (a.name < b.name ? -1 : 1)) : list;
  if (answer.inputs !== undefined) compare('inputs', ordered(facts.inputs), answer.inputs);
  if (answer.outputs !== undefined) compare('outputs', ordered(facts.outputs), answer.outputs);
  if (answer.names !== undefined) {
    const names = facts.inputs?.map((input) => input.name);
    compare('input names', names, answer.names);
  }
  if (typeof answer.features === 'number') {
    compare('features', facts.inputs?.[0]?.shape?.[1], answer.features);
  }
  if (answer.weights_only !== undefined) {
    const refuses = facts.warnings.some((warning) => /refuses it with weights_only/.test(warning));
    compare('weights_only', !refuses, answer.weights_only);
  }
  if (answer.imports !== undefined && answer.imports.length > 0) {
    // Python stops where it cannot go on (a file of Python 2): the inspector may see more.
    const seen = new Set(facts.safety.imports.map(newer));
    const missed = answer.imports.filter((name) => !seen.has(name));
    compare('imports missed', [], missed);
  }
  return { compared, differences };
}

/** The name that Python 3 asks for where a pickle has that of Python 2. */
export function newer(name: string): string {
  return name.replace(/^__builtin__\./, 'builtins.').replace(/^copy_reg\./, 'copyreg.');
}
