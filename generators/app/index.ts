import { scaffold } from '../../src/cli/commands/scaffold.ts';
import { generatorOf } from '../command-generator.ts';

/** `yo ml-image [model] [directory]`: a new image folder. */
export default generatorOf(scaffold);
