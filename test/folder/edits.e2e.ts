/** Saves at the file system calls of a run; EDITS=1 tries each of a command's, which takes some hours. */
import { edits } from './editing.ts';

edits({ applied: 5, command: Number(process.env.EDITS ?? 61) });
