import assert from 'node:assert/strict';
import { lineOfYo } from '../../generators/yo-line.ts';

const PIP = ['ml-image:pip'];
const yo = (...words: string[]) => ['/usr/bin/node', '/usr/local/bin/yo', ...words];
const isGenerator = (name: string) => name === 'webapp' || name === 'ml-image:system';

describe('what was typed after yo', () => {
  const lines: [string, string[], string[], boolean][] = [
    ['words as they were typed', ['1.10', '--yes', 'x'], ['1.10', '--yes', 'x'], false],
    ['what follows a comma', ['numpy,', 'pandas>=2.2,<3'], ['numpy,', 'pandas>=2.2,<3'], true],
    ['a comma on its own', ['numpy', ',', 'pandas'], ['numpy', ',', 'pandas'], true],
    ['flags that yo does not know', ['--frob'], ['--frob'], false],
    ['no flags of yo', ['-f', '--skip-install', '--no-color', 'a'], ['a'], false],
  ];
  for (const [what, words, expected, split] of lines) {
    it(`is ${what}`, () => {
      const line = lineOfYo(yo('ml-image:pip', ...words), PIP, isGenerator);
      assert.deepEqual(line, { words: expected, split });
    });
  }

  const others: [string, string[]][] = [
    ['another program ran', ['node', '/usr/bin/yoe', 'ml-image:pip', 'a']],
    ['another generator was asked for', yo('webapp', 'ml-image:pip')],
    ['another command was asked for', yo('ml-image:system', 'a')],
    ['several generators were asked for', yo('ml-image:pip', 'a,', 'ml-image:system', 'b')],
    ['one follows another at once', yo('ml-image:pip', 'a,', 'webapp,', 'b')],
    ['nothing was typed', yo()],
  ];
  for (const [when, argv] of others) {
    it(`is left to yo where ${when}`, () => {
      assert.equal(lineOfYo(argv, PIP, isGenerator), null);
    });
  }

  it('is known where yo is started by its file', () => {
    const argv = ['node', 'C:\\npm\\node_modules\\yo\\lib\\cli.js', 'ml-image:pip', 'a'];
    assert.deepEqual(lineOfYo(argv, PIP, isGenerator)?.words, ['a']);
  });
});
