import assert from 'node:assert/strict';
import { readArguments } from '../../src/cli/arguments.ts';
import { COMMANDS, commandOf } from '../../src/cli/command-table.ts';
import { helpText } from '../../src/cli/help.ts';
import { QUESTIONS } from '../../src/questions/table.ts';

describe('the command line', () => {
  it('takes answers by flag, lists by repeated flags', () => {
    const args = readArguments(['here', '--model', 'm.pt', '--pip', 'a', '--pip=b', '-y']);
    assert.deepEqual(args.positionals, ['here']);
    assert.deepEqual(args.given, { model: 'm.pt', pip: ['a', 'b'] });
    assert.deepEqual([...args.on], ['yes']);
  });

  it('keeps a version’s last zero', () => {
    assert.equal(readArguments(['--framework-version', '1.10']).given.frameworkVersion, '1.10');
  });

  it('takes a value that starts with a dash behind an equals sign', () => {
    assert.equal(readArguments(['--model=--help']).given.model, '--help');
  });

  const wrong: [string[], RegExp][] = [
    [['--modle', 'x'], /^--modle is not a flag of ml-image; did you mean --model\?$/],
    // `--from` is near, but belongs to capture.
    [['regenerate', '--frob'], /^--frob is not a flag of ml-image; see ml-image --help$/],
    [['--zzz'], /^--zzz is not a flag of ml-image; see ml-image --help$/],
    [['--model'], /^--model needs a value; write --model=VALUE/],
    [['--model', '--yes'], /^--model needs a value/],
    [
      ['pip', 'numpy', '--check'],
      /^--check is not a flag of 'ml-image pip REQUIREMENT\.\.\.'; it belongs to 'ml-image lock' and 'ml-image spec' and 'ml-image regenerate'$/,
    ],
    [
      ['pip', '--os', 'ubuntu'],
      /^--os is not a flag of .*'ml-image \[MODEL\] \[DIRECTORY\]' and 'ml-image regenerate'$/,
    ],
    [
      ['pip', '-e', '.'],
      /^-e is an option of pip, and not a flag of ml-image; build a wheel of it/,
    ],
    [['pip', 'numpy', '-c', 'x'], /^-c is an option of pip.*write the bounds into the req/],
    [['pip', 'numpy', '--index-url', 'u'], /^--index-url is .*the secret pip\.conf/],
    [['pip', '-U', 'numpy'], /^-U is an option of pip.*the newest releases that the bounds/],
    [['pip', '--upgrade', 'numpy'], /^--upgrade is an option of pip/],
    [['regenerate', '-U'], /^-U is not a flag of ml-image; see ml-image --help$/],
    [['--yes=no'], /^--yes takes no value; give it alone$/],
  ];
  for (const [argv, message] of wrong) {
    it(`answers ${argv.join(' ')} with one line`, () => {
      assert.throws(() => readArguments(argv), { name: 'UserError', line: message });
    });
  }

  it('help names every flag of the table', () => {
    const help = helpText(commandOf(undefined));
    for (const { flag, help: text } of QUESTIONS) {
      assert.ok(help.includes(`--${flag} `), flag);
      assert.ok(help.replaceAll(/\s+/g, ' ').includes(text), text);
    }
  });

  it('knows the commands and their own flags', () => {
    const args = readArguments(['pip', 'numpy', '-r', 'a.txt', '--remove']);
    assert.equal(args.command.name, 'pip');
    assert.deepEqual(args.positionals, ['numpy']);
    assert.deepEqual(args.values, { requirement: ['a.txt'] });
    assert.ok(args.on.has('remove'));
  });

  it('each command has its own help, with its flags', () => {
    for (const command of COMMANDS) {
      const help = helpText(command);
      assert.ok(help.includes(command.usage));
      for (const { flag } of command.flags) assert.ok(help.includes(`--${flag}`), flag);
    }
  });

  it('help fits a terminal of 80 columns', () => {
    for (const command of COMMANDS)
      for (const line of helpText(command).split('\n')) assert.ok(line.length <= 80, line);
  });
});
