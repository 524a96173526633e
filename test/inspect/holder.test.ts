import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspectModel } from '../../src/inspect/inspect.ts';

describe('an estimator inside of something else', () => {
  const folder = mkdtempSync(join(tmpdir(), 'holder-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const estimator =
    "(isklearn.linear_model._base\nLinearRegression\n(dS'_sklearn_version'\nS'1.9.1'\nsb";
  for (const [what, pickle, note] of [
    [
      'a class',
      `(imypackage\nHolder\n(dS'part'\n${estimator}sb.`,
      'A pickled mypackage.Holder holds the estimators: your code may have to take them out.',
    ],
    [
      'a dict',
      `(dS'part'\n${estimator}s.`,
      'The estimators are in a dict: your code has to take them out.',
    ],
  ] as const) {
    it(`is told with the name of ${what}`, async () => {
      const path = join(folder, 'model.pkl');
      writeFileSync(path, pickle);
      assert.deepEqual((await inspectModel(path)).warnings, [note]);
    });
  }
});
