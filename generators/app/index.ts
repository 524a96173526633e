import { answersText, nextText } from '../../src/report.ts';
import { commit, type Prepared, prepareScaffold } from '../../src/scaffold.ts';
import { Door } from '../door.ts';

/** `yo ml-image [directory]`: a new image folder. */
export default class App extends Door {
  private prepared!: Prepared;

  constructor(...args: ConstructorParameters<typeof Door>) {
    super(...args);
    this.argument('directory', {
      type: String,
      required: false,
      description: 'the new folder (default: ./NAME)',
    });
    this.declareOptions();
  }

  async prompting(): Promise<void> {
    const directory = this.value('directory');
    this.prepared = await this.guarded(() =>
      prepareScaffold({
        cwd: this.env.cwd,
        directory: directory === undefined ? null : String(directory),
        given: this.given(),
        ask: this.ask(),
        readOnly: this.value('dry-run') === true,
        allowDangerousModel: this.value('allow-dangerous-model') === true,
      }),
    );
  }

  async writing(): Promise<void> {
    if (this.value('dry-run') === true) return;
    await this.guarded(() => commit(this.prepared));
  }

  end(): void {
    this.log(answersText(this.prepared));
    for (const warning of this.prepared.warnings) this.log(`note: ${warning}`);
    this.log(nextText(this.prepared, this.env.cwd));
  }
}
