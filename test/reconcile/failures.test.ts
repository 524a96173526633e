/** Failures at some of the calls; failures.e2e.ts has them at all. */
import { injections } from './injections.ts';

injections({ all: 7, changing: 2, again: 9 });
