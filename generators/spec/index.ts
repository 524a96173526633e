import { spec } from '../../src/cli/commands/spec.ts';
import { generatorOf } from '../command-generator.ts';

/** `yo ml-image:spec`: fills in, changes and checks the specification. */
export default generatorOf(spec);
