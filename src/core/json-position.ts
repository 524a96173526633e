/** Where a key stands in a JSON text, so that a fault can be shown by its line. */

/**
 * The line (from 1) of a key at a path of keys, e.g. `['generator-ml-image', 'os']`; null where it
 * is not there. The text must be valid JSON.
 */
export function lineOfKey(text: string, path: readonly string[]): number | null {
  const stack: (string | null)[] = [];
  let pendingKey: string | null = null;
  let line = 1;
  for (let i = 0; i < text.length; i++) {
    const character = text[i] as string;
    if (character === '\n') line++;
    else if (character === '"') {
      const end = endOfString(text, i);
      const isKey = /^\s*:/.test(text.slice(end + 1, end + 1 + 200));
      if (isKey) {
        pendingKey = JSON.parse(text.slice(i, end + 1));
        if (same([...stack.slice(1), pendingKey], path)) return line;
      }
      i = end;
    } else if (character === '{' || character === '[') {
      stack.push(stack.length === 0 ? null : pendingKey);
      pendingKey = null;
    } else if (character === '}' || character === ']') stack.pop();
  }
  return null;
}

/**
 * The line (from 1) at which a text stops being JSON; its last line where it is cut short. The
 * engine's own messages give a position or none, by version and kind of fault: so the text is tried
 * line by line, and the fault is where more text could not have helped.
 */
export function lineOfFault(text: string): number {
  const lines = text.split('\n');
  for (let count = 1; count < lines.length; count++) {
    if (isBroken(lines.slice(0, count).join('\n'))) return count;
  }
  return lines.length;
}

/** Whether a beginning of a text is wrong in itself, rather than only not at its end yet. */
function isBroken(beginning: string): boolean {
  try {
    JSON.parse(beginning);
    return false;
  } catch (error) {
    const { message } = error as Error;
    // A string cannot go on in the next line.
    if (message.startsWith('Unterminated string')) return true;
    const position = /at position (\d+)/.exec(message)?.[1];
    const atEnd = position !== undefined && Number(position) >= beginning.length;
    return !atEnd && !message.includes('end of JSON input');
  }
}

function endOfString(text: string, start: number): number {
  let i = start + 1;
  while (i < text.length && text[i] !== '"') i += text[i] === '\\' ? 2 : 1;
  return i;
}

function same(a: readonly (string | null)[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((part, i) => part === b[i]);
}
