/** Refuses: NVIDIA's images whose CUDA is not the one that the packages need, or would be there twice. */
import { hasCudaLibraries, major, readCudaImage } from '../data/cuda.ts';
import type { CudaPackageSet, FrameworkEntry, Release } from '../data/types.ts';
import { defaultRelease } from '../defaults.ts';
import type { Rule } from './rule.ts';

export const cudaOfBaseImage: Rule = (wish, entry, release) => {
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
        ...frameworkImageFlag(entry, release, set),
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
function frameworkImageFlag(
  entry: FrameworkEntry,
  release: Release | undefined,
  { cuda }: CudaPackageSet,
) {
  if (entry.framework !== 'pytorch' || !release) return [];
  return [`--base-image pytorch/pytorch:${release.version}-cuda${cuda}-cudnn9-runtime`];
}
