/** Failures at some of the calls; failures.e2e.ts has them at all. */
import { injections } from './injections.ts';

injections({ all: 167, changing: 31, again: 101 });
