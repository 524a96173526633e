import { resolve } from 'node:path';
import { describeFacts } from '../../src/inspect/describe.ts';
import { inspectModel } from '../../src/inspect/inspect.ts';
import { Door } from '../door.ts';

/** `yo ml-image:inspect MODEL`: what a model file says. */
export default class Inspect extends Door {
  constructor(...args: ConstructorParameters<typeof Door>) {
    super(...args);
    this.argument('model', {
      type: String,
      required: true,
      description: 'the model file or directory',
    });
    this.option('json', { type: Boolean, default: false, description: 'one JSON object' } as never);
  }

  async writing(): Promise<void> {
    const model = String(this.value('model'));
    const facts = await this.guarded(() => inspectModel(resolve(this.env.cwd, model)));
    process.stdout.write(
      this.value('json') === true ? `${JSON.stringify(facts)}\n` : describeFacts(facts),
    );
  }
}
