import { runChange } from '../../src/cli/commands/change.ts';
import { CommandGenerator } from '../door.ts';

/** `yo ml-image:pip REQUIREMENT...`: adds Python requirements. */
export default class Pip extends CommandGenerator {
  constructor(...args: ConstructorParameters<typeof CommandGenerator>) {
    super(...args);
    this.declare('pip');
  }

  async writing(): Promise<void> {
    await this.carryOut('pip', () => runChange(this.read('pip'), this.door()));
  }
}
