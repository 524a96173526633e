import type { Wish } from '../../src/catalog/data/types.ts';
import type { Accelerator, OsFlavour, Platform } from '../../src/core/answers.ts';
import type { Framework } from '../../src/core/model-facts.ts';

/** A wish after a flag that a refusal suggests, as a person types it. */
export function withFlag(wish: Wish, instead: string): Wish {
  const [flag, value] = instead.split(' ') as [string, string];
  if (flag === '--python') return { ...wish, python: value };
  if (flag === '--os') return { ...wish, os: value as OsFlavour };
  if (flag === '--framework-version') return { ...wish, frameworkVersion: value };
  if (flag === '--framework') return { ...wish, framework: value as Framework };
  if (flag === '--accelerator') return { ...wish, accelerator: value as Accelerator };
  if (flag === '--platform') return { ...wish, platform: value as Platform };
  if (flag === '--base-image') return { ...wish, baseImage: value === 'none' ? null : value };
  return wish;
}
