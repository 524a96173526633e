import { runSpec } from '../../src/cli/commands/spec.ts';
import { CommandGenerator } from '../door.ts';

/** `yo ml-image:spec`: fills in, changes and checks the specification. */
export default class Spec extends CommandGenerator {
  constructor(...args: ConstructorParameters<typeof CommandGenerator>) {
    super(...args);
    this.declare('spec');
  }

  async writing(): Promise<void> {
    await this.carryOut('spec', () => runSpec(this.read('spec'), this.door()));
  }
}
