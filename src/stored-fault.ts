/** Stored answers that are each right and cannot work together: which one is to blame, by its line. */
import { resolve } from './catalog/resolve.ts';
import { view } from './catalog/view.ts';
import { faultIn, lastRendered, type Stored } from './config/store.ts';
import { isUserError, type UserError } from './errors.ts';
import { judgePackages } from './packages.ts';
import type { Config } from './types.ts';

/** What a value can be changed to; the answer that most likely was mistyped comes first. */
const CANDIDATES: readonly [keyof Config, (config: Config) => readonly unknown[]][] = [
  ['python', ({ os, baseImage }) => (baseImage ? [null] : view.pythons(os))],
  ['frameworkVersion', ({ framework }) => view.releases(framework)],
  ['os', () => ['debian', 'ubuntu', 'alpine']],
  ['accelerator', () => ['cpu', 'cuda']],
  ['baseImage', () => [null]],
  ['framework', () => view.frameworks().map(({ value }) => value)],
];

/**
 * The fault in stored answers that cannot work together, with the line, the key and what is allowed;
 * null where they can.
 */
export function faultInStored(stored: Stored, config: Config): UserError | null {
  const resolved = resolve(config);
  if ('plan' in resolved) return packageFault(stored, config);
  const { reason } = resolved.refusal;
  const works = (key: keyof Config, value: unknown) =>
    'plan' in resolve({ ...config, [key]: value });
  const before = lastRendered(stored.file);
  const ways = CANDIDATES.map(([key, values]) => ({
    key,
    edited: before !== null && before[key] !== config[key],
    allowed: values(config).filter((value) => value !== config[key] && works(key, value)),
  })).filter(({ allowed }) => allowed.length > 0);
  // The one that a person changed since the folder was last rendered, where that is known.
  const culprit = ways.find(({ edited }) => edited) ?? ways[0];
  if (!culprit) return faultIn(stored, ['framework'], `cannot stay: ${reason}`);
  const allowed = culprit.allowed.map((value) => JSON.stringify(value)).join(', ');
  const is = JSON.stringify(config[culprit.key]);
  const verb = culprit.allowed.length === 1 ? 'is' : 'are';
  return faultIn(stored, [culprit.key], `is ${is}, but ${reason}; allowed ${verb} ${allowed}`);
}

/** The same for requirements that stand against the framework's. */
function packageFault(stored: Stored, config: Config): UserError | null {
  const resolved = resolve(config);
  if (!('plan' in resolved)) return null;
  try {
    judgePackages(resolved.plan, config.pip, 'folder');
    return null;
  } catch (error) {
    if (!isUserError(error)) throw error;
    return faultIn(stored, ['pip'], `cannot stay: ${error.message}`);
  }
}
