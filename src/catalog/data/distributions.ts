import type { Framework } from '../../core/model-facts.ts';

/** Distributions that are one of our frameworks. */
export const FRAMEWORK_OF: Readonly<Record<string, Framework>> = {
  tensorflow: 'tensorflow',
  'tensorflow-cpu': 'tensorflow',
  torch: 'pytorch',
  onnxruntime: 'onnxruntime',
  'onnxruntime-gpu': 'onnxruntime',
  'scikit-learn': 'scikit-learn',
  xgboost: 'xgboost',
  'xgboost-cpu': 'xgboost',
  lightgbm: 'lightgbm',
  jax: 'jax',
  jaxlib: 'jax',
};

/** The framework that a distribution (normalised name) is, or undefined. */
export function frameworkOf(name: string): Framework | undefined {
  return Object.hasOwn(FRAMEWORK_OF, name) ? FRAMEWORK_OF[name] : undefined;
}

/** Pairs that write the same files into site-packages. */
export const EXCLUSIVE: readonly (readonly string[])[] = [
  ['onnxruntime', 'onnxruntime-gpu'],
  ['tensorflow', 'tensorflow-cpu'],
  ['xgboost', 'xgboost-cpu'],
  [
    'opencv-python',
    'opencv-python-headless',
    'opencv-contrib-python',
    'opencv-contrib-python-headless',
  ],
];

/**
 * Whether one distribution satisfies a requirement of another: the build for the CPU does for the whole
 * one, and in a framework's own image any build does.
 */
export function standsFor(there: string, asked: string, inOwnImage: boolean): boolean {
  if (there === `${asked}-cpu`) return true;
  return inOwnImage && asked === `${there}-cpu`;
}
