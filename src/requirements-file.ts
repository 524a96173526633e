/** Requirements that come as files: `pip -r FILE`, and wheels of one's own. */
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
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError(`-r ${shown(file)} cannot be read (${code}); give a requirements file`);
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

/**
 * The requirement that a wheel's path stands for, `wheels/lab-1.0-py3-none-any.whl` gives
 * `lab==1.0`; null where the text is no wheel's path. The build looks for wheels in `wheels/`.
 * File names: https://packaging.python.org/en/latest/specifications/binary-distribution-format/
 * @throws UserError where the wheel lies elsewhere
 */
export function wheelRequirement(text: string): string | null {
  const match =
    /^(.*\/)?([A-Za-z0-9_.]+)-([A-Za-z0-9_.!+]+)(?:-\d[^-]*)?-[^-]+-[^-]+-[^-]+\.whl$/.exec(text);
  // `lab @ https://example.org/lab-1.0-py3-none-any.whl` is a requirement, and pip fetches it itself.
  if (!match || text.includes('://')) return null;
  if (!/^(.*\/)?wheels\/$/.test(match[1] ?? '')) {
    throw new UserError(
      `${shown(text)} lies outside wheels/, where the build cannot see it; copy it there and give wheels/${shown(text.split('/').at(-1) as string)}`,
    );
  }
  return `${(match[2] as string).replaceAll('_', '-')}==${match[3]}`;
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
