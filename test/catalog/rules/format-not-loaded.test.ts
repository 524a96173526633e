import { formatNotLoaded } from '../../../src/catalog/rules/format-not-loaded.ts';
import { describeRule } from './describe-rule.ts';

describeRule(
  'format-not-loaded',
  formatNotLoaded,
  [
    [
      'a Keras file with PyTorch',
      { framework: 'pytorch', format: 'keras' },
      /keras file, which PyTorch does not load/,
      '--framework tensorflow',
    ],
  ],
  [
    { framework: 'tensorflow', format: 'keras' },
    { framework: 'custom', format: 'keras' },
  ],
);
