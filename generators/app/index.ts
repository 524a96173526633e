import { scaffold } from '../../src/cli/commands/scaffold.ts';
import { generatorOf } from '../command-generator.ts';

/** `yo ml-image [directory]`: a new image folder. */
export default generatorOf(scaffold);
