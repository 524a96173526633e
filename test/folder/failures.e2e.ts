/** Failures at every file system call of a run, and of the recovery after its death. */
import { injections } from './injections.ts';

injections({ all: 1, changing: 1, again: Number(process.env.AGAIN ?? 3) });
