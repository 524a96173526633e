import { baseHasAnotherPython } from '../../../src/catalog/rules/base-has-another-python.ts';
import { describeRule } from './describe-rule.ts';

describeRule(
  'base-has-another-python',
  baseHasAnotherPython,
  [
    [
      'a python image with another Python',
      { framework: 'pytorch', baseImage: 'python:3.12-slim', python: '3.13' },
      /has Python 3\.12, not 3\.13/,
      '--python 3.12',
    ],
  ],
  [{ framework: 'pytorch', baseImage: 'python:3.12-slim', python: '3.12' }],
);
