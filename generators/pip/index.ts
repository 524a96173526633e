import { pip } from '../../src/cli/commands/pip.ts';
import { generatorOf } from '../command-generator.ts';

/** `yo ml-image:pip REQUIREMENT...`: adds Python requirements. */
export default generatorOf(pip);
