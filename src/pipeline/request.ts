/** What a command changes in a folder. */
import type { Item } from '../core/types.ts';
import type { Resolver } from '../lockfile/types.ts';
import type { Ask, Given } from '../questions/collect.ts';

/** The requested changes; without any, the folder is rendered from its answers. */
export interface ChangeRequest {
  cwd: string;
  /** Answers to change; requirements and system packages are added. */
  given?: Given;
  /** Requirements and system packages to add, one text each, with its place. */
  add?: { pip?: readonly Item[]; system?: readonly Item[] };
  /** Names to remove. */
  remove?: { pip?: string[]; system?: string[] };
  /** The base image's digest: renewed from its registry, or removed. */
  pin?: 'renew' | 'remove';
  /** Gives the edited text of model-spec.json, from the current one. */
  editSpec?: (text: string) => string;
  /** requirements.lock: made again, removed, or only checked. */
  lock?: LockRequest;
  /** Deleted generated files to restore. */
  restore?: string[];
  ask?: Ask | null;
  allowDangerousModel?: boolean;
  /** Write nothing; do not recover from a killed run either. */
  readOnly?: boolean;
  /** The exit status of a `readOnly` command where a killed run left the folder half-way. */
  statusHalfWay?: number;
}

/** What a command does with requirements.lock. */
export interface LockRequest {
  /** `renew` makes it, `remove` deletes it, `check` only says whether it fits. */
  want: 'renew' | 'remove' | 'check';
  /** The resolver; null: the first that is available. */
  by?: Resolver | null;
  /** Take the newest releases, not those that the lock holds already. */
  upgrade?: boolean;
  /** Use `wheels/` alone, ask no index. */
  offline?: boolean;
  /** Added to the engine's build. */
  buildArgs?: string[];
  /** Called with the resolver's name before it is asked. */
  onAsk?: (who: string) => void;
}
