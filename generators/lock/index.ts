import { runChange } from '../../src/cli/commands/change.ts';
import { CommandGenerator } from '../door.ts';

/** `yo ml-image:lock`: writes requirements.lock. */
export default class Lock extends CommandGenerator {
  constructor(...args: ConstructorParameters<typeof CommandGenerator>) {
    super(...args);
    this.declare('lock');
  }

  async writing(): Promise<void> {
    await this.carryOut('lock', () => runChange(this.read('lock'), this.door()));
  }
}
