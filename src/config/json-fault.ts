/** Explains why a text that a user edited is not JSON: by line, and in simpler words than a parser's. */

import { createScanner, type JSONScanner } from 'jsonc-parser';
import { lineOfFault } from '../core/json-position.ts';
import { shownUpTo } from '../core/text.ts';

/** The first fault of a text. */
export interface JsonFault {
  /** From 1. */
  line: number;
  message: string;
}

/** A text with both its quotes. */
const STRING = /^"(?:[^"\\\n]|\\.)*"$/;
/** Conflict markers, by Git or by merging. */
const MARKER = /^(?:<{7}|\|{7}|>{7})(?: |$)/;

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
  readonly #scanner: JSONScanner;
  /** Line of the token before the current one. */
  #lineBefore = 1;
  #line = 1;
  /** The last key, as written. */
  #key: string | null = null;

  constructor(text: string) {
    this.#text = text;
    this.#scanner = createScanner(text, false);
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
          return this.#here(`${shownUpTo(40, token)} instead of a key in double quotes`);
        this.#key = token;
        expects = 'colon';
      } else if (token === '{' || token === '[') {
        open.push(token);
        expects = token === '{' ? 'key' : 'value';
      } else if (/^[}\],:]$/.test(token)) return this.#afterLast('a value is missing', 'add one');
      else if (/^["\d-]/.test(token) || ['true', 'false', 'null'].includes(token)) expects = 'next';
      else if (token.startsWith("'"))
        return this.#here(`${shownUpTo(40, token)} instead of a string in double quotes`);
      else return this.#here(`${shownUpTo(40, token)} is not in quotes`);
      last = token;
    }
    return open.length > 0 || expects !== 'next'
      ? this.#here(`the file ends before the closing ${open[0] === '[' ? ']' : '}'}`)
      : null;
  }

  #next(): string | null {
    this.#lineBefore = this.#line;
    this.#scanner.scan();
    const at = this.#scanner.getTokenOffset();
    const token = this.#text.slice(at, at + this.#scanner.getTokenLength());
    if (token === '') return null;
    // Line ends and blanks are skipped; comments are not, so that they can be named.
    if (token.trim() === '') return this.#skip();
    this.#line = this.#scanner.getTokenStartLine() + 1;
    return token.startsWith('"') && !STRING.test(token) ? '"' : token;
  }

  #skip(): string | null {
    const before = this.#lineBefore;
    const token = this.#next();
    this.#lineBefore = before;
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
    return this.#key === null ? '' : `, after ${shownUpTo(40, this.#key)}`;
  }
}
