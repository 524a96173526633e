import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  checkRequirement,
  requirementName,
  requirementParts,
} from '../../src/packages/requirement.ts';
import { splitRequirements } from '../../src/packages/split-requirements.ts';

const GOOD = [
  'numpy',
  'pandas>=2.2,<3',
  'pandas >= 2.2, < 3',
  'torchio[csv]==0.20',
  'a [x, y] (>=1,<2)',
  'pywin32; sys_platform == "win32"',
  "tomli>=2; python_version < '3.11' and extra == 'x'",
  'a;python_version in "3.8,3.9" or (os_name not in "nt, java")',
  'lab @ https://example.org/lab-1.0-py3-none-any.whl',
  'lab @ file:///w/lab.whl ; python_version >= "3.10"',
  'lab @ https://example.org/x,y.tar.gz',
  'lab @ https://example.org/x;v=1',
  'lab @ HTTPS://example.org/x',
  'lab[x]@git+ssh://git@example.org/x.git@main',
  'x===1.0+local',
  'x===foo/bar',
  'x~=1.4.2',
  'x!=1.5.*',
  'x==1!2.0rc1.post2.dev3+cpu.1',
  'x>=1.0-1,<v2.0_beta',
];

/** What is no requirement, and what the message says of it. */
const BAD: [string, RegExp][] = [
  ['', /not a Python requirement; write it like/],
  ['a b', /not a Python requirement; write it like/],
  ['a\n-e .', /not a Python requirement; write it like/],
  ['$(x)', /not a Python requirement; write it like/],
  ['a; \u202e', /not a Python requirement; write it like/],
  ['a@b', /not a Python requirement; write it like/],
  ['a(>=1', /not a Python requirement; write it like/],
  ['a ; )(', /in its marker a condition is missing before '\)'$/],
  ['a;b', /in its marker 'b' is not a variable; there are python_version, .*, extra$/],
  ['a ; foo == "b"', /'foo' is not a variable/],
  ["a; python_version<'3.8' or", /a condition is missing at its end$/],
  ['a;', /a condition is missing at its end$/],
  ['a;python_version<"3" b', /'b' is where 'and', 'or' or the end should be$/],
  ['a;python_version<3', /'3' cannot be read; put a string in quotes/],
  ['a;python_version', /an operator is missing after python_version/],
  ['a;(os_name=="x"', /a '\)' is missing$/],
  ['a;"3"<"4"', /compares two texts; one must be a variable/],
  [
    'lab @ https://e.org/x;python_version<"3"',
    /needs a space.*write 'lab @ https:\/\/e\.org\/x ;python/,
  ],
  ['a==abc', /'abc' is not a version; write one like 2\.2, /],
  ['a>=1.*', /\.\* goes with == and != alone; write >=1$/],
  ['numpy==1..2', /'1\.\.2' is not a version/],
  ['numpy==1.0.', /'1\.0\.' is not a version/],
  ['numpy==1.*.2', /'1\.\*\.2' is not a version/],
  ['numpy>=2.2-', /'2\.2-' is not a version/],
  ['numpy~=1', /~= wants two parts of a version; write ~=1\.0, or ==1\.\*$/],
  ['torch>=2.1+cpu', /goes with == and != alone; write >=2\.1$/],
  ['>=2', /it has no name; put it with its name, as one word in quotes: 'NAME>=2'$/],
  ['a=1', /two = pin a version; write 'a==1'$/],
  ['numpy=1.2=py312', /write 'numpy==1\.2'$/],
  ['numpy=>1.2', /write 'numpy>=1\.2'$/],
  ['git+https://e.org/lab.git', /write 'NAME @ git\+https:\/\/e\.org\/lab\.git'$/],
  ['git+https://e.org/l.git#egg=lab', /write 'lab @ git\+https:/],
  ['https://e.org/lab_x-1.0-py3-none-any.whl', /write 'lab-x @ https:\/\/e\.org\/lab_x/],
  ['-r x.txt', /it is an option of pip; leave it out$/],
  ['-e .', /it is an option of pip; build a wheel of it/],
  ['six==1.0 --hash=sha256:00', /it has an option of pip; .*ml-image lock writes/],
  ['six # maths', /# starts a comment for pip; leave it out$/],
  ['.', /only wheels can be given by path; build a wheel of it/],
  ['dist/lab-1.0.tar.gz', /only wheels can be given by path/],
  ['lab-1.0.tar.gz', /only wheels can be given by path/],
  ['wheels/lab.whl', /a wheel's file name has its name, version and tags/],
];

describe('requirements', () => {
  for (const text of GOOD) {
    it(`${text} is one, kept as written`, () => assert.equal(checkRequirement(text), text));
    it(`${text} alone in a list stays whole`, () => {
      assert.deepEqual(splitRequirements(text), [text.replace(', <', ',<')]);
    });
  }

  for (const [text, message] of BAD) {
    it(`${JSON.stringify(text)} is none, and the one line says what would be`, () => {
      assert.throws(() => checkRequirement(text), { name: 'UserError', line: message });
      assert.throws(() => checkRequirement(text), { line: /^--pip '.*' is not a Python req.*$/ });
    });
  }

  it('any text is one or is refused in one line', () => {
    const piece = fc.constantFrom(
      ...[
        'a',
        '[x]',
        '==',
        '>=',
        '1.0',
        '.*',
        ',',
        ';',
        'os_name',
        '"x"',
        "'",
        '(',
        ')',
        ' and ',
        '@',
      ],
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(piece, { maxLength: 12 }).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(text, (given) => {
        try {
          assert.equal(checkRequirement(given), given.trim());
        } catch (error) {
          const { name, message } = error as Error;
          assert.equal(name, 'UserError', message);
          assert.doesNotMatch(message, /\n/);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('a wheel in wheels/ stands for its name and version', () => {
    assert.equal(checkRequirement('wheels/lab_x-1.10-py3-none-any.whl'), 'lab-x==1.10');
    assert.equal(checkRequirement('./wheels/lab-1.0-2-cp313-abi3-linux_x86_64.whl'), 'lab==1.0');
  });

  it('a wheel elsewhere is refused, also where a folder of that name is', () => {
    for (const path of ['/etc/wheels/lab-1.0-py3-none-any.whl', 'lab-1.0-py3-none-any.whl']) {
      assert.throws(() => checkRequirement(path), {
        line: /is outside wheels\/.*copy it there and give wheels\/lab-1\.0-py3-none-any\.whl$/,
      });
    }
  });

  it('what stands behind the path of a wheel belongs to the name', () => {
    const wheel = 'wheels/lab-1.0-py3-none-any.whl';
    assert.throws(() => checkRequirement(`${wheel}[csv]`), { line: /write 'lab\[csv\]==1\.0'/ });
    assert.throws(() => checkRequirement(`${wheel}; python_version>"3"`), {
      line: /write 'lab==1\.0; python_version>"3"'/,
    });
  });

  it('a version alone is told from a name', () => {
    assert.throws(
      () => checkRequirement('1.10'),
      /is a version without a name; write both together/,
    );
  });

  it('are split at commas and blanks, but not inside bounds', () => {
    assert.deepEqual(splitRequirements('numpy, pandas>=2.2,<3 scipy[a,b]'), [
      'numpy',
      'pandas>=2.2,<3',
      'scipy[a,b]',
    ]);
  });

  it('are not split at commas in quotes, nor in an address without a blank beside', () => {
    assert.deepEqual(splitRequirements('a; python_version in "3.8,3.9", b'), [
      'a; python_version in "3.8,3.9"',
      'b',
    ]);
    assert.deepEqual(splitRequirements('a @ https://e.org/x,y, b @ https://e.org/z ,c'), [
      'a @ https://e.org/x,y',
      'b @ https://e.org/z',
      'c',
    ]);
    assert.deepEqual(splitRequirements("a @ https://e.org/it's, b"), [
      "a @ https://e.org/it's",
      'b',
    ]);
    assert.deepEqual(splitRequirements('git+https://e.org/x,y'), ['git+https://e.org/x,y']);
  });

  it('keep a version’s last zero', () => {
    assert.deepEqual(splitRequirements('x==1.10'), ['x==1.10']);
  });

  it('have names that compare as indexes compare them', () => {
    assert.equal(requirementName('Foo_Bar.baz[x]>=1'), 'foo-bar-baz');
  });

  it('a checked list comes back whole from its joined text', () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}[a-z0-9]$/);
    const bound = fc.constantFrom(
      ...['', '==1.10', '>=1,<2', '[x]', '[x,y]>=2', '~=1.4', '; os_name in "a, b"'],
      ...[' @ https://e.org/x,y', ' @ https://e.org/x ; os_name == "it\'s, b"'],
    );
    const requirement = fc.tuple(name, bound).map(([n, b]) => `${n}${b}`);
    fc.assert(
      fc.property(fc.array(requirement, { minLength: 1, maxLength: 6 }), (list) => {
        assert.deepEqual(splitRequirements(list.join(', ')), list);
      }),
    );
  });
});

describe('questions: a requirement in its parts', () => {
  const none = { extras: [], specifier: '', url: null, marker: null };
  const cases: [string, Partial<ReturnType<typeof requirementParts>> & { name: string }][] = [
    ['NumPy', { name: 'numpy' }],
    ['pandas >= 2.2, <3', { name: 'pandas', specifier: '>=2.2,<3' }],
    ['pandas (>=2.2)', { name: 'pandas', specifier: '>=2.2' }],
    [
      'Foo_Bar[a, B_c] == 1.0 ; os_name == "nt"',
      {
        ...{ name: 'foo-bar', extras: ['a', 'b-c'], specifier: '==1.0' },
        marker: 'os_name == "nt"',
      },
    ],
    ['x[]; os_name == "nt"', { name: 'x', marker: 'os_name == "nt"' }],
    ['lab @ https://e.org/a;b.whl', { name: 'lab', url: 'https://e.org/a;b.whl' }],
    [
      'lab[x] @ https://e.org/a.whl ; os_name == "nt"',
      {
        ...{ name: 'lab', extras: ['x'], url: 'https://e.org/a.whl', marker: 'os_name == "nt"' },
      },
    ],
    [
      'wheels/torch-2.14.1+cpu-cp313-cp313-linux_x86_64.whl',
      {
        ...{ name: 'torch', specifier: '==2.14.1+cpu' },
      },
    ],
  ];
  for (const [text, parts] of cases) {
    it(text, () => assert.deepEqual(requirementParts(text), { ...none, ...parts }));
  }
});
