import { pythonNotInFlavour } from '../../../src/catalog/rules/python-not-in-flavour.ts';
import { describeRule } from './describe-rule.ts';

describeRule(
  'python-not-in-flavour',
  pythonNotInFlavour,
  [
    [
      'Python 3.13 on Ubuntu',
      { framework: 'pytorch', frameworkVersion: '2.14.1', python: '3.13', os: 'ubuntu' },
      /Ubuntu has no Python 3\.13 \(it has 3\.10, 3\.12, 3\.14\)/,
      '--python 3.12',
    ],
  ],
  [{ framework: 'pytorch', python: '3.12', os: 'ubuntu' }],
);
