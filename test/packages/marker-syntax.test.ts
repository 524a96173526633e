import assert from 'node:assert/strict';
import fc from 'fast-check';
import { markerFault } from '../../src/packages/marker-syntax.ts';

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
