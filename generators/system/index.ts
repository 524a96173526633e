import { system } from '../../src/cli/commands/system.ts';
import { generatorOf } from '../command-generator.ts';

/** `yo ml-image:system PACKAGE...`: adds apt or apk packages. */
export default generatorOf(system);
