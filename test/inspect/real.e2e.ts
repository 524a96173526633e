/** The inspector beside the frameworks themselves, on real models that others made. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { comparingPython, modelSamples, onnxTestData } from './real/environment.ts';
import { compareModels, summary } from './real/models.ts';
import { comparePickles } from './real/pickles.ts';

/** Damaged pickles; each is read by Python three times. */
const COPIES = 600;

/** What joblib before 0.10 wrote where told to compress, in a format of its own. */
const OLD_JOBLIB = /joblib_0\.[89]\..*_compressed_/;

/**
 * What the pinned Keras does not load: a Conv1D whose input it takes for another rank, and a file
 * of weights alone.
 */
const REFUSED_BY_KERAS = ['nn_classifier.h5', 'specific_model_COMP.hd5'];

describe('models made by others', () => {
  let python: string;
  before('a Python with the frameworks', async () => {
    python = await comparingPython();
  });

  it('are read as their own frameworks read them, from packages of npm and PyPI', async () => {
    const found = await compareModels(await modelSamples(), python);
    for (const line of summary(found)) console.log(`        ${line}`);
    assert.deepEqual(found.differences, []);
    assert.deepEqual(
      found.unread.filter((each) => !OLD_JOBLIB.test(each.path)),
      [],
    );
    assert.deepEqual(
      found.refused.map((each) => path.basename(each.path)).sort(),
      REFUSED_BY_KERAS,
      JSON.stringify(found.refused),
    );
    const counts = [...found.formats.values()];
    const same = counts.reduce((sum, each) => sum + each.same, 0);
    const asked = counts.filter((each) => each.same > 0).length;
    assert.ok(found.formats.size >= 12, `${found.formats.size} formats`);
    // A safetensors file names no inputs and outputs, so there the two have nothing to differ in.
    assert.ok(asked >= 11, `${asked} formats compared`);
    assert.ok(same >= 30, `${same} files compared`);
    assert.ok(found.slowest < 2000, `the slowest took ${found.slowest} ms`);
  });

  it('are read as onnx reads them, all of libonnx-testdata', async () => {
    const files = await onnxTestData();
    const found = await compareModels(files, python);
    const same = found.formats.get('onnx')?.same ?? 0;
    console.log(`        ${same} of ${files.length} ONNX files read without a difference`);
    assert.deepEqual(found.differences, []);
    assert.deepEqual(found.unread, []);
    assert.deepEqual(found.refused, []);
    assert.equal(same, files.length);
    assert.ok(same >= 1000, `${same} files`);
  });

  it('import nothing that the inspector did not see, though damaged', async () => {
    const { imported, stopped, past } = await comparePickles(COPIES, python);
    console.log(
      `        ${COPIES} pickles, ${imported} of them import something, ${stopped} called dangerous before the end, ${past.length} got past`,
    );
    assert.deepEqual(past, []);
    assert.ok(imported >= COPIES / 4, `only ${imported} import something`);
    // Calling everything dangerous would be no reading.
    assert.ok(stopped <= imported / 20, `${stopped} were not read to where Python imports`);
  });
});
