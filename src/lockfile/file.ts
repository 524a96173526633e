/** requirements.lock as it stands in a folder: whose it is, what for, and whether it still fits. */
import { inputsHash } from './inputs.ts';

export const LOCK_FILE = 'requirements.lock';

/** A pin that names a release; an address stands in requirements.txt itself. */
const RELEASE = /^[A-Za-z0-9][A-Za-z0-9._-]*==[A-Za-z0-9.!+_-]+$/;

/** What a lock says of itself. */
export interface LockHead {
  target: string;
  inputs: string;
  /** The releases that it holds: `numpy==2.4.6`. */
  pins: string[];
}

/** Reads a lock that this program wrote; null for any other file. */
export function readLock(text: string): LockHead | null {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const said = (key: string, value: RegExp) =>
    lines.map((line) => value.exec(line.startsWith(`# ${key}: `) ? line : '')?.[1]).find(Boolean);
  const target = said('target', /: ([A-Za-z0-9_-]+)$/);
  const inputs = said('inputs', /: sha256:([0-9a-f]{64})$/);
  if (!target || !inputs) return null;
  const pins = lines.map((line) => line.replace(/\s*\\$/, '')).filter((line) => RELEASE.test(line));
  return { target, inputs, pins };
}

/**
 * Why a lock does not fit any more, for the middle of a sentence; null: it fits.
 * @param requirements the text of requirements.txt
 * @param target what the image is for; null: only its base image knows, and the build compares it
 */
export function staleReason(
  lock: LockHead,
  requirements: string,
  target: string | null,
): string | null {
  if (target !== null && target !== lock.target)
    return `it was made for ${lock.target}, and the image is ${target}`;
  if (inputsHash(lock.target, requirements) !== lock.inputs)
    return 'requirements.txt asks for something else now';
  return null;
}
