import { companionNotOnAlpine } from '../../../src/catalog/rules/companion-not-on-alpine.ts';
import { describeRule } from './describe-rule.ts';

describeRule(
  'companion-not-on-alpine',
  companionNotOnAlpine,
  [
    [
      'a scikit-learn pickle on Alpine that imports LightGBM',
      {
        ...{ framework: 'scikit-learn', frameworkVersion: '1.5.2', os: 'alpine' },
        needs: [{ kind: 'package', name: 'lightgbm', why: 'the pickle imports it' }],
      },
      /LightGBM has no build for the musl C library of Alpine, and the model file asks for it/,
      '--os debian',
    ],
  ],
  [{ framework: 'scikit-learn', os: 'alpine' }],
);
