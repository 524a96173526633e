/** Which of the words after `ml-image` is the model, and which the new directory. */
import { resolve } from 'node:path';
import { UserError } from '../core/errors.ts';
import { shown } from '../core/text.ts';
import { kindOfPlace } from '../folder/target.ts';

export interface ScaffoldPlaces {
  model: string | null;
  directory: string | null;
}

/** A path whose last part ends like a file's name; a version such as `digits-1.2` does not. */
const FILE_NAME = /[^/\\]\.[a-z][a-z0-9]{0,15}$/i;

/**
 * The model and the new directory of `ml-image [MODEL] [DIRECTORY]`. A file, or a directory that is neither
 * empty nor an image folder, is the model.
 * @param hasModel whether --model was given: then the one word is the directory
 * @param near the command that the first word nearly is
 * @throws UserError for more words than that, a model that is not there, and a mistyped command; a final
 * slash says that a directory is meant
 */
export function readPlaces(
  words: readonly string[],
  cwd: string,
  hasModel: boolean,
  near: string | null,
): ScaffoldPlaces {
  const [first, second] = words;
  const most = hasModel ? 1 : 2;
  if (words.length > most) {
    throw new UserError(`${words.length} paths were given (${words.map(shown).join(', ')})`, {
      hint: hasModel ? 'give only the new directory beside --model' : 'give MODEL and DIRECTORY',
    });
  }
  if (first === undefined) return { model: null, directory: null };
  if (hasModel) return { model: null, directory: first };
  const kind = kindOfPlace(resolve(cwd, first));
  const name = shown(first);
  if (kind === 'nothing' && near !== null)
    throw new UserError(`${name} is neither a command nor a model`, {
      hint: `did you mean ml-image ${near}? For a new directory of that name give ${name}/`,
    });
  if (second !== undefined) {
    if (kind === 'nothing')
      throw new UserError(`there is no model at ${name}`, {
        hint: 'give the model first, then the new directory',
      });
    return { model: first, directory: second };
  }
  if (kind === 'nothing' && FILE_NAME.test(first))
    throw new UserError(`there is no model at ${name}`, {
      hint: `for a new directory of that name give ${name}/`,
    });
  return kind === 'file' || kind === 'full folder'
    ? { model: first, directory: null }
    : { model: null, directory: first };
}
