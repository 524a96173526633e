/** Base images that cannot work for what is asked, each with the reason and what does. */
import type { Refusal } from '../../core/types.ts';
import { compareVersions } from '../../packages/version.ts';
import { frameworkImage, readTag } from '../base.ts';
import { hasCudaLibraries, major, readCudaImage } from '../data/cuda.ts';
import { frameworkEntry } from '../data/frameworks.ts';
import type { CudaPackageSet, FrameworkEntry, Release, Wish } from '../data/types.ts';
import { defaultRelease } from '../defaults.ts';

/** Judges a wish: why it cannot be, or null where nothing known speaks against it. */
export type Rule = (
  wish: Wish,
  entry: FrameworkEntry,
  release: Release | undefined,
) => Refusal | null;

/** A framework's own image is for that framework, that release and its accelerator. */
export const ownImageIsSound: Rule = (wish, entry) => {
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
  // tensorflow/build#221: the -gpu images from 2.18 on carry cuDNN 8 where TensorFlow wants 9.
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

/** Alpine and the others do not share a package manager. */
export const baseMatchesFlavour: Rule = (wish) => {
  if (!wish.baseImage || !wish.os) return null;
  const { alpine } = readTag(wish.baseImage);
  if (alpine === (wish.os === 'alpine') || (!alpine && wish.os !== 'alpine')) return null;
  return alpine
    ? { reason: `base image ${wish.baseImage} is an Alpine`, instead: ['--os alpine'] }
    : { reason: `base image ${wish.baseImage} is no Alpine`, instead: ['--os debian'] };
};

/** A python image has the one Python of its tag. */
export const baseHasPython: Rule = (wish) => {
  if (!wish.python || !wish.baseImage) return null;
  const { python } = readTag(wish.baseImage);
  if (!python || python === wish.python) return null;
  return {
    reason: `base image ${wish.baseImage} has Python ${python}, not ${wish.python}`,
    instead: [`--python ${python}`, 'leave --python out'],
  };
};

/** NVIDIA's images suit where what is installed takes the CUDA that is there, not a second one. */
export const baseHasCudaOnce: Rule = (wish, entry, release) => {
  const image = wish.baseImage ? readCudaImage(wish.baseImage) : null;
  if (!image || !wish.baseImage) return null;
  const tag = (from: RegExp, to: string) => `--base-image ${wish.baseImage?.replace(from, to)}`;
  if (image.system !== 'ubuntu') {
    return {
      reason: `base image ${wish.baseImage} has another package manager than apt`,
      instead: [tag(/-[a-z]+[\d.]+(@.*)?$/, '-ubuntu24.04'), '--base-image none'],
    };
  }
  if (wish.accelerator !== 'cuda' || entry.noCuda || !hasCudaLibraries(image)) return null;
  const set = (release ?? defaultRelease(wish) ?? entry.releases[0])?.cuda;
  if (!set) return null;
  if (!set.onCudaBase) {
    return {
      reason: `the ${entry.title} packages bring CUDA, and base image ${wish.baseImage} has it already: it would be there twice, some gigabytes`,
      instead: [
        '--base-image none',
        tag(/-(cudnn\d*-)?(runtime|devel)-/, '-base-'),
        ...ownImage(entry, release, set),
      ],
    };
  }
  if (major(set.cuda) !== major(image.cuda)) {
    const other = entry.releases.find(
      ({ cuda }) => cuda?.onCudaBase && major(cuda.cuda) === major(image.cuda),
    );
    return {
      reason: `${entry.title}${release ? ` ${release.version}` : ''} is built for CUDA ${major(set.cuda)}, and base image ${wish.baseImage} has CUDA ${major(image.cuda)}`,
      instead: [...(other ? [`--framework-version ${other.version}`] : []), '--base-image none'],
    };
  }
  if (image.cudnn === null || image.cudnn === '8') {
    return {
      reason: `base image ${wish.baseImage} has no cuDNN 9, which ${entry.title} needs`,
      instead: [tag(/-(cudnn8-)?(runtime|devel)-/, '-cudnn-$2-'), '--base-image none'],
    };
  }
  return null;
};

/** The flag for PyTorch's own image of a release; its tags name the CUDA of the wheels. */
function ownImage(entry: FrameworkEntry, release: Release | undefined, { cuda }: CudaPackageSet) {
  if (entry.framework !== 'pytorch' || !release) return [];
  return [`--base-image pytorch/pytorch:${release.version}-cuda${cuda}-cudnn9-runtime`];
}
