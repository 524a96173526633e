import assert from 'node:assert/strict';
import { markerHolds } from '../../src/packages/marker.ts';

const PYTHON_314 = { python: '3.14', machine: null };

describe('catalog: whether a marker leaves a requirement out', () => {
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
    ['(sys_platform == "win32")', null],
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
