/** The tokens of TorchScript code. */
import type { Budget } from '../read/budget.ts';
import { Malformed } from '../read/malformed.ts';

/** A token of TorchScript: a name, a number, a text (its value), or one other character. */
export interface Token {
  kind: 'name' | 'number' | 'string' | 'mark';
  text: string;
  /** Positions in the code. */
  start: number;
  end: number;
}

const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const NUMBER = /[0-9]+/y;
const SPACE = /[ \t\r\n\f\v]+/y;
const COMMENT = /#[^\n]*/y;
const TYPE_COMMENT = /#[ ]*type:/y;
const ESCAPES = new Map(
  Object.entries({ n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', f: '\f', v: '\v' }),
);

/**
 * The tokens of TorchScript's subset of Python, in one pass. Spaces, comments and line
 * continuations only separate tokens; the text of a type comment is code.
 * @param code one character per byte, as TorchScript's lexer reads it
 * Throws Malformed for a text that does not end.
 * Source: torch 2.13, `torch/csrc/jit/frontend/lexer.h`.
 */
export function* tokensOf(code: string, budget: Budget, from = 0): Generator<Token> {
  let count = 0;
  let at = from;
  const match = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    return pattern.exec(code)?.[0] ?? null;
  };
  while (at < code.length) {
    if (++count % 4096 === 0) budget.check();
    const space = match(SPACE) ?? match(TYPE_COMMENT) ?? match(COMMENT);
    if (space !== null) {
      at += space.length;
      continue;
    }
    const character = code[at] as string;
    if (character === '\\') {
      at++;
      continue;
    }
    const start = at;
    if (character === '"' || character === "'") {
      const { value, end } = stringAt(code, at);
      at = end;
      yield { kind: 'string', text: value, start, end };
      continue;
    }
    const name = match(NAME);
    const word = name ?? match(NUMBER);
    at += word?.length ?? 1;
    const kind = name !== null ? 'name' : word !== null ? 'number' : 'mark';
    yield { kind, text: word ?? character, start, end: at };
  }
}

/** The text that starts with a quote at `start`, unescaped. */
function stringAt(code: string, start: number): { value: string; end: number } {
  const quote = code[start] as string;
  const long = code.startsWith(quote.repeat(3), start);
  const close = long ? quote.repeat(3) : quote;
  const pieces: string[] = [];
  let at = start + close.length;
  let plain = at;
  for (; !code.startsWith(close, at); at++) {
    const character = code[at];
    if (character === undefined || (character === '\n' && !long)) {
      throw new Malformed('has code with a text that does not end');
    }
    if (character !== '\\') continue;
    pieces.push(code.slice(plain, at));
    const octal = octalAt(code, at + 1);
    if (octal !== '') pieces.push(String.fromCharCode(Number.parseInt(octal, 8) & 0xff));
    else {
      const escaped = code[at + 1] ?? '';
      pieces.push(escaped === '\n' ? '' : (ESCAPES.get(escaped) ?? escaped));
    }
    at += Math.max(octal.length, 1);
    plain = at + 1;
  }
  pieces.push(code.slice(plain, at));
  return { value: pieces.join(''), end: at + close.length };
}

function octalAt(code: string, at: number): string {
  let end = at;
  while (end < at + 3 && /^[0-7]$/.test(code[end] ?? '')) end++;
  return code.slice(at, end);
}
