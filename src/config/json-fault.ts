/** Explains why a text that a user edited is not JSON: by line, and in simpler words than a parser's. */

import { lineOfFault } from '../core/json-position.ts';
import { visibleLine } from '../core/visible.ts';

/** The first fault of a text. */
export interface JsonFault {
  /** From 1. */
  line: number;
  message: string;
}

/** Conflict markers, by Git or by merging. */
const MARKER = /^(?:<{7}|\|{7}|>{7})(?: |$)/;
const TOKEN = /"(?:[^"\\\n]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+|"/y;

/**
 * The first fault of a text that `JSON.parse` refuses.
 * @param text without a byte order mark
 * @param why the parser's message, for faults that are not recognised here
 */
export function explainJsonFault(text: string, why: string): JsonFault {
  const marked = text.split(/\r?\n/).flatMap((line, at) => (MARKER.test(line) ? [at + 1] : []));
  if (marked.length > 0) {
    const lines = `line${marked.length > 1 ? 's' : ''} ${marked.join(', ')}`;
    return {
      line: marked[0] as number,
      message: `conflict markers are left at ${lines}: keep the right lines, delete the markers, and run this again`,
    };
  }
  const found = text.trim() === '' ? null : new Walk(text).fault();
  if (found) return { line: found.line, message: `invalid JSON: ${found.message}` };
  if (text.trim() === '') return { line: 1, message: 'invalid JSON: the file is empty' };
  const plain = why.replace(/\s+/g, ' ').slice(0, 200);
  return { line: lineOfFault(text), message: `invalid JSON: ${plain}` };
}

/** Walks through the text as far as it is JSON. */
class Walk {
  readonly #text: string;
  #at = 0;
  /** Line of the token before the current one. */
  #lineBefore = 1;
  #line = 1;
  /** The last key, as written. */
  #key: string | null = null;

  constructor(text: string) {
    this.#text = text;
  }

  /** Null if the walk finds no fault; a number or an escape may still be invalid. */
  fault(): JsonFault | null {
    const open: ('{' | '[')[] = [];
    /** What may come next; `next` is a comma or an end. */
    let expects: 'value' | 'key' | 'colon' | 'next' = 'value';
    let last = '';
    for (let token = this.#next(); token !== null; token = this.#next()) {
      const inside = open.at(-1);
      const closes = token === (inside === '{' ? '}' : ']');
      if (token === '"') return this.#here('a string has no closing quote');
      if (token.startsWith('//') || token.startsWith('/*') || token.startsWith('#'))
        return this.#here('a comment, which JSON does not allow');
      if (closes && inside && last === ',')
        return this.#afterLast(`a comma before ${token}`, 'remove the comma');
      if (expects === 'next' && !inside) return this.#here('text after the end');
      if (expects === 'next' || (closes && inside && last === (inside as string))) {
        if (closes) {
          open.pop();
          expects = 'next';
        } else if (token === ',') expects = inside === '{' ? 'key' : 'value';
        else if (token === '}' || token === ']')
          return this.#here(`${token} instead of ${inside === '{' ? '}' : ']'}`);
        else return this.#afterLast('a comma is missing', 'add one');
      } else if (expects === 'colon') {
        if (token !== ':') return this.#afterLast('a colon is missing', 'add one');
        expects = 'value';
      } else if (expects === 'key') {
        if (!token.startsWith('"'))
          return this.#here(`${cut(token)} instead of a key in double quotes`);
        this.#key = token;
        expects = 'colon';
      } else if (token === '{' || token === '[') {
        open.push(token);
        expects = token === '{' ? 'key' : 'value';
      } else if (/^[}\],:]$/.test(token)) return this.#afterLast('a value is missing', 'add one');
      else if (/^["\d-]/.test(token) || ['true', 'false', 'null'].includes(token)) expects = 'next';
      else if (token.startsWith("'"))
        return this.#here(`${cut(token)} instead of a string in double quotes`);
      else return this.#here(`${cut(token)} is not in quotes`);
      last = token;
    }
    return open.length > 0 || expects !== 'next'
      ? this.#here(`the file ends before the closing ${open[0] === '[' ? ']' : '}'}`)
      : null;
  }

  #next(): string | null {
    this.#lineBefore = this.#line;
    while (/\s/.test(this.#text[this.#at] ?? '')) {
      if (this.#text[this.#at] === '\n') this.#line++;
      this.#at++;
    }
    TOKEN.lastIndex = this.#at;
    const token = TOKEN.exec(this.#text)?.[0] ?? null;
    this.#at += token?.length ?? 0;
    return token;
  }

  /** A fault in the current token. */
  #here(message: string): JsonFault {
    return { line: this.#line, message: message + this.#afterKey() };
  }

  /** A fault after the token before. */
  #afterLast(message: string, fix: string): JsonFault {
    return { line: this.#lineBefore, message: `${message}${this.#afterKey()}; ${fix}` };
  }

  #afterKey(): string {
    return this.#key === null ? '' : `, after ${cut(this.#key)}`;
  }
}

/** A token for a message. */
function cut(token: string): string {
  const visible = visibleLine(token);
  return visible.length > 40 ? `${visible.slice(0, 37)}...` : visible;
}
