import assert from 'node:assert/strict';
import fc from 'fast-check';
import { inShapeOf, joinLines, sameLines, splitLines } from '../../src/merge/lines.ts';
import { runs } from '../folder/memory.ts';

const pieces = fc.constantFrom('a', 'b c', '\n', '\r\n', '\r', '\uFEFF', '', 'é', '\u2028');
const anyText = fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(''));

describe('lines of a text', () => {
  it('give back exactly the text that they were split from', () => {
    fc.assert(
      fc.property(anyText, (text) => assert.equal(joinLines(splitLines(text)), text)),
      runs(),
    );
  });

  it('are the same whatever the line ends, the byte order mark and the final newline', () => {
    assert.ok(sameLines('a\nb\n', '\uFEFFa\r\nb'));
    assert.ok(!sameLines('a\nb\n', 'a\n\nb\n'));
    assert.ok(!sameLines('a\n', ''));
  });

  it('take the shape of the person’s file', () => {
    const yours = splitLines('\uFEFFa\r\nb');
    const merged = [...yours.lines, { text: 'new', end: '' as const }];
    assert.equal(inShapeOf(merged, yours, splitLines('x\n')), '\uFEFFa\r\nb\r\nnew');
  });

  it('take the generator’s shape where the person’s file is empty', () => {
    const merged = [{ text: 'new', end: '' as const }];
    assert.equal(inShapeOf(merged, splitLines(''), splitLines('x\n')), 'new\n');
  });
});
