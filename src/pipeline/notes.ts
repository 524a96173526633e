/** What a person should know of a change to the answers: one line each. */
import { systemNameFor } from '../catalog/data/system-packages.ts';
import { type Config, SCHEMA_VERSION } from '../core/answers.ts';
import type { ChangeSet } from '../core/change-set.ts';
import { UserError } from '../core/errors.ts';
import type { State } from '../core/folder-state.ts';
import { STORE_FILE } from '../core/layout.ts';
import {
  isSystemPackage,
  managerOf,
  type PackageManager,
  packageIdentity,
  packageName,
} from '../packages/system-package.ts';
import { describeModelCode } from './model-code-notes.ts';

/**
 * Notes that the stored answers have an older schema, and that they are migrated.
 * @param version their schema version
 */
export function noteOldSchema(version: number, readOnly: boolean): string[] {
  if (version === SCHEMA_VERSION) return [];
  const now = readOnly ? 'the next command that writes brings it' : 'it is brought';
  return [
    `${STORE_FILE} has the form of an older ml-image (schemaVersion ${version}); ${now} to ${SCHEMA_VERSION}`,
  ];
}

/**
 * Packages that the other package manager calls otherwise, after a change of flavour: one line with
 * them all, and what to type.
 * @throws UserError for those whose very form the new manager cannot read
 */
export function notesOnSystemNames(before: Config, config: Config): string[] {
  const manager = managerOf(config.os);
  if (managerOf(before.os) === manager) return [];
  assertForms(config, manager);
  // New ones were checked for the new flavour.
  const renamed = config.system
    .filter((text) => before.system.includes(text))
    .map((text) => ({ text, name: packageName(text) }))
    .map((one) => ({ ...one, now: systemNameFor(one.name, manager) ?? one.name }))
    .filter(({ text, now }) => text !== now);
  if (renamed.length === 0) return [];
  const is = renamed.length > 1 ? 'are' : 'is';
  const [texts, nows] = [renamed.map(({ text }) => text), renamed.map(({ now }) => now)];
  const missing = [...new Set(nows)].filter((now) => !config.system.includes(now));
  const unwanted = renamed.filter(({ text, now }) => packageIdentity(text) !== now);
  const commands = [
    ...(missing.length > 0 ? [`ml-image system ${missing.join(' ')}`] : []),
    ...(unwanted.length > 0
      ? [`ml-image system --remove ${unwanted.map(({ text }) => packageIdentity(text)).join(' ')}`]
      : []),
  ];
  const bare = renamed.every(({ text, name }) => text === name);
  const carries = bare ? '' : ' (a version or architecture does not carry over)';
  return [
    `${texts.join(', ')} ${is} called ${nows.join(', ')} by ${manager}${carries}: ${commands.join(', and ')}`,
  ];
}

function assertForms({ os, system }: Config, manager: PackageManager): void {
  const unread = system.filter((text) => !isSystemPackage(text, manager));
  if (unread.length === 0) return;
  throw new UserError(
    `--os ${os} cannot be while ${unread.join(', ')} ${unread.length > 1 ? 'are' : 'is'} among the system packages: no package name for ${manager}`,
    { hint: `first ml-image system --remove ${unread.map(packageIdentity).join(' ')}` },
  );
}

/** What in the person's model.py may not fit; only another model or framework can conflict with it. */
export function notesOnModelCode(
  before: Config,
  config: Config,
  state: State,
  changes: ChangeSet,
): string[] {
  if (before.model === config.model && before.framework === config.framework) return [];
  const last = state.base.files.find(({ id }) => id === 'model-code')?.text ?? null;
  return describeModelCode(before, config, changes, last);
}
