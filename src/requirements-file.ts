/** Requirements that come as a file: `pip -r FILE`. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isUserError, UserError } from './errors.ts';
import { checkRequirement } from './questions/requirement.ts';
import { shown } from './questions/text.ts';

/**
 * The requirements in a pip requirements file, in their order; comments are dropped and continued
 * lines joined (https://pip.pypa.io/en/stable/reference/requirements-file-format/).
 * @throws UserError where the file cannot be read, or a line is an option of pip
 */
export function readRequirementsFile(cwd: string, file: string): string[] {
  let text: string;
  try {
    text = readFileSync(resolve(cwd, file), 'utf8');
  } catch (error) {
    throw new UserError(`-r ${shown(file)} ${why(error)}; give a requirements file`);
  }
  const requirements: string[] = [];
  let joined = '';
  text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .forEach((line, index) => {
      joined += line.replace(/\\$/, '');
      if (line.endsWith('\\')) return;
      const requirement = joined.replace(/(^|\s)#.*$/, '').trim();
      joined = '';
      if (requirement !== '') requirements.push(checkLine(requirement, file, index + 1));
    });
  return requirements;
}

function why(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'is not there';
  if (code === 'EISDIR') return 'is a directory';
  return code === 'EACCES' ? 'may not be read' : `cannot be read (${code})`;
}

function checkLine(line: string, file: string, number: number): string {
  const place = `${shown(file)}:${number}`;
  if (/^-|\s--/.test(line)) {
    throw new UserError(
      `${place}: '${shown(line)}' is an option of pip, and only requirements are taken over; an index goes into the secret pip.conf (README, "A mirror, a private index")`,
    );
  }
  try {
    return checkRequirement(line);
  } catch (error) {
    if (isUserError(error))
      throw new UserError(`${place}: ${error.message.replace(/^--pip /, '')}`);
    throw error;
  }
}
