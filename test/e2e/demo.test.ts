/** The README's first command, where an engine answers. */
import assert from 'node:assert/strict';
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { engineEnv } from './engine.ts';
import { countImage } from './folder.ts';
import { largestDifference, readNpy } from './npy.ts';
import { FIXTURES, REPOSITORY, temporaryFolder } from './places.ts';
import { FLOAT_PRECISION } from './predict.ts';
import { must } from './run.ts';

function assertPredicted(): void {
  const wanted = join(FIXTURES, 'expected/digits_sklearn.onnx/output.probabilities.npy');
  const answer = readNpy(join(REPOSITORY, 'demo/probabilities.npy'));
  assert.ok(largestDifference(answer, readNpy(wanted)) <= FLOAT_PRECISION);
}

/** A PATH of links to the programs of this machine but its container engines. */
async function withoutEngines(): Promise<string> {
  const bin = temporaryFolder();
  for (const name of ['node', 'npm', 'make', 'sh', 'python3', 'cmp', 'cp', 'awk', 'env']) {
    const { stdout } = await must('sh', ['-c', `command -v ${name}`]);
    symlinkSync(name === 'python3' ? '/usr/bin/python3' : stdout.trim(), join(bin, name));
  }
  return bin;
}

describe('npm run demo', () => {
  it('ends with a prediction from an image built on the spot', async () => {
    const env = { ...engineEnv(), BUILD_ARGS: '--network host', RUN_ARGS: '--network none' };
    await must('npm', ['run', 'demo'], { cwd: REPOSITORY, env });
    const answers = JSON.parse(readFileSync(join(REPOSITORY, 'demo/.yo-rc.json'), 'utf8'));
    countImage(answers['generator-ml-image'].image);
    assertPredicted();
  });

  it('ends with one by Python on this machine where no engine answers', async () => {
    await must('npm', ['run', 'demo'], { cwd: REPOSITORY, env: { PATH: await withoutEngines() } });
    assertPredicted();
  });
});
