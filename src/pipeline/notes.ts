/** Notes on a change of the answers, one line each. */
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
  const now = readOnly ? 'the next command that writes updates it' : 'it is updated';
  return [
    `${STORE_FILE} has the form of an older ml-image (schemaVersion ${version}); ${now} to ${SCHEMA_VERSION}`,
  ];
}

/**
 * Notes system packages that have another name after a change of the base image's system: one line with
 * all of them, and what to type.
 * @throws UserError for texts that are no package name for the new package manager
 */
export function notesOnSystemNames(before: Config, config: Config): string[] {
  const manager = managerOf(config.os);
  if (managerOf(before.os) === manager) return [];
  assertForms(config, manager);
  const renamed = renamedPackages(before, config, manager);
  if (renamed.length === 0) return [];
  const [texts, names] = [renamed.map(({ text }) => text), renamed.map(({ name }) => name)];
  const is = renamed.length > 1 ? 'are' : 'is';
  const bare = texts.every((text) => text === packageName(text));
  const carries = bare ? '' : ' (a version or architecture does not carry over)';
  return [
    `${texts.join(', ')} ${is} called ${names.join(', ')} by ${manager}${carries}: ${renameCommands(renamed, config)}`,
  ];
}

/** A system package as the answers have it, and its name for another package manager. */
interface RenamedPackage {
  text: string;
  name: string;
}

/** The packages of the old answers that have another name there; new ones were checked for the manager. */
function renamedPackages(
  before: Config,
  { system }: Config,
  manager: PackageManager,
): RenamedPackage[] {
  return system
    .filter((text) => before.system.includes(text))
    .map((text) => ({ text, name: systemNameFor(packageName(text), manager) ?? packageName(text) }))
    .filter(({ text, name }) => text !== name);
}

/** The commands that add the packages under their new names and remove the old ones. */
function renameCommands(renamed: readonly RenamedPackage[], { system }: Config): string {
  const names = new Set(renamed.map(({ name }) => name));
  const added = [...names].filter((name) => !system.includes(name));
  const removed = renamed
    .map(({ text, name }) => ({ name, old: packageIdentity(text) }))
    .filter(({ name, old }) => old !== name)
    .map(({ old }) => old);
  return [
    ...(added.length > 0 ? [`ml-image system ${added.join(' ')}`] : []),
    ...(removed.length > 0 ? [`ml-image system --remove ${removed.join(' ')}`] : []),
  ].join(', and ');
}

function assertForms({ os, system }: Config, manager: PackageManager): void {
  const unread = system.filter((text) => !isSystemPackage(text, manager));
  if (unread.length === 0) return;
  throw new UserError(
    `--os ${os} cannot be while ${unread.join(', ')} ${unread.length > 1 ? 'are' : 'is'} among the system packages: no package name for ${manager}`,
    { hint: `first ml-image system --remove ${unread.map(packageIdentity).join(' ')}` },
  );
}

/** Notes what in the user's model.py may not fit; none while model and framework stay. */
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
