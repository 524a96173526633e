/** Requests to the resolvers and their results. */
import type { Pin, Target } from '../core/types.ts';
import type { Parts } from './parts.ts';

/** The resolvers, in the order in which they are tried. */
export const RESOLVERS = ['uv', 'pip', 'engine'] as const;
export type Resolver = (typeof RESOLVERS)[number];

/** What to resolve. */
export interface ResolveRequest {
  /** The image folder, whose `wheels/` is used, too. */
  root: string;
  parts: Parts;
  /** Null if only the base image knows. */
  target: Target | null;
  /** Pins to keep if they still fit: `numpy==2.4.6`. */
  kept: readonly string[];
  /** Use `wheels/` only, no index. */
  offline: boolean;
}

/** All pins, and those that the framework's part needs. */
export interface Resolution {
  all: Pin[];
  framework: Pin[];
  /** CPython's `SOABI` as found in the image; null if the target was given. */
  target: string | null;
  /** The resolver, for people: `uv 0.13.9`. */
  by: string;
}
