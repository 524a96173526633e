/** What stands before and after the whole run: engine, base images, checkers, and the summary. */
import { prepareBases } from './bases.ts';
import { prune, startEngine, stopEngine } from './engine.ts';
import { imagesBuilt, removeImages } from './folder.ts';
import { removeTemporary } from './places.ts';
import { prepareTools } from './tools.ts';

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
  async afterAll() {
    await removeImages();
    await prune();
    removeTemporary();
    await stopEngine();
    console.log(`images built: ${imagesBuilt()}, checks passed: ${passed}`);
  },
};
