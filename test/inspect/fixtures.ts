import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ModelFacts } from '../../src/core/model-facts.ts';
import { inspectModel } from '../../src/inspect/inspect.ts';

/** The committed models (test/fixtures/models/README.md says what each is). */
export const MODELS = path.join(import.meta.dirname, '../fixtures/models');

/** Inspects a committed model. */
export function fixture(name: string): Promise<ModelFacts> {
  return inspectModel(path.join(MODELS, name));
}

/** Runs `work` with an empty directory that is removed afterwards. */
export async function inTemporary<T>(work: (directory: string) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(path.join(tmpdir(), 'inspect-'));
  try {
    return await work(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Inspects content that stands in no file yet; its name says nothing about what it is. */
export function inspectBytes(content: Buffer): Promise<ModelFacts> {
  return inTemporary(async (directory) => {
    const file = path.join(directory, 'content');
    writeFileSync(file, content);
    return inspectModel(file);
  });
}
