/** The README's first command, where an engine answers. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { engineEnv } from './engine.ts';
import { countImage } from './folder.ts';
import { largestDifference, readNpy } from './npy.ts';
import { FIXTURES, REPOSITORY } from './places.ts';
import { FLOAT_PRECISION } from './predict.ts';
import { must } from './run.ts';

describe('npm run demo', () => {
  it('ends with a prediction from an image built on the spot', async () => {
    const env = { ...engineEnv(), BUILD_ARGS: '--network host', RUN_ARGS: '--network none' };
    await must('npm', ['run', 'demo'], { cwd: REPOSITORY, env });
    const answers = JSON.parse(readFileSync(join(REPOSITORY, 'demo/.yo-rc.json'), 'utf8'));
    countImage(answers['generator-ml-image'].image);
    const wanted = readNpy(join(FIXTURES, 'expected/digits.keras/output.probabilities.npy'));
    const answer = readNpy(join(REPOSITORY, 'demo/answer.npy'));
    assert.ok(largestDifference(answer, wanted) <= FLOAT_PRECISION);
  });
});
