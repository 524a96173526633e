/** What stands before and after the whole run: engine, base images, checkers, and the summary. */
import { prepareBases } from './bases.ts';
import { combinations } from './combinations.ts';
import { prune, startEngine, stopEngine } from './engine.ts';
import { imagesBuilt, removeImages } from './folder.ts';
import { removeTemporary } from './places.ts';
import { prepareTools } from './tools.ts';

/** What the whole run has to show. */
const LEAST_COMBINATIONS = 16;

let passed = 0;

export const mochaHooks = {
  async beforeAll() {
    await startEngine();
    await prepareBases();
    await prepareTools();
  },
  afterEach(this: Mocha.Context) {
    if (this.currentTest?.state === 'passed') passed++;
  },
  async afterAll(this: Mocha.Context) {
    const whole = everyTestRan(this.test?.parent);
    await removeImages();
    await prune();
    removeTemporary();
    await stopEngine();
    console.log(`combinations built and predicting: ${combinations().length}`);
    for (const combination of combinations()) console.log(`  ${combination}`);
    console.log(`images built: ${imagesBuilt()}, checks passed: ${passed}`);
    if (whole && combinations().length < LEAST_COMBINATIONS) {
      throw new Error(`fewer than ${LEAST_COMBINATIONS} combinations were built and predict`);
    }
  },
};

/** Whether none was left out, as `-g` does; a part of the tests shows fewer combinations. */
function everyTestRan(root: Mocha.Suite | undefined): boolean {
  let whole = true;
  root?.eachTest((test) => {
    if (test.state === undefined) whole = false;
  });
  return whole;
}
