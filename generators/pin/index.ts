import { pin } from '../../src/cli/commands/pin.ts';
import { generatorOf } from '../command-generator.ts';

/** `yo ml-image:pin`: pins the base image by digest. */
export default generatorOf(pin);
