import { runChange } from '../../src/cli/commands/change.ts';
import { CommandGenerator } from '../door.ts';

/** `yo ml-image:regenerate`: renders again after the answers changed. */
export default class Regenerate extends CommandGenerator {
  constructor(...args: ConstructorParameters<typeof CommandGenerator>) {
    super(...args);
    this.declare('regenerate');
  }

  async writing(): Promise<void> {
    await this.carryOut('regenerate', () => runChange(this.read('regenerate'), this.door()));
  }
}
