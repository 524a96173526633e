/** What a person should know of a change to the answers: one line each. */
import { systemNameFor } from './catalog/system-packages.ts';
import { STORE_FILE } from './config/store.ts';
import { systemName } from './questions/text.ts';
import { type Config, type Plan, SCHEMA_VERSION } from './types.ts';

/**
 * That the answers stand in the form of an older release, and what becomes of them.
 * @param version the form in which they stand
 */
export function aboutForm(version: number, readOnly: boolean): string[] {
  if (version === SCHEMA_VERSION) return [];
  const now = readOnly ? 'the next command that writes brings it' : 'it is brought';
  return [
    `${STORE_FILE} has the form of an older ml-image (schemaVersion ${version}); ${now} to ${SCHEMA_VERSION}`,
  ];
}

/** What in a person's model.py may not fit a new model. */
export function aboutModelCode(before: Config, config: Config): string[] {
  const [old, now] = [before.model, config.model];
  if (!old || !now) return [];
  const lines: string[] = [];
  if (old.format !== now.format) {
    lines.push(
      `model.py was written for a ${old.format} file and stays as it is; the new model is a ${now.format} file: load() must change`,
    );
  }
  const names = (model: typeof old) =>
    [...(model.inputs ?? []), ...(model.outputs ?? [])].map(({ name }) => name);
  const lost = names(old).filter((name) => !names(now).includes(name));
  if (lost.length > 0 && now.inputs) {
    lines.push(`the new model has no ${lost.join(', ')}: look in model.py where these are used`);
  }
  return lines;
}

/** Packages that the other package manager calls otherwise, after a change of flavour. */
export function aboutSystemNames(before: Config, config: Config): string[] {
  const manager = (os: Config['os']) => (os === 'alpine' ? 'apk' : 'apt');
  if (manager(before.os) === manager(config.os)) return [];
  return config.system.flatMap((name) => {
    const other = systemNameFor(systemName(name), manager(config.os));
    return other
      ? [
          `${name} is called ${other} by ${manager(config.os)}: ml-image system ${other}, and ml-image system --remove ${name}`,
        ]
      : [];
  });
}

/** Notes of the plan that the folder's owner has not been told before. */
export function newNotes(plan: Plan, before: Config): string[] {
  return JSON.stringify(plan.config) === JSON.stringify(before) ? [] : plan.notes;
}
