/** Why a whole config cannot work: a rule refuses it, or something in it is still undecided. */
import type { Config } from '../../core/answers.ts';
import type { Refusal } from '../../core/types.ts';
import { isCatalogPin } from '../base.ts';
import type { Wish } from '../data/types.ts';
import { refuse } from './refuse.ts';
import { refuseUndecided } from './undecided.ts';

/** What a config asks of the catalog. */
export function wishOf(config: Config): Wish {
  return {
    framework: config.framework,
    frameworkVersion: config.frameworkVersion,
    python: config.python,
    os: config.os,
    accelerator: config.accelerator,
    baseImage: isCatalogPin(config) ? null : config.baseImage,
    format: config.model?.format ?? null,
    needs: config.model?.needs ?? [],
    platform: config.platform,
  };
}

/**
 * Why a config cannot work, or null.
 * @param wish the config's own, unless some of its answers are to be others
 */
export function refuseConfig(config: Config, wish = wishOf(config)): Refusal | null {
  return refuse(wish) ?? refuseUndecided(config, wish);
}
