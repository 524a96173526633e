import { lock } from '../../src/cli/commands/lock.ts';
import { generatorOf } from '../command-generator.ts';

/** `yo ml-image:lock`: writes requirements.lock. */
export default generatorOf(lock);
