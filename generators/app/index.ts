import { runScaffold } from '../../src/cli/commands/scaffold.ts';
import { CommandGenerator } from '../door.ts';

/** `yo ml-image [directory]`: a new image folder. */
export default class App extends CommandGenerator {
  constructor(...args: ConstructorParameters<typeof CommandGenerator>) {
    super(...args);
    this.declare('scaffold');
  }

  async writing(): Promise<void> {
    await this.carryOut('scaffold', () => runScaffold(this.read('scaffold'), this.door()));
  }
}
