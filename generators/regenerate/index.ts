import { regenerate } from '../../src/cli/commands/regenerate.ts';
import { generatorOf } from '../command-generator.ts';

/** `yo ml-image:regenerate`: renders again after the answers changed. */
export default generatorOf(regenerate);
