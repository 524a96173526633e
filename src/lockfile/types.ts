/** A question to the resolvers, and an answer; shared by uv, pip and the engine. */
import type { Pin, Target } from '../core/types.ts';
import type { Parts } from './parts.ts';

/** The resolvers, in the order in which they are tried. */
export const RESOLVERS = ['uv', 'pip', 'engine'] as const;
export type Resolver = (typeof RESOLVERS)[number];

/** What is to be resolved. */
export interface LockRequest {
  /** The image folder; its `wheels/` is looked at too. */
  root: string;
  parts: Parts;
  /** null: only the base image knows. */
  target: Target | null;
  /** Requirements to stay with where they still fit: `numpy==2.4.6`. */
  kept: readonly string[];
  /** Take `wheels/` alone, ask no index. */
  offline: boolean;
}

/** All pins, and those of them that the framework's part needs by itself. */
export interface Resolution {
  all: Pin[];
  framework: Pin[];
  /** CPython's `SOABI` where it was resolved, null where that is as the target says. */
  target: string | null;
  /** Who answered, for a person: `uv 0.13.9`. */
  by: string;
}
