import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { inputsHash } from '../../src/lockfile/inputs.ts';

const TARGET = 'cpython-313-x86_64-linux-gnu';
const TEXT = '# made\n\n# --- framework: x\nnumpy>=1.26\n\n# --- packages: y\nhumanize\n';

describe('what a lock is made from', () => {
  const same: [string, string][] = [
    ['comments', TEXT.replace('# made', '# another comment')],
    ['blank lines', TEXT.replaceAll('\n', '\n\n')],
    ['line ends and blanks before them', TEXT.replaceAll('\n', ' \t\r\n')],
    ['a last line without its end', TEXT.trimEnd()],
  ];
  for (const [what, text] of same) {
    it(`stays the same with other ${what}`, () => {
      assert.equal(inputsHash(TARGET, text), inputsHash(TARGET, TEXT));
    });
  }

  it('stays the same with another password of an index, which it does not hold', () => {
    const at = (who: string) => `--index-url https://${who}pypi.example.org/simple\nnumpy\n`;
    assert.equal(inputsHash(TARGET, at('me:secret@')), inputsHash(TARGET, at('you:other@')));
    assert.equal(inputsHash(TARGET, at('me:secret@')), inputsHash(TARGET, at('')));
  });

  const other: [string, string, string][] = [
    ['requirements', TARGET, TEXT.replace('numpy>=1.26', 'numpy>=1.27')],
    [
      'order, which the layers hang on',
      TARGET,
      TEXT.replace('numpy>=1.26\n', '').concat('numpy>=1.26\n'),
    ],
    ['index', TARGET, `--extra-index-url https://pypi.example.org/simple\n${TEXT}`],
    ['Python', TARGET.replace('313', '312'), TEXT],
    ['machine', TARGET.replace('x86_64', 'aarch64'), TEXT],
    ['C library', TARGET.replace('gnu', 'musl'), TEXT],
  ];
  for (const [what, target, text] of other) {
    it(`is another with another ${what}`, () => {
      assert.notEqual(inputsHash(target, text), inputsHash(TARGET, TEXT));
    });
  }

  it('is what the image computes with awk and sha256sum, as install.sh says', () => {
    const template = readFileSync(new URL('../../templates/install.sh', import.meta.url), 'utf8');
    const program = /awk '(.*)' requirements\.txt/.exec(template)?.[1] as string;
    const folder = mkdtempSync(join(tmpdir(), 'ml-image-inputs-'));
    const line = fc.constantFrom(
      ...['numpy==1.0', '# c', ' # c', 'a  # c', '', ' ', '\t', '\r', 'x \t', 'y\r', '  z', '日本'],
      ...['--index-url https://me:pw@h/s', 'l @ https://u@h/l.whl', '//@', 'http://a/b@c', '\\'],
    );
    const text = fc.tuple(fc.array(line, { maxLength: 8 }), fc.constantFrom('', '\n'));
    try {
      fc.assert(
        fc.property(text, ([lines, end]) => {
          const file = join(folder, 'requirements.txt');
          writeFileSync(file, lines.join('\n') + end);
          const kept = execFileSync('awk', [program, file], { encoding: 'utf8' });
          const inputs = join(folder, 'inputs');
          writeFileSync(inputs, `${TARGET}\n${kept}`);
          const sum = execFileSync('sha256sum', [inputs], { encoding: 'utf8' }).split(' ')[0];
          assert.equal(inputsHash(TARGET, lines.join('\n') + end), sum);
        }),
        { numRuns: 60 },
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
