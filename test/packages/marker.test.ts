import assert from 'node:assert/strict';
import fc from 'fast-check';
import { markerFault, markerHolds } from '../../src/packages/marker.ts';

const PYTHON_314 = { python: '3.14', machine: null };

describe('whether a marker leaves a requirement out', () => {
  const cases: [string, boolean | null][] = [
    ['python_version < "3.14"', false],
    ["python_version>='3.9'", true],
    ['"3.9" < python_version', true],
    ['"3.9" > python_version', false],
    ['python_version == "3.1"', false],
    ['python_version in "3.13 3.14"', null],
    ['python_full_version < "3.9.1"', false],
    ['python_full_version >= "3.14.2"', null],
    ['sys_platform == "win32"', false],
    ['sys_platform != "win32"', true],
    ['platform_system == "Darwin"', false],
    ['os_name == "posix"', true],
    ['implementation_name == "pypy"', false],
    ['platform_machine == "x86_64"', null],
    ['sys_platform == "linux" and platform_machine == "x86_64"', null],
    ['sys_platform == "win32" and platform_machine == "x86_64"', false],
    ['sys_platform == "win32" or python_version > "3.8"', true],
    ['sys_platform == "win32" or platform_machine == "x86_64"', null],
    ['(sys_platform == "win32")', false],
    ['(sys_platform == "win32" or os_name == "posix") and python_version > "3"', true],
    ['python_version == python_full_version', null],
    ['python_version <', null],
    ['extra == "test"', null],
    ['platform_release > "5"', null],
  ];
  for (const [marker, expected] of cases) {
    it(`${marker}: ${expected ?? 'not known'}`, () =>
      assert.equal(markerHolds(marker, PYTHON_314), expected));
  }

  it('knows the machine where the image is for one, and no Python where the base image has it', () => {
    const arm = { python: null, machine: 'aarch64' };
    assert.equal(markerHolds('platform_machine == "x86_64"', arm), false);
    assert.equal(markerHolds('platform_machine != "x86_64"', arm), true);
    assert.equal(markerHolds('python_version < "3.9"', arm), null);
  });
});

const variable = fc.constantFrom(
  ...['python_version', 'python_full_version', 'os_name', 'sys_platform', 'platform_release'],
  ...['platform_system', 'platform_version', 'platform_machine', 'implementation_name'],
  ...['platform_python_implementation', 'implementation_version', 'extra', 'sys.platform'],
);
const quoted = fc.oneof(
  fc.string().map((text) => `"${text.replace(/["\n]/g, '')}"`),
  fc.string().map((text) => `'${text.replace(/['\n]/g, '')}'`),
);
const operator = fc.constantFrom(
  ...['==', '!=', '<', '<=', '>', '>=', '~=', '===', ' in ', ' not in ', ' not   in '],
);
const condition = fc.oneof(
  fc.tuple(variable, operator, quoted).map((all) => all.join('')),
  fc.tuple(quoted, operator, variable).map((all) => all.join(' ')),
);
const { marker } = fc.letrec<{ marker: string }>((tie) => ({
  marker: fc.oneof(
    { maxDepth: 4 },
    condition,
    tie('marker').map((inner) => `( ${inner})`),
    fc
      .tuple(tie('marker'), fc.constantFrom(' and ', ' or '), tie('marker'))
      .map((all) => all.join('')),
  ),
}));

describe('environment markers', () => {
  it('every well-formed one is taken', () => {
    fc.assert(
      fc.property(marker, (text) => assert.equal(markerFault(text), null)),
      { numRuns: 2000 },
    );
  });

  it('one that is cut off, or has a word too many, is not', () => {
    fc.assert(
      fc.property(
        marker,
        fc.constantFrom(' and', ' or (', ')', ' os_name', ' "x"'),
        (text, more) => {
          assert.notEqual(markerFault(text + more), null);
          assert.notEqual(markerFault(`(${text}`), null);
        },
      ),
    );
  });
});
