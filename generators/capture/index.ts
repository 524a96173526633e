import { runCapture } from '../../src/cli/commands/capture.ts';
import { CommandGenerator } from '../door.ts';

/** `yo ml-image:capture`: what was installed by hand in a shell of the image becomes answers. */
export default class Capture extends CommandGenerator {
  constructor(...args: ConstructorParameters<typeof CommandGenerator>) {
    super(...args);
    this.declare('capture');
  }

  async writing(): Promise<void> {
    await this.carryOut('capture', () => runCapture(this.read('capture'), this.door()));
  }
}
