import { noCudaBuild } from '../../../src/catalog/rules/no-cuda-build.ts';
import { describeRule } from './describe-rule.ts';

describeRule(
  'no-cuda-build',
  noCudaBuild,
  [
    [
      'a release of ONNX Runtime without CUDA packages',
      { framework: 'onnxruntime', frameworkVersion: '1.32.0', accelerator: 'cuda' },
      /ONNX Runtime 1\.32\.0 has no CUDA build that installs/,
      '--framework-version 1.31.1',
    ],
    [
      'CUDA on Alpine',
      { framework: 'custom', os: 'alpine', accelerator: 'cuda' },
      /CUDA has no build for the musl/,
      '--os debian',
    ],
    [
      'scikit-learn with CUDA',
      { framework: 'scikit-learn', accelerator: 'cuda' },
      /CPU only/,
      '--accelerator cpu',
    ],
  ],
  [
    { framework: 'pytorch', accelerator: 'cuda' },
    { framework: 'scikit-learn', accelerator: 'cpu' },
  ],
);
