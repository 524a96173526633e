import { equal, match, ok, rejects } from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inspectModel } from '../../src/inspect/inspect.ts';
import { inTemporary } from './fixtures.ts';

const SECURITY = path.join(import.meta.dirname, '../fixtures/security');

describe('directories whose verdict was wrong', () => {
  for (const [name, verdict, reason] of [
    ['v15c_hf_pickle_txt', 'dangerous', /system.*training_args\.txt/],
    ['v15d_hf_NaN_auto_map', 'unknown-imports', /^modeling_evil\.M: code that auto_map/],
    ['v16_mlflow_pickle_txt', 'dangerous', /system.*model\.txt/],
    ['v16b_mlflow_loader_module', 'unknown-imports', /^evil_pkg\.loader: a module that MLflow/],
  ] as const) {
    it(`calls ${name} ${verdict}`, async () => {
      const { safety } = await inspectModel(path.join(SECURITY, name));
      equal(safety.verdict, verdict);
      match(safety.reasons?.[0] ?? '', reason);
    });
  }

  const quickly = async (directory: string, message: RegExp) => {
    const start = performance.now();
    await rejects(inspectModel(directory), (error: Error) => {
      equal(error.name, 'UserError', error.stack);
      match(String(error), message);
      return true;
    });
    const time = performance.now() - start;
    ok(time < 2000, `${Math.round(time)} ms`);
  };

  it('gives one line for many files that are slow to unpack', () =>
    quickly(path.join(SECURITY, 'hang/h07_directory_of_slow_files'), /takes too long to read/));

  it('gives one line for an MLmodel with a text that does not end', () =>
    inTemporary(async (directory) => {
      const line = `${'y'.repeat(80)}\n`;
      writeFileSync(path.join(directory, 'MLmodel'), `a: "x\n${line.repeat(19_000)}`);
      await quickly(directory, /is not YAML/);
    }));

  it('refuses Git LFS pointers inside directories, with what to type', async () => {
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'4d'.repeat(32)}\nsize 1629\n`;
    for (const [mark, weights] of [
      ['config.json', 'model.safetensors'],
      ['MLmodel', 'data/model.pth'],
      ['saved_model.pb', 'variables/variables.data-00000-of-00001'],
    ] as const) {
      await inTemporary(async (directory) => {
        const marks = {
          'config.json': '{"model_type": "vit"}',
          MLmodel: 'flavors:\n  pytorch: {}\n',
          'saved_model.pb': '\x08\x01\x12\x00',
        };
        writeFileSync(path.join(directory, mark), marks[mark]);
        mkdirSync(path.dirname(path.join(directory, weights)), { recursive: true });
        writeFileSync(path.join(directory, weights), pointer);
        await quickly(
          directory,
          new RegExp(`${path.basename(weights)}" is a Git LFS.*git lfs pull`),
        );
      });
    }
  });
});
