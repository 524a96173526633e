/** Failures at some of the calls; failures.e2e.ts has them at all. */
import { injections } from './injections.ts';

injections({ all: 83, changing: 11, again: 37 });
