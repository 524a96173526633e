/** What a command that changes a folder was asked for. */
import type { Item } from '../core/types.ts';
import type { Ask, Given } from '../questions/collect.ts';
import type { LockRequest } from './lock.ts';

/** What is to become different; nothing given: only what the templates and answers say. */
export interface ChangeRequest {
  cwd: string;
  /** Answers to change; requirements and system packages are added. */
  given?: Given;
  /** Requirements and system packages to add, each a text of its own, with where it was read. */
  add?: { pip?: readonly Item[]; system?: readonly Item[] };
  /** Names to take out. */
  remove?: { pip?: string[]; system?: string[] };
  /** The base image's digest: asked of its registry anew, or taken out. */
  pin?: 'renew' | 'remove';
  /** The text of model-spec.json as it is to become, from the text as it stands. */
  editSpec?: (text: string) => string;
  /** requirements.lock: made again, taken out, or only judged. */
  lock?: LockRequest;
  /** Generated files that the person deleted and wants back. */
  restore?: string[];
  ask?: Ask | null;
  allowDangerousModel?: boolean;
  /** Touch nothing, not even what a killed run left behind. */
  readOnly?: boolean;
  /** The exit status where nothing may be touched, and a killed run left the folder half-way. */
  statusHalfWay?: number;
}
