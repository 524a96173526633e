/** Flags that make an image provide what a requirement asks for; searched where an error is worded. */
import type { Config } from '../core/answers.ts';
import type { Plan } from '../core/types.ts';
import type { RequirementParts } from '../packages/requirement.ts';
import { isCatalogPin } from './base.ts';
import { isMet, moreExtras, providedWith, sameAs } from './provides.ts';
import { refuseConfig } from './rules/refuse-config.ts';
import { view } from './view.ts';

/**
 * The flags that make the framework the one that a requirement asks for, or null where the catalog
 * knows none. The fewest changes come first.
 */
export function suggestProvider(want: RequirementParts, plan: Plan): string | null {
  if (want.url !== null) return null;
  const config = isCatalogPin(plan.config) ? { ...plan.config, baseImage: null } : plan.config;
  for (const change of changes(config, plan)) {
    const other = { ...config, ...change };
    if (refuseConfig(other) !== null) continue;
    const existing = sameAs(want, providedWith(other));
    if (existing && isMet(want, existing) && moreExtras(want, existing).length === 0)
      return flags(change);
  }
  return null;
}

const FLAGS: Partial<Record<keyof Config, string>> = {
  frameworkVersion: 'framework-version',
  python: 'python',
  os: 'os',
  accelerator: 'accelerator',
  baseImage: 'base-image',
};

function flags(change: Partial<Config>): string {
  return Object.entries(change)
    .map(([key, value]) => `--${FLAGS[key as keyof Config]} ${value ?? 'none'}`)
    .join(' ');
}

function* changes(config: Config, plan: Plan): Generator<Partial<Config>> {
  const versions = view.releases(config.framework);
  const accelerator = config.accelerator === 'cpu' ? 'cuda' : 'cpu';
  const python = (change: Partial<Config>) => ({
    ...change,
    python: view.bestPython({ ...config, ...change, python: null }),
  });
  for (const frameworkVersion of versions) yield { frameworkVersion };
  yield { accelerator };
  for (const frameworkVersion of versions) yield { frameworkVersion, accelerator };
  if (config.baseImage === null) {
    for (const frameworkVersion of versions) yield python({ frameworkVersion });
  }
  if (plan.base.kind === 'framework') {
    for (const frameworkVersion of versions) yield python({ frameworkVersion, baseImage: null });
  }
  if (plan.base.frameworkBySystem && config.baseImage === null) {
    for (const frameworkVersion of versions) yield python({ frameworkVersion, os: 'debian' });
  }
}
