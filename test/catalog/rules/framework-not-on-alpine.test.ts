import { frameworkNotOnAlpine } from '../../../src/catalog/rules/framework-not-on-alpine.ts';
import { describeRule } from './describe-rule.ts';

describeRule(
  'framework-not-on-alpine',
  frameworkNotOnAlpine,
  [
    ['TensorFlow on Alpine', { framework: 'tensorflow', os: 'alpine' }, /musl/, '--os debian'],
    ['PyTorch on Alpine', { framework: 'pytorch', os: 'alpine' }, /musl/, '--os debian'],
    ['JAX on Alpine', { framework: 'jax', os: 'alpine' }, /musl/, '--os debian'],
    ['XGBoost on Alpine', { framework: 'xgboost', os: 'alpine' }, /musl/, '--os debian'],
    [
      'a release that Alpine does not have',
      { framework: 'scikit-learn', frameworkVersion: '1.9.1', os: 'alpine' },
      /musl.*; Alpine itself has scikit-learn 1\.5\.2 as py3-scikit-learn, not 1\.9\.1/,
      '--framework-version 1.5.2',
    ],
    [
      "what apk brings on a python image's Alpine",
      { framework: 'onnxruntime', os: 'alpine', baseImage: 'python:3.13-alpine' },
      /for its own Python, not for that of python:3\.13-alpine/,
      '--base-image none',
    ],
    ['LightGBM on Alpine', { framework: 'lightgbm', os: 'alpine' }, /musl/, '--os debian'],
  ],
  [
    { framework: 'scikit-learn', os: 'alpine' },
    { framework: 'tensorflow', os: 'debian' },
  ],
);
