import { inspect } from '../../src/cli/commands/inspect.ts';
import { generatorOf } from '../command-generator.ts';

/** `yo ml-image:inspect MODEL`: what a model file says. */
export default generatorOf(inspect);
