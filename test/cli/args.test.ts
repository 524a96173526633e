import assert from 'node:assert/strict';
import { readArguments } from '../../src/cli/args.ts';
import { helpText } from '../../src/cli/help.ts';
import { QUESTIONS } from '../../src/questions/table.ts';

describe('the command line', () => {
  it('takes answers by flag, lists by repeated flags', () => {
    const args = readArguments(['here', '--model', 'm.pt', '--pip', 'a', '--pip=b', '-y']);
    assert.deepEqual(args.positionals, ['here']);
    assert.deepEqual(args.given, { model: 'm.pt', pip: ['a', 'b'] });
    assert.equal(args.common.yes, true);
    assert.equal(args.common.json, false);
  });

  it('keeps a version’s last zero', () => {
    assert.equal(readArguments(['--framework-version', '1.10']).given.frameworkVersion, '1.10');
  });

  it('takes a value that starts with a dash behind an equals sign', () => {
    assert.equal(readArguments(['--model=--help']).given.model, '--help');
  });

  const wrong: [string[], RegExp][] = [
    [['--modle', 'x'], /^--modle is no flag of ml-image; did you mean --model\?$/],
    [['--zzz'], /^--zzz is no flag of ml-image; see ml-image --help$/],
    [['--model'], /^--model needs a value; write --model=VALUE/],
    [['--model', '--yes'], /^--model needs a value/],
    [['--yes=no'], /^--yes takes no value; give it alone$/],
  ];
  for (const [argv, message] of wrong) {
    it(`answers ${argv.join(' ')} with one line`, () => {
      assert.throws(() => readArguments(argv), { name: 'UserError', message });
    });
  }

  it('help names every flag of the table', () => {
    const help = helpText();
    for (const { flag, help: text } of QUESTIONS) {
      assert.ok(help.includes(`--${flag} `), flag);
      assert.ok(help.includes(text), text);
    }
  });

  it('help fits a terminal of 100 columns', () => {
    for (const line of helpText().split('\n')) assert.ok(line.length <= 110, line);
  });
});
