import { runChange } from '../../src/cli/commands/change.ts';
import { CommandGenerator } from '../door.ts';

/** `yo ml-image:system PACKAGE...`: adds apt or apk packages. */
export default class System extends CommandGenerator {
  constructor(...args: ConstructorParameters<typeof CommandGenerator>) {
    super(...args);
    this.declare('system');
  }

  async writing(): Promise<void> {
    await this.carryOut('system', () => runChange(this.read('system'), this.door()));
  }
}
