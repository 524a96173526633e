/** The packages that `pip` and `system` add or remove: arguments, lines of a file, or asked for. */
import { view } from '../catalog/view.ts';
import { readAnswers } from '../config/store.ts';
import type { OsFlavour } from '../core/answers.ts';
import { isUserError, placed, UserError } from '../core/errors.ts';
import { readRequirementsFile } from '../packages/requirements-file.ts';
import type { ChangeRequest } from '../pipeline/request.ts';
import { type Ask, checkGiven, type Prompt } from '../questions/collect.ts';
import { questionFor } from '../questions/table.ts';
import { contextOf } from '../questions/types.ts';
import type { Arguments } from './command.ts';
import { rootFor } from './folder.ts';
import { itemsOfWords } from './package-words.ts';
import { mayAsk, type Terminal } from './terminal.ts';

type Key = 'pip' | 'system';

/**
 * The change that the arguments of `pip` or `system` ask for; asks the user if they name no package.
 * @throws UserError if nothing was given and nobody can be asked
 */
export async function packageRequest(
  key: Key,
  args: Arguments,
  terminal: Terminal,
): Promise<Partial<ChangeRequest>> {
  const { command, positionals, values, on } = args;
  const ask = mayAsk(on, terminal);
  // First, so that nothing is asked if there is no folder.
  const root = await rootFor(terminal, on.has('dry-run'), 1);
  const files = values.requirement ?? [];
  const items = [
    ...itemsOfWords(key, positionals, files),
    ...files.flatMap((file) => readRequirementsFile(terminal.cwd, file)),
  ];
  if (on.has('remove')) {
    const names = items.map(({ text }) => text);
    return { remove: { [key]: names.length > 0 ? names : await packagesToRemove(key, root, ask) } };
  }
  if (items.length === 0) {
    const asked = ask ? await ask(listPrompt(key, root)) : '';
    items.push(...itemsOfWords(key, [asked]));
  }
  if (items.length === 0)
    throw new UserError('nothing was given', { hint: `write ${command.usage}` });
  return { add: { [key]: items } };
}

/** The packages to remove, chosen by the user among those of the folder. */
async function packagesToRemove(key: Key, root: string, ask: Ask | null): Promise<string[]> {
  const stored = readAnswers(root).values[key];
  const there = Array.isArray(stored) ? stored.map(String) : [];
  if (there.length === 0) {
    throw new UserError(
      `nothing was given to remove, and there are no ${key === 'pip' ? 'requirements' : 'system packages'}`,
    );
  }
  const chosen = ask
    ? await ask({
        name: key,
        kind: 'several',
        message: 'Remove which?',
        default: '',
        because: '',
        choices: there.map((value) => ({ value, label: value })),
        validate: () => true,
      })
    : '';
  if (chosen !== '') return chosen.split('\n');
  throw new UserError(`nothing was given to remove (the folder has ${there.join(', ')})`, {
    hint: `write ml-image ${key} --remove NAME`,
  });
}

function listPrompt(key: Key, root: string): Prompt {
  const row = questionFor(key);
  const { os } = readAnswers(root).values;
  const context = contextOf(view, { os: os as OsFlavour });
  return {
    name: key,
    kind: 'text',
    message: key === 'pip' ? 'Python requirements (separated by commas)' : 'System packages',
    default: '',
    because: '',
    validate(text) {
      if (text === '') return 'give at least one';
      try {
        const texts = itemsOfWords(key, [text]).map((item) => item.text);
        placed('', () => checkGiven(row, texts, context));
        return true;
      } catch (error) {
        if (isUserError(error)) return error.line;
        throw error;
      }
    },
  };
}
