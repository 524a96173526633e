/** `ml-image lock`: from requirements.txt to requirements.lock, and whether it still fits. */
import { join } from 'node:path';
import { targetOf } from '../catalog/target.ts';
import type { Change, ChangeSet } from '../core/change-set.ts';
import { isWritten } from '../core/change-set.ts';
import { UserError } from '../core/errors.ts';
import type { CurrentFile } from '../core/folder-state.ts';
import { packageRoot } from '../core/package.ts';
import type { Pin, Plan } from '../core/types.ts';
import { realDisk } from '../folder/disk.ts';
import { placeOf } from '../folder/paths.ts';
import { look } from '../folder/state.ts';
import { LOCK_FILE, type LockHead, readLock, staleReason } from '../lockfile/file.ts';
import { soabi } from '../lockfile/target.ts';
import type { Resolver } from '../lockfile/types.ts';
import { buildSpec } from '../model-spec/build.ts';

/** What is wanted of the lock. */
export interface LockRequest {
  /** `renew` makes it, `remove` takes it out, `check` only says whether it fits. */
  want: 'renew' | 'remove' | 'check';
  /** Who resolves; null: the first that is there. */
  by?: Resolver | null;
  /** Take the newest releases, not those that the lock holds already. */
  upgrade?: boolean;
  /** Take `wheels/` alone, ask no index. */
  offline?: boolean;
  /** Added to the engine's build. */
  buildArgs?: string[];
  /** Told which resolver is asked, before it is. */
  onAsk?: (who: string) => void;
}

/** Whether a folder's lock fits. */
export interface LockState {
  /** `none`: there is no lock; `foreign`: the file is not one that this program wrote. */
  is: 'none' | 'fits' | 'stale' | 'foreign';
  /** One line for a person; null where there is nothing to say. */
  note: string | null;
}

/**
 * Checks the folder's lock against the new requirements.txt; runs no resolver.
 * @throws UserError where a folder on the way is a link
 */
export function lockState(root: string, plan: Plan, changes: ChangeSet): LockState {
  const there = lookAtLock(root);
  if (there.kind === 'absent') return { is: 'none', note: null };
  const lock = there.kind === 'file' && there.text !== null ? readLock(there.text) : null;
  if (!lock)
    return {
      is: 'foreign',
      note: `${LOCK_FILE} is not one that ml-image lock wrote, so the build ends at it; move it away`,
    };
  const requirements = requirementsAfter(changes);
  const target = targetOf(plan);
  const why =
    requirements === null
      ? 'there is no requirements.txt'
      : staleReason(lock, requirements, target && soabi(target));
  if (why)
    return {
      is: 'stale',
      note: `${LOCK_FILE} is stale: ${why}. Until ml-image lock makes it again, the build ends there`,
    };
  return { is: 'fits', note: unread(changes) };
}

/** The lock's state where its own change is among the others: it fits, or it is gone. */
export function lockStateAfter(changes: ChangeSet): LockState {
  const gone = changes.changes.some(({ path, after }) => path === LOCK_FILE && after === null);
  return gone ? { is: 'none', note: null } : { is: 'fits', note: unread(changes) };
}

/**
 * The change that makes the lock again, or takes it out.
 * @throws UserError where it cannot be made, with what would help
 */
export async function lockChange(
  root: string,
  plan: Plan,
  changes: ChangeSet,
  request: LockRequest,
): Promise<Change> {
  const there = lookAtLock(root);
  const former = there.kind === 'file' && there.text !== null ? readLock(there.text) : null;
  if (there.kind !== 'absent' && !former)
    throw new UserError(
      `${LOCK_FILE} is not one that ml-image lock wrote, and it would be overwritten`,
      { hint: `move it away` },
    );
  const before = there.kind === 'file' ? there.text : null;
  const modeBefore = there.kind === 'file' ? there.mode : null;
  const change: Change = {
    ...{ id: 'lock', path: LOCK_FILE, action: 'unchanged', before, after: before },
    ...{ modeBefore, mode: modeBefore, conflicts: [], note: null },
  };
  if (request.want === 'remove') {
    if (!former)
      throw new UserError(`there is no ${LOCK_FILE} to remove`, {
        hint: 'write ml-image lock to make one',
      });
    return { ...change, action: 'delete', after: null };
  }
  const { text, by, count } = await locked(root, plan, changes, former, request);
  const note = `${count} packages, by ${by}`;
  if (text === before) return { ...change, note };
  const action = before === null ? 'create' : 'update';
  return { ...change, action, after: text, mode: modeBefore ?? 0o644, note };
}

