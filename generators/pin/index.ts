import { runChange } from '../../src/cli/commands/change.ts';
import { CommandGenerator } from '../door.ts';

/** `yo ml-image:pin`: pins the base image by digest. */
export default class Pin extends CommandGenerator {
  constructor(...args: ConstructorParameters<typeof CommandGenerator>) {
    super(...args);
    this.declare('pin');
  }

  async writing(): Promise<void> {
    await this.carryOut('pin', () => runChange(this.read('pin'), this.door()));
  }
}
