/** Refuses: a framework's image that is for another framework, release or accelerator. */
import { compareVersions } from '../../packages/version.ts';
import { frameworkImage, readTag } from '../base.ts';
import { frameworkEntry } from '../data/frameworks.ts';
import type { Rule } from './rule.ts';

export const imageOfAnotherFramework: Rule = (wish, entry) => {
  if (!wish.baseImage) return null;
  const image = frameworkImage(wish.baseImage);
  if (!image) return null;
  if (image.framework !== entry.framework) {
    const title = frameworkEntry(image.framework).title;
    return {
      reason: `base image ${wish.baseImage} brings ${title}, not ${entry.title}`,
      instead: [`--framework ${image.framework}`, '--base-image none'],
    };
  }
  const { frameworkVersion } = readTag(wish.baseImage);
  const gpu = /-gpu([-@]|$)/.test(wish.baseImage);
  // tensorflow/build#221: the -gpu images from 2.18 on carry cuDNN 8 where TensorFlow needs 9.
  if (
    image.framework === 'tensorflow' &&
    gpu &&
    (!frameworkVersion || compareVersions(frameworkVersion, '2.18') >= 0)
  ) {
    return {
      reason: `base image ${wish.baseImage} has cuDNN 8 where TensorFlow needs 9, and computes on the CPU without saying so`,
      instead: [
        wish.accelerator === 'cuda' ? '--base-image none' : '--accelerator cuda --base-image none',
      ],
    };
  }
  if (frameworkVersion && wish.frameworkVersion && frameworkVersion !== wish.frameworkVersion) {
    return {
      reason: `base image ${wish.baseImage} brings ${entry.title} ${frameworkVersion}, not ${wish.frameworkVersion}`,
      instead: [`--framework-version ${frameworkVersion}`, '--base-image none'],
    };
  }
  if (image.framework === 'tensorflow' && !gpu && wish.accelerator === 'cuda') {
    return {
      reason: `base image ${wish.baseImage} has no CUDA`,
      instead: ['--accelerator cpu', '--base-image none'],
    };
  }
  return null;
};
