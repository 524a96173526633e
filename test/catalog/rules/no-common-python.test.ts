import { noCommonPython } from '../../../src/catalog/rules/no-common-python.ts';
import { describeRule } from './describe-rule.ts';

describeRule(
  'no-common-python',
  noCommonPython,
  [
    [
      'a release that has no wheel for any Python of the flavour',
      { framework: 'tensorflow', frameworkVersion: '2.21.0', os: 'alpine' },
      /Alpine has Python .*, TensorFlow 2\.21\.0 wants 3\./,
      '--os debian',
    ],
  ],
  [{ framework: 'tensorflow', frameworkVersion: '2.21.0', os: 'debian' }],
);
