import { releaseOlderThanFile } from '../../../src/catalog/rules/release-older-than-file.ts';
import { describeRule } from './describe-rule.ts';

describeRule(
  'release-older-than-file',
  releaseOlderThanFile,
  [
    [
      'a TensorFlow that is older than the one that saved the file',
      {
        ...{ framework: 'tensorflow', frameworkVersion: '2.19.1' },
        needs: [
          { kind: 'package', name: 'tensorflow', specifier: '>=2.21', why: 'saved with 2.21' },
        ],
      },
      /the model needs TensorFlow 2\.21 or later \(saved with 2\.21\), not 2\.19\.1/,
      '--framework-version 2.21.0',
    ],
  ],
  [{ framework: 'tensorflow', frameworkVersion: '2.21.0' }],
);
