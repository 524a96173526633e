/** What a command that changes a folder was asked for. */
import type { Item } from '../core/types.ts';
import type { Resolver } from '../lockfile/types.ts';
import type { Ask, Given } from '../questions/collect.ts';

/** What is to become different; nothing given: only what the templates and answers say. */
export interface ChangeRequest {
  cwd: string;
  /** Answers to change; requirements and system packages are added. */
  given?: Given;
  /** Requirements and system packages to add, one text each, with its place. */
  add?: { pip?: readonly Item[]; system?: readonly Item[] };
  /** Names to take out. */
  remove?: { pip?: string[]; system?: string[] };
  /** The base image's digest: asked of its registry anew, or taken out. */
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
  /** The exit status where nothing may be touched, and a killed run left the folder half-way. */
  statusHalfWay?: number;
}

/** What a command does with requirements.lock. */
export interface LockRequest {
  /** `renew` makes it, `remove` takes it out, `check` only says whether it fits. */
  want: 'renew' | 'remove' | 'check';
  /** Who resolves; null: the first that is there. */
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
