/** Checks the stored answers; if they conflict, names the answer and its line. */

import { checkRequirements } from '../catalog/check-requirements.ts';
import { frameworkEntry, releasesOn } from '../catalog/data/frameworks.ts';
import { refuseConfig } from '../catalog/rules/refuse-config.ts';
import { view } from '../catalog/view.ts';
import { faultIn, lastRendered, readAnswers, type Stored } from '../config/store.ts';
import type { Config } from '../core/answers.ts';
import { isUserError, type UserError } from '../core/errors.ts';
import { findFault } from '../questions/stored-answers.ts';
import { resolveConfig } from './plan.ts';

/** A folder's answers, each one right in itself. */
export interface StoredConfig {
  stored: Stored;
  config: Config;
  /**
   * The answers that the folder was last rendered from: what the user has read notes on. The stored
   * ones where that is not known.
   */
  rendered: Config;
}

/**
 * Reads a folder's answers and checks each by itself.
 * @throws UserError where there are none, or one is wrong: with its line, its key and what is allowed
 */
export function readConfig(root: string): StoredConfig {
  const stored = readAnswers(root);
  const last = lastRendered(stored);
  const fault = findFault(stored.values, view, () => last);
  if (fault) throw faultIn(stored, fault.path, fault.message, fault.hint);
  const config = configOf(stored.values);
  const isOther = last !== null && last !== stored.values;
  const known = isOther && findFault(last, view, () => last) === null;
  return { stored, config, rendered: known ? configOf(last) : config };
}

/** The config in stored values; findFault has checked every key of it. */
function configOf(values: Record<string, unknown>): Config {
  const { defaults: _team, ...answers } = values;
  return answers as Config;
}

/**
 * The fault where only the framework was changed by hand, and the release is still the old framework's;
 * null where it is not so.
 * @param config the answers after the change
 */
export function findStaleRelease(
  { stored, rendered }: StoredConfig,
  config: Config,
): UserError | null {
  const { framework, frameworkVersion } = config;
  if (framework === rendered.framework || frameworkVersion === null) return null;
  const releases = releasesFor(config);
  if (frameworkVersion !== rendered.frameworkVersion || releases.includes(frameworkVersion))
    return null;
  const works = releases.filter(
    (release) => refuseConfig({ ...config, frameworkVersion: release }) === null,
  );
  const allowed = works.map((release) => JSON.stringify(release)).join(', ') || 'null';
  return faultIn(
    stored,
    ['frameworkVersion'],
    `is ${JSON.stringify(frameworkVersion)}, a release of ${rendered.framework}, and the framework is ${framework} now`,
    `allowed ${works.length > 1 ? 'are' : 'is'} ${allowed}`,
  );
}

/** What a value can be changed to; the answer that most likely was mistyped comes first. */
const CANDIDATES: readonly [keyof Config, (config: Config) => readonly unknown[]][] = [
  ['python', ({ os, baseImage }) => (baseImage ? [null] : view.pythons(os))],
  ['frameworkVersion', (config) => releasesFor(config)],
  ['os', () => ['debian', 'ubuntu', 'alpine']],
  ['accelerator', () => ['cpu', 'cuda']],
  ['baseImage', () => [null]],
  ['framework', () => view.frameworks().map(({ value }) => value)],
];

/**
 * The fault in stored answers that cannot work together, with the line, the key and what is allowed;
 * null where they can.
 */
export function findStoredFault({ stored, config, rendered }: StoredConfig): UserError | null {
  const refusal = refuseConfig(config);
  if (!refusal) return findPackageFault(stored, config);
  const { reason } = refusal;
  const fix = likeliestFix(config, rendered);
  if (!fix) return faultIn(stored, ['framework'], `is not valid: ${reason}`);
  const allowed = fix.allowed.map((value) => JSON.stringify(value)).join(', ');
  const is = JSON.stringify(config[fix.key]);
  const verb = fix.allowed.length === 1 ? 'is' : 'are';
  return faultIn(stored, [fix.key], `is ${is}, but ${reason}`, `allowed ${verb} ${allowed}`);
}

/** The answer to change, and the values with which the others work; undefined where no single one helps. */
function likeliestFix(config: Config, rendered: Config) {
  const works = (key: keyof Config, value: unknown) =>
    refuseConfig({ ...config, [key]: value }) === null;
  const fixes = CANDIDATES.map(([key, values]) => ({
    key,
    allowed: values(config).filter((value) => value !== config[key] && works(key, value)),
  })).filter(({ allowed }) => allowed.length > 0);
  // The one that was edited since the folder was last rendered, where that is known.
  return fixes.find(({ key }) => rendered[key] !== config[key]) ?? fixes[0];
}

function releasesFor({ framework, os }: Config): string[] {
  return releasesOn(frameworkEntry(framework), os).map(({ version }) => version);
}

/** The same for requirements that conflict with the framework's. */
function findPackageFault(stored: Stored, config: Config): UserError | null {
  try {
    checkRequirements(resolveConfig(config), config.pip, 'folder');
    return null;
  } catch (error) {
    if (!isUserError(error)) throw error;
    return faultIn(stored, ['pip'], `is not valid: ${error.message}`, error.hint);
  }
}
