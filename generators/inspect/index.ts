import { runInspect } from '../../src/cli/commands/inspect.ts';
import { CommandGenerator } from '../door.ts';

/** `yo ml-image:inspect MODEL`: what a model file says. */
export default class Inspect extends CommandGenerator {
  constructor(...args: ConstructorParameters<typeof CommandGenerator>) {
    super(...args);
    this.declare('inspect');
  }

  async writing(): Promise<void> {
    await this.carryOut('inspect', () => runInspect(this.read('inspect'), this.door()));
  }
}