/** Asks a resolver, and gives the text of the lock. */
async function locked(
  root: string,
  plan: Plan,
  changes: ChangeSet,
  former: LockHead | null,
  request: LockRequest,
): Promise<{ text: string; by: string; count: number }> {
  // What resolves and renders is loaded only here: other commands start the sooner.
  const [{ readParts }, { resolvePins }, { nameOf }, { inputsHash }, render, { loadTemplates }] =
    await Promise.all([
      import('../lockfile/parts.ts'),
      import('../lockfile/resolve.ts'),
      import('../lockfile/pins.ts'),
      import('../lockfile/inputs.ts'),
      import('../render/lock.ts'),
      import('../render/templates.ts'),
    ]);
  const requirements = requirementsToLock(changes);
  const parts = readParts(requirements);
  if (parts.framework.length + parts.packages.length === 0)
    throw new UserError('requirements.txt asks for nothing, so there is nothing to lock');
  const spec = buildSpec(plan.config, { name: plan.imageName, tag: plan.imageTag });
  const templates = loadTemplates(join(packageRoot(), 'templates'), plan.loader);
  const target = targetOf(plan);
  const answer = await resolvePins(
    {
      root,
      parts,
      target,
      kept: request.upgrade || !former ? [] : former.pins,
      offline: request.offline === true,
    },
    {
      by: request.by ?? null,
      dockerfile: render.lockDockerfile(plan, spec, templates),
      buildArgs: [
        ...(plan.config.platform ? ['--platform', plan.config.platform] : []),
        ...(request.buildArgs ?? []),
      ],
      preinstalled: plan.base.kind === 'framework' || plan.base.frameworkBySystem === true,
      ...(request.onAsk ? { onAsk: request.onAsk } : {}),
    },
  );
  const own = new Set(answer.framework.map(({ requirement }) => nameOf(requirement)));
  const part = (ours: boolean) =>
    answer.all.filter(({ requirement }) => own.has(nameOf(requirement)) === ours).sort(byName);
  const byName = (a: Pin, b: Pin) => (nameOf(a.requirement) < nameOf(b.requirement) ? -1 : 1);
  const soabiThere = answer.target ?? (target && soabi(target)) ?? '';
  const text = render.lockText({
    target: soabiThere,
    inputs: inputsHash(soabiThere, requirements),
    framework: part(true),
    packages: part(false),
  });
  return { text, by: answer.by, count: answer.all.length };
}

function lookAtLock(root: string): CurrentFile {
  return look(realDisk, placeOf(realDisk, root, LOCK_FILE));
}

function requirementsAfter(changes: ChangeSet): string | null {
  return changes.changes.find(({ id }) => id === 'requirements')?.after ?? null;
}

/** requirements.txt on disk; it must be up to date, since the resolvers read it there. */
function requirementsToLock(changes: ChangeSet): string {
  const change = changes.changes.find(({ id }) => id === 'requirements');
  if (change?.before == null)
    throw new UserError('there is no requirements.txt to lock', {
      hint: 'write ml-image regenerate --restore requirements.txt to bring it back',
    });
  if (isWritten(change))
    throw new UserError('requirements.txt is not what the answers give', {
      hint: 'first run: ml-image regenerate',
    });
  return change.before;
}

/** An edited Dockerfile may not know of locks: then the lock holds nothing. */
function unread(changes: ChangeSet): string | null {
  const silent = ['Dockerfile', '.dockerignore'].filter((path) => {
    const after = changes.changes.find((change) => change.path === path)?.after;
    return after != null && !after.includes(LOCK_FILE);
  });
  if (silent.length === 0) return null;
  return `${silent.join(' and ')} ${silent.length > 1 ? 'do' : 'does'} not name ${LOCK_FILE}, so the build does not read it`;
}
