/** Requirements that a command names: the person's latest word, which no earlier one conflicts with. */
import assert from 'node:assert/strict';
import { mergeRequirements } from '../../src/merge/merge-requirements.ts';

/** What is rendered for packages, in the two parts that the templates make. */
function file(
  packages: string[],
  torch = 'torch==2.1',
  heading = '# --- packages: yours\n',
): string {
  const lines = packages.map((text) => `${text}\n`).join('');
  return `# About\n\n# --- framework: PyTorch\n${torch}\nnumpy>=1.26,<3\n\n${heading}${lines}`;
}

/** Each row: what happens; packages as rendered last, the person's file, packages now, names; file and notes. */
const CASES: [string, string[], string, string[], string[], string, string[]][] = [
  [
    'a name that the person took out is given again',
    ['scipy', 'pandas'],
    file(['pandas']),
    ['scipy', 'pandas'],
    ['scipy'],
    file(['scipy', 'pandas']),
    [],
  ],
  [
    'a bound that the person changed is given again',
    ['scipy>=1'],
    file(['scipy>=2']),
    ['scipy>=1'],
    ['scipy'],
    file(['scipy>=1']),
    ['scipy>=2, which you wrote, is scipy>=1 now'],
  ],
  [
    'a name is given that the person had added',
    [],
    file(['# for signals', 'scipy==1.10  # mine']),
    ['scipy>=1.12'],
    ['scipy'],
    file(['# for signals', 'scipy>=1.12  # mine']),
    ['scipy==1.10, which you wrote, is scipy>=1.12 now'],
  ],
  [
    'a name is given that the person had edited',
    ['scipy>=1.10'],
    file(['scipy==1.15']),
    ['scipy==1.16'],
    ['scipy'],
    file(['scipy==1.16']),
    ['scipy==1.15, which you wrote, is scipy==1.16 now'],
  ],
  [
    'a name is given as the person had written it',
    ['scipy>=1.10'],
    file(['SciPy == 1.16  # mine']),
    ['scipy==1.16'],
    ['scipy'],
    file(['SciPy == 1.16  # mine']),
    [],
  ],
  [
    'a name is taken out that the person had edited',
    ['scipy>=1.10', 'pandas'],
    file(['scipy==1.15', 'pandas']),
    ['pandas'],
    ['scipy'],
    file(['pandas']),
    ['scipy==1.15, which you wrote, is gone'],
  ],
  [
    'a name is taken out that the person had spelt otherwise',
    ['Foo_Bar'],
    file(['foo-bar[x]']),
    [],
    ['foo-bar'],
    file([]),
    ['foo-bar[x], which you wrote, is gone'],
  ],
  [
    'a name is taken out that only the person’s file has',
    [],
    file(['scipy==1.10  # mine']),
    [],
    ['scipy'],
    file([]),
    ['scipy==1.10  # mine, which you wrote, is gone'],
  ],
  [
    'a name is taken out with the person’s remark behind it',
    ['scipy'],
    file(['scipy # mine']),
    [],
    ['scipy'],
    file([]),
    ['scipy # mine, which you wrote, is gone'],
  ],
  [
    'a name is taken out that the person had split by markers',
    ['scipy'],
    file(['scipy==1; os_name == "nt"', 'scipy==2; os_name != "nt"']),
    [],
    ['scipy'],
    file([]),
    ['scipy==1; os_name == "nt" and scipy==2; os_name != "nt", which you wrote, are gone'],
  ],
  [
    'a name is given that the person had commented out',
    ['scipy', 'pandas'],
    file(['# scipy', 'pandas']),
    ['scipy>=1', 'pandas'],
    ['scipy'],
    file(['scipy>=1', '# scipy', 'pandas']),
    [],
  ],
  [
    'a wheel is given that the person had named by its path',
    [],
    file(['./wheels/lab-1.0-py3-none-any.whl']),
    ['lab==1.0'],
    ['lab'],
    file(['lab==1.0']),
    ['./wheels/lab-1.0-py3-none-any.whl, which you wrote, is lab==1.0 now'],
  ],
  [
    'a name of the framework’s part is given that the person had edited there',
    [],
    file([]).replace('numpy>=1.26,<3', 'numpy==2.1  # mine'),
    ['numpy==2.2'],
    ['numpy'],
    file(['numpy==2.2']).replace('<3', '<3  # mine'),
    ['numpy==2.1, which you wrote, is numpy>=1.26,<3 and numpy==2.2 now'],
  ],
  [
    'a name of both parts is taken out that the person had edited in one',
    ['numpy>=1', 'tqdm'],
    file(['numpy>=2', 'tqdm']),
    ['tqdm'],
    ['numpy'],
    file(['tqdm']),
    ['numpy>=2, which you wrote, is numpy>=1.26,<3 now'],
  ],
  [
    'a name is given that the person had moved into the other part',
    ['scipy'],
    file([]).replace('numpy', 'scipy  # first\nnumpy'),
    ['scipy==2'],
    ['scipy'],
    file([]).replace('numpy', 'scipy==2  # first\nnumpy'),
    [],
  ],
  [
    'another name had been moved into the other part',
    ['scipy'],
    file([]).replace('numpy', 'scipy\nnumpy'),
    ['scipy', 'pandas'],
    ['pandas'],
    file(['pandas']).replace('numpy', 'scipy\nnumpy'),
    [],
  ],
  [
    'the line that begins the packages is gone',
    ['scipy'],
    file(['scipy', '# mine'], undefined, ''),
    ['scipy', 'tqdm', 'einops'],
    ['tqdm', 'einops'],
    file(['scipy', '# mine', 'tqdm', 'einops'], undefined, ''),
    ['there is no line "# --- packages" any more, so tqdm and einops are at the end'],
  ],
];

