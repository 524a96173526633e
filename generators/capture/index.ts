import { capture } from '../../src/cli/commands/capture.ts';
import { generatorOf } from '../command-generator.ts';

/** `yo ml-image:capture`: what was installed by hand in a shell of the image becomes answers. */
export default generatorOf(capture);
