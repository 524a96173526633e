import assert from 'node:assert/strict';
import { conflictLines, markerLines } from '../../src/merge/conflict-markers.ts';

const CONFLICT = '<<<<<<< yours\na\n||||||| base\nb\n=======\nc\n>>>>>>> generator\n';
const GITS = '<<<<<<< HEAD\na\n=======\nb\n>>>>>>> branch\n';

describe('the lines of a text that are conflict markers', () => {
  it('are ours, wherever the text begins and however its lines end', () => {
    for (const text of [CONFLICT, `\uFEFF${CONFLICT}`, CONFLICT.replaceAll('\n', '\r\n')]) {
      assert.deepEqual(markerLines(text), [1, 3, 7]);
      assert.deepEqual(conflictLines(text), [1]);
    }
  });

  it('are those of another merge tool, where one opens and one closes', () => {
    assert.deepEqual(markerLines(`first\n${GITS}`), [2, 6]);
    assert.deepEqual(conflictLines(GITS), []);
  });

  it('are also one of ours that was left when the others were deleted', () => {
    for (const line of ['<<<<<<< yours', '||||||| base', '>>>>>>> generator'])
      assert.deepEqual(markerLines(`a\n${line}\nb\n`), [2]);
  });

  it('are not a quoted mail, a deeper quote, or a heading', () => {
    for (const text of [
      '>>>>>>> so it was said\n>> and answered\n',
      '<<<<<<< an arrow\n',
      'Digits\n=======\n\nWhat they are.\n',
      'x = "<<<<<<< yours"\n',
    ])
      assert.deepEqual(markerLines(text, 'README.md'), []);
  });

  it('are a middle one that was left, in files that have no headings', () => {
    for (const path of ['Dockerfile', 'Makefile', 'requirements.txt', 'model-spec.json'])
      assert.deepEqual(markerLines('a\n=======\r\nb\n', path), [2]);
  });
});
