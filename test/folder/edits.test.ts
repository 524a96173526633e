/** Saves at some of the calls; edits.e2e.ts has them at many more. */
import { edits } from './editing.ts';

edits({ applied: 97, command: 4799 });