describe('requirements that a command names', () => {
  for (const [what, last, yours, now, asked, text, notes] of CASES)
    it(`where ${what}`, () => {
      assert.deepEqual(mergeRequirements(file(last), yours, file(now), asked), { text, notes });
      const windows = yours.replaceAll('\n', '\r\n');
      assert.deepEqual(mergeRequirements(file(last), windows, file(now), asked), {
        text: text.replaceAll('\n', '\r\n'),
        notes,
      });
    });

  it('leaves a conflict about a name that it does not name', () => {
    const yours = file(['scipy==1'], 'torch==2.0');
    const { text, notes } = mergeRequirements(
      file(['scipy']),
      yours,
      file(['scipy==2'], 'torch==2.2'),
      ['scipy'],
    );
    assert.match(
      text,
      /<<<<<<< yours\ntorch==2\.0\n.*\ntorch==2\.1\n=======\ntorch==2\.2\n>>>>>>>/,
    );
    assert.match(text, /yours\nscipy==2\n$/);
    assert.deepEqual(notes, ['scipy==1, which you wrote, is scipy==2 now']);
  });
});

describe('requirements that no command names', () => {
  it('conflict where the person split by markers what the generator drops', () => {
    const { text } = mergeRequirements(
      file(['scipy']),
      file(['scipy==1; os_name == "nt"', 'pandas', 'scipy==2; os_name != "nt"']),
      file([]),
    );
    assert.equal(
      text,
      file([
        '<<<<<<< yours',
        'scipy==1; os_name == "nt"',
        'scipy==2; os_name != "nt"',
        '||||||| base',
        'scipy',
        '=======',
        '>>>>>>> generator',
        'pandas',
      ]),
    );
  });

  it('stay with the remarks of a person in both lines of a name', () => {
    const parts = (version: string, remark = '') => [
      `scipy==${version}; os_name == "nt"${remark}`,
      `scipy==1; os_name != "nt"${remark}`,
    ];
    const yours = file(parts('1', '  # mine'));
    const { text } = mergeRequirements(file(parts('1')), yours, file(parts('2')));
    assert.equal(text, file(parts('2', '  # mine')));
  });

  it('keep their parts where a name stands in both', () => {
    const yours = file(['numpy>=2', 'tqdm']);
    const dropped = mergeRequirements(file(['numpy>=1', 'tqdm']), yours, file(['tqdm'])).text;
    assert.match(dropped, /\nnumpy>=1\.26,<3\n\n# --- packages: yours\n<<<<<<< yours\nnumpy>=2\n/);
  });
});
