import { noCudaBuildForPlatform } from '../../../src/catalog/rules/no-cuda-build-for-platform.ts';
import { describeRule } from './describe-rule.ts';

describeRule(
  'no-cuda-build-for-platform',
  noCudaBuildForPlatform,
  [
    [
      'CUDA TensorFlow on arm64',
      {
        framework: 'tensorflow',
        frameworkVersion: '2.21.0',
        accelerator: 'cuda',
        platform: 'linux/arm64',
      },
      /TensorFlow 2\.21\.0 with CUDA has no build for linux\/arm64 \(it has linux\/amd64\)/,
      '--accelerator cpu',
    ],
    [
      'an ONNX Runtime whose CUDA packages are for x86 only, on arm64',
      {
        ...{ framework: 'onnxruntime', frameworkVersion: '1.28.0' },
        ...{ accelerator: 'cuda', platform: 'linux/arm64' },
      },
      /ONNX Runtime 1\.28\.0 with CUDA has no build for linux\/arm64/,
      '--framework-version 1.31.1',
    ],
  ],
  [
    { framework: 'tensorflow', accelerator: 'cuda', platform: 'linux/amd64' },
    { framework: 'tensorflow', platform: 'linux/arm64' },
  ],
);
