/** Which combinations were built and predicted as expected, over the whole run. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../../src/core/answers.ts';
import type { Folder } from './folder.ts';

const shown = new Set<string>();

/** How a folder's requirements reach its image. */
export type RequirementKind =
  | 'none'
  | 'plain'
  | 'extras'
  | 'a wheel by address'
  | 'a local wheel'
  | 'a private index'
  | 'offline wheels';

/**
 * Counts a folder whose image predicted what it should: framework, base image, Python, and the kind
 * of requirements, which its answers and its wheels tell unless it is given.
 */
export function countCombination(folder: Folder, kind: RequirementKind = kindOf(folder)): void {
  const { framework, model, accelerator } = answersOf(folder);
  const runtime =
    model?.format === 'tflite'
      ? 'TensorFlow Lite'
      : ['huggingface', 'safetensors'].includes(model?.format ?? '')
        ? `${framework} by ${model?.format}`
        : framework;
  shown.add(`${runtime} (${accelerator}) on ${baseOf(folder)}, requirements: ${kind}`);
}

/** The combinations so far, sorted. */
export const combinations = (): string[] => [...shown].sort();

function answersOf({ path }: Folder): Config {
  return JSON.parse(readFileSync(join(path, '.yo-rc.json'), 'utf8'))['generator-ml-image'];
}

function baseOf({ path }: Folder): string {
  const dockerfile = readFileSync(join(path, 'Dockerfile'), 'utf8');
  return /^ARG BASE_IMAGE=(.*)$/m.exec(dockerfile)?.[1] ?? '';
}

function kindOf(folder: Folder): RequirementKind {
  const has = (name: string) =>
    existsSync(join(folder.path, name)) &&
    readdirSync(join(folder.path, name)).some((file) => file.endsWith('.whl'));
  if (has('wheels/framework')) return 'offline wheels';
  if (has('wheels')) return 'a local wheel';
  const { pip } = answersOf(folder);
  if (pip.some((text) => text.includes('://'))) return 'a wheel by address';
  if (pip.some((text) => text.includes('['))) return 'extras';
  return pip.length > 0 ? 'plain' : 'none';
}
