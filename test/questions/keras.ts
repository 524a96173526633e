/** Options of collect() for a Keras model, and an `Ask` that agrees. */
import { view } from '../../src/catalog/view.ts';
import type { ModelFacts } from '../../src/core/model-facts.ts';
import type { CollectOptions, Prompt } from '../../src/questions/collect.ts';

export const KERAS: ModelFacts = {
  format: 'keras',
  framework: 'tensorflow',
  frameworkVersion: null,
  savedWith: 'Keras 3.15.1',
  inputs: null,
  outputs: null,
  needs: [],
  safety: { verdict: 'data-only', imports: [] },
  warnings: [],
};

export function options(change: Partial<CollectOptions> = {}): CollectOptions {
  return {
    given: {},
    ask: null,
    catalog: view,
    defaults: null,
    directoryName: null,
    inspect: async () => ({ facts: KERAS, modelName: 'My Digits é.keras' }),
    ...change,
  };
}

/** Answers every question with its default and keeps what was asked. */
export function agreeing(asked: Prompt[]) {
  return async (prompt: Prompt) => {
    asked.push(prompt);
    return prompt.default;
  };
}
