import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isHidden, jsonText, visibleLine, visibleText } from '../../src/core/text.ts';
import { EVERY_HIDDEN, hiddenText, RAW, RAW_IN_TEXT } from './hidden.ts';

describe('characters that steer a terminal or are not seen', () => {
  it('become an escape that names them', () => {
    assert.equal(visibleLine('a\x1b[2Jb\x9b\n\t'), 'a\\u001b[2Jb\\u009b\\u000a\\u0009');
    assert.equal(visibleLine('exe.\u202etp\u00ad.\ufeff'), 'exe.\\u202etp\\u00ad.\\ufeff');
    assert.equal(visibleLine('\u{e0041}\ud800'), '\\udb40\\udc41\\ud800');
  });

  it('are in no line, whatever stands around them', () => {
    assert.doesNotMatch(visibleLine(EVERY_HIDDEN), RAW);
    assert.doesNotMatch(visibleText(EVERY_HIDDEN), RAW_IN_TEXT);
    fc.assert(
      fc.property(hiddenText, (text) => {
        assert.doesNotMatch(visibleLine(text), RAW);
        assert.doesNotMatch(visibleText(text), RAW_IN_TEXT);
        assert.equal(visibleLine(visibleLine(text)), visibleLine(text));
        assert.equal(isHidden(text), visibleLine(text) !== text);
      }),
    );
  });

  it('are not the line ends and tabs of a text', () => {
    assert.equal(visibleText('a\tb\r\nc\n\rd'), 'a\tb\r\nc\n\\u000dd');
  });

  it('leave JSON the values that it had, also where it is printed as text', () => {
    fc.assert(
      fc.property(fc.oneof(hiddenText, fc.string({ unit: 'binary' })), (text) => {
        const value = { [text]: [text] };
        for (const json of [jsonText(value), jsonText(value, 2)]) {
          assert.doesNotMatch(json, RAW_IN_TEXT);
          assert.deepEqual(JSON.parse(json), value);
        }
        assert.deepEqual(JSON.parse(visibleText(JSON.stringify(value))), value);
      }),
    );
  });
});

describe('text that people write', () => {
  for (const [what, text] of Object.entries({
    Arabic: 'نموذج',
    'Persian, with a joiner that is spelling': 'می\u200cخواهم',
    Hebrew: 'מודל',
    'Hindi, with a joiner': 'क्\u200dष',
    'accents of their own': 'e\u0301tude',
    'a family of joined pictures': '👨\u200d👩\u200d👧',
    'a picture in colour': '❤\ufe0f',
    'a flag of two pictures': '🏳\ufe0f\u200d🌈',
    'a rare form of a character': '葛\u{e0100}',
  })) {
    it(`stays as it is: ${what}`, () => {
      assert.equal(visibleLine(text), text);
      assert.equal(visibleText(text), text);
    });
  }

  it('has no joiner where nothing is joined', () => {
    assert.equal(visibleLine('a\u200db\u200cc😀\u200d'), 'a\\u200db\\u200cc😀\\u200d');
    assert.equal(visibleLine('葛\u{e0100}\u{e0101}'), '葛\u{e0100}\\udb40\\udd01');
  });

  it('keeps no joiner between marks of direction, which are of a script too', () => {
    assert.equal(visibleLine('\u061c\u200c\u061ca'), '\\u061c\\u200c\\u061ca');
  });
});
