/** A question for a path, which Tab completes; inquirer has none. */
import { readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  createPrompt,
  isBackspaceKey,
  isEnterKey,
  isTabKey,
  makeTheme,
  useKeypress,
  usePrefix,
  useState,
} from '@inquirer/core';
import { visibleLine } from '../core/text.ts';

export interface PathQuestion {
  message: string;
  default: string;
  /** Where relative paths start. */
  cwd: string;
  /** True, or what is wrong in one line. */
  validate(text: string): Promise<true | string>;
}

/** Asks for a path; gives the text as it was typed. */
export const askPath = createPrompt<string, PathQuestion>((question, done) => {
  const theme = makeTheme();
  const [status, setStatus] = useState<'idle' | 'loading' | 'done'>('idle');
  const [suggested, setSuggested] = useState(question.default);
  const [value, setValue] = useState('');
  const [told, setTold] = useState('');
  const prefix = usePrefix({ status, theme });

  useKeypress(async (key, line) => {
    if (status !== 'idle') return;
    if (isEnterKey(key)) {
      const answer = value.trim() || suggested;
      setStatus('loading');
      const verdict = await question.validate(answer);
      if (verdict === true) {
        setValue(answer);
        setStatus('done');
        done(answer);
        return;
      }
      line.write(value); // Enter has cleared the line
      setTold(verdict);
      setStatus('idle');
    } else if (isTabKey(key)) {
      const { text, others } = completePath(value || suggested, question.cwd);
      line.clearLine(0); // with the tab itself
      line.write(text);
      setSuggested('');
      setValue(text);
      setTold(others.slice(0, 12).join('  '));
    } else if (isBackspaceKey(key) && value === '') {
      setSuggested('');
    } else {
      setValue(line.line);
      setTold('');
    }
  });

  const message = theme.style.message(question.message, status);
  const shown = visibleLine(value);
  const answer = status === 'done' ? theme.style.answer(shown) : shown;
  const hint =
    suggested !== '' && value === '' ? theme.style.defaultAnswer(visibleLine(suggested)) : '';
  const line = [prefix, message, hint, answer].filter((part) => part !== '').join(' ');
  const below = told === '' ? '' : theme.style.error(visibleLine(told));
  return [line, below];
});

/**
 * The text with as much of a path as there is only one way to go on; a directory ends in `/`.
 * @param cwd where relative paths start
 * @returns also the names that it may become, where there are several
 */
export function completePath(text: string, cwd: string): { text: string; others: string[] } {
  const cut = text.lastIndexOf('/') + 1;
  const [above, start] = [text.slice(0, cut), text.slice(cut)];
  const home = above.startsWith('~/') ? join(homedir(), above.slice(2)) : above;
  const names = namesIn(resolve(cwd, home === '' ? '.' : home))
    .filter((name) => name.startsWith(start))
    // Hidden names only where a dot was typed.
    .filter((name) => start.startsWith('.') || !name.startsWith('.'));
  const [first] = names;
  if (first === undefined) return { text, others: [] };
  if (names.length === 1) return { text: above + first, others: [] };
  let common = first;
  while (!names.every((name) => name.startsWith(common))) common = common.slice(0, -1);
  return { text: above + common, others: names };
}

/** The entries of a directory, sorted; those of directories end in `/`. None where it cannot be read. */
function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory, { withFileTypes: true })
      .map((entry) => (isDirectory(directory, entry) ? `${entry.name}/` : entry.name))
      .sort();
  } catch {
    return [];
  }
}

type Entry = { name: string; isDirectory(): boolean; isSymbolicLink(): boolean };

function isDirectory(directory: string, entry: Entry): boolean {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  try {
    readdirSync(join(directory, entry.name));
    return true;
  } catch {
    return false;
  }
}
