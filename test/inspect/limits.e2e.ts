/** All that claims or unfolds to more than it is. */
import { limits } from './too-much.ts';

limits(() => true);
