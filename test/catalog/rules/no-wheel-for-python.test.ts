import { noWheelForPython } from '../../../src/catalog/rules/no-wheel-for-python.ts';
import { describeRule } from './describe-rule.ts';

describeRule(
  'no-wheel-for-python',
  noWheelForPython,
  [
    [
      'TensorFlow on Python 3.14',
      { framework: 'tensorflow', frameworkVersion: '2.21.0', python: '3.14', os: 'debian' },
      /TensorFlow 2\.21\.0 has no wheel for Python 3\.14/,
      '--python 3.13',
    ],
    [
      'JAX on Python 3.11',
      { framework: 'jax', frameworkVersion: '0.11.2', python: '3.11', os: 'debian' },
      /no wheel for Python 3\.11/,
      '--python 3.13',
    ],
  ],
  [{ framework: 'tensorflow', frameworkVersion: '2.21.0', python: '3.13' }],
);
