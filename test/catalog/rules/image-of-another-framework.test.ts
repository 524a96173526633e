import { imageOfAnotherFramework } from '../../../src/catalog/rules/image-of-another-framework.ts';
import { describeRule } from './describe-rule.ts';

describeRule(
  'image-of-another-framework',
  imageOfAnotherFramework,
  [
    [
      "TensorFlow's GPU image of 2.18",
      {
        framework: 'tensorflow',
        baseImage: 'tensorflow/tensorflow:2.18.0-gpu',
        accelerator: 'cuda',
      },
      /cuDNN 8 where TensorFlow needs 9/,
      '--base-image none',
    ],
    [
      "another framework's image",
      { framework: 'pytorch', baseImage: 'mirror.example.org/tensorflow/tensorflow:2.20.0' },
      /brings TensorFlow, not PyTorch/,
      '--framework tensorflow',
    ],
  ],
  [{ framework: 'tensorflow', baseImage: 'tensorflow/tensorflow:2.20.0' }],
);
