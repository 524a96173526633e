/** What a person should know of a combination that works. */
import type { Config } from '../core/answers.ts';
import { readTag } from './base.ts';
import type { Cuda } from './cuda.ts';
import { readCudaImage } from './data/cuda.ts';
import { knownRelease } from './data/frameworks.ts';
import type { FrameworkEntry, Release } from './data/types.ts';
import { frameworkBound } from './needs.ts';

/** Lines for the README and the terminal: what a person should know of this combination. */
export function notesFor(
  config: Config,
  entry: FrameworkEntry,
  release: Release | null,
  cuda: Cuda | null,
): string[] {
  const notes: string[] = [];
  if (config.frameworkVersion && !knownRelease(entry, config.frameworkVersion, config.os)) {
    notes.push(
      `${entry.title} ${config.frameworkVersion} is not in the catalog: it is taken as you gave it, unchecked.`,
    );
  }
  notes.push(...cudaNotes(config, entry, release, cuda));
  notes.push(...boundNotes(config, entry));
  if (isUntold(config.model)) {
    notes.push(
      'A Hugging Face directory does not tell its inputs and outputs: put the model’s own names (such as pixel_values, logits) under "tensor" in model-spec.json.',
    );
  }
  for (const need of config.model?.needs ?? []) {
    // A class to bring is the next step (cli/report.ts), not a note.
    if (need.kind === 'code') {
      notes.push(`The model needs ${need.name}: ${need.why}.`);
    }
  }
  return notes;
}

function cudaNotes(
  { accelerator, baseImage, platform }: Config,
  entry: FrameworkEntry,
  release: Release | null,
  cuda: Cuda | null,
): string[] {
  const notes: string[] = [];
  if (cuda) {
    notes.push(
      `CUDA ${cuda.version} comes with the ${cuda.from}; the host needs an NVIDIA driver of at least ${cuda.minimumDriver}.`,
    );
  }
  const baseCuda = baseImage ? readTag(baseImage).cuda : null;
  if (baseCuda && accelerator === 'cpu') {
    notes.push(
      `The base image brings CUDA, which an image for the CPU does not use: --accelerator cuda, or a smaller base.`,
    );
  }
  if (baseImage && readCudaImage(baseImage)) {
    notes.push(
      'NVIDIA takes the tags of older CUDA releases away after a time: keep a copy of the base image (a mirror, or docker save) for later builds.',
    );
  }
  const only = cuda && !platform && release?.cuda?.architectures;
  if (only) {
    notes.push(
      `${entry.title} with CUDA is built for ${only.join(', ')} only, not for ARM machines.`,
    );
  }
  return notes;
}

/** A file that needs the release that wrote it, and gets another. */
function boundNotes(config: Config, entry: FrameworkEntry): string[] {
  const bound = frameworkBound(config.model?.needs ?? [], config.framework);
  if (!bound || !config.frameworkVersion) return [];
  if (bound.operator !== '==' || bound.version === config.frameworkVersion) return [];
  return [
    `The model asks for ${entry.title} ${bound.version} (${bound.why}); another release (${config.frameworkVersion}) may read it wrongly or not at all.`,
  ];
}

/** Whether it is a Hugging Face directory, with an input or output that only a person can name. */
function isUntold(model: Config['model']): boolean {
  return model?.format === 'huggingface' && !(model.inputs?.length && model.outputs?.length);
}
