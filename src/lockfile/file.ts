/** Reads requirements.lock of a folder, and says whether it is stale. */
import { inputsHash } from './inputs.ts';

export const LOCK_FILE = 'requirements.lock';

/** A pin of a release; addresses are in requirements.txt itself. */
const RELEASE = /^[A-Za-z0-9][A-Za-z0-9._-]*==[A-Za-z0-9.!+_-]+$/;

/** The head of a lock, and its releases. */
export interface LockHead {
  target: string;
  inputs: string;
  /** Its releases: `numpy==2.4.6`. */
  pins: string[];
}

/** Reads a lock that this program wrote; null for other files. */
export function readLock(text: string): LockHead | null {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const fieldOf = (key: string, value: RegExp) =>
    lines.map((line) => value.exec(line.startsWith(`# ${key}: `) ? line : '')?.[1]).find(Boolean);
  const target = fieldOf('target', /: ([A-Za-z0-9_-]+)$/);
  const inputs = fieldOf('inputs', /: sha256:([0-9a-f]{64})$/);
  if (!target || !inputs) return null;
  const pins = lines.map((line) => line.replace(/\s*\\$/, '')).filter((line) => RELEASE.test(line));
  return { target, inputs, pins };
}

/**
 * The reason why a lock is stale, as a clause; null if it is not.
 * @param requirements the text of requirements.txt
 * @param target the image's target; null if only its base image knows it: then the build compares it
 */
export function staleReason(
  lock: LockHead,
  requirements: string,
  target: string | null,
): string | null {
  if (target !== null && target !== lock.target)
    return `it was made for ${lock.target}, but the image is ${target}`;
  if (inputsHash(lock.target, requirements) !== lock.inputs) return 'requirements.txt has changed';
  return null;
}
