/** Why a text that a person edited is no JSON, by the line, in words that do not need a parser's. */

import { createScanner, type JSONScanner } from 'jsonc-parser';
import { lineOfFault } from '../core/json-position.ts';
import { shownUpTo } from '../core/text.ts';

/** What is wrong first, and where. */
export interface JsonFault {
  /** From 1. */
  line: number;
  message: string;
}

/** A text with both its quotes. */
const STRING = /^"(?:[^"\\\n]|\\.)*"$/;
/** Git's markers, and our own. */
const MARKER = /^(?:<{7}|\|{7}|>{7})(?: |$)/;

/**
 * The first fault of a text that `JSON.parse` refuses.
 * @param text without byte order mark
 * @param why the parser's own message, for faults that are not known here
 */
export function explainJsonFault(text: string, why: string): JsonFault {
  const marked = text.split(/\r?\n/).flatMap((line, at) => (MARKER.test(line) ? [at + 1] : []));
  if (marked.length > 0) {
    const lines = `line${marked.length > 1 ? 's' : ''} ${marked.join(', ')}`;
    return {
      line: marked[0] as number,
      message: `conflict markers are left at ${lines}: keep there what is right, delete the markers, and run this again`,
    };
  }
  const found = text.trim() === '' ? null : new Walk(text).fault();
  if (found) return { line: found.line, message: `this is no JSON: ${found.message}` };
  if (text.trim() === '') return { line: 1, message: 'this is no JSON: the file is empty' };
  const plain = why.replace(/\s+/g, ' ').slice(0, 200);
  return { line: lineOfFault(text), message: `this is no JSON: ${plain}` };
}

/** Goes through the text as far as it is JSON. */
class Walk {
  readonly #text: string;
  readonly #scanner: JSONScanner;
  /** Line on which the token before the one in hand stands. */
  #before = 1;
  #line = 1;
  /** The nearest key above, as it is written. */
  #key: string | null = null;

  constructor(text: string) {
    this.#text = text;
    this.#scanner = createScanner(text, false);
  }

  /** null where this walk sees nothing wrong: a number or an escape may still be none. */
  fault(): JsonFault | null {
    const open: ('{' | '[')[] = [];
    /** What may come: a value, a key, a colon, or what follows a value. */
    let expects: 'value' | 'key' | 'colon' | 'next' = 'value';
    let last = '';
    for (let token = this.#next(); token !== null; token = this.#next()) {
      const inside = open.at(-1);
      const closes = token === (inside === '{' ? '}' : ']');
      if (token === '"') return this.#here('a text has no closing quote');
      if (token.startsWith('//') || token.startsWith('/*') || token.startsWith('#'))
        return this.#here('a comment, which JSON does not know');
      if (closes && inside && last === ',')
        return this.#behind(`a comma before ${token}`, 'take the comma out');
      if (expects === 'next' && !inside) return this.#here('there is text behind its end');
      if (expects === 'next' || (closes && inside && last === (inside as string))) {
        if (closes) {
          open.pop();
          expects = 'next';
        } else if (token === ',') expects = inside === '{' ? 'key' : 'value';
        else if (token === '}' || token === ']')
          return this.#here(`${token} where ${inside === '{' ? '}' : ']'} belongs`);
        else return this.#behind('a comma is missing', 'put one there');
      } else if (expects === 'colon') {
        if (token !== ':') return this.#behind('a colon is missing', 'put one there');
        expects = 'value';
      } else if (expects === 'key') {
        if (!token.startsWith('"'))
          return this.#here(`${shownUpTo(40, token)} where a key in quotes belongs`);
        this.#key = token;
        expects = 'colon';
      } else if (token === '{' || token === '[') {
        open.push(token);
        expects = token === '{' ? 'key' : 'value';
      } else if (/^[}\],:]$/.test(token))
        return this.#behind('a value is missing', 'put one there');
      else if (/^["\d-]/.test(token) || ['true', 'false', 'null'].includes(token)) expects = 'next';
      else if (token.startsWith("'"))
        return this.#here(`${shownUpTo(40, token)} where double quotes belong`);
      else return this.#here(`${shownUpTo(40, token)} stands without quotes`);
      last = token;
    }
    return open.length > 0 || expects !== 'next'
      ? this.#here(`the file ends before its last ${open[0] === '[' ? ']' : '}'}`)
      : null;
  }

  #next(): string | null {
    this.#before = this.#line;
    this.#scanner.scan();
    const at = this.#scanner.getTokenOffset();
    const token = this.#text.slice(at, at + this.#scanner.getTokenLength());
    if (token === '') return null;
    // Line ends and blanks are no tokens; comments are, so that they can be named.
    if (token.trim() === '') return this.#skip();
    this.#line = this.#scanner.getTokenStartLine() + 1;
    return token.startsWith('"') && !STRING.test(token) ? '"' : token;
  }

  #skip(): string | null {
    const before = this.#before;
    const token = this.#next();
    this.#before = before;
    return token;
  }

  /** A fault in the token in hand. */
  #here(message: string): JsonFault {
    return { line: this.#line, message: message + this.#nearKey('after') };
  }

  /** A fault at the end of the token before. */
  #behind(message: string, mend: string): JsonFault {
    return { line: this.#before, message: `${message}${this.#nearKey('behind')}; ${mend}` };
  }

  #nearKey(word: string): string {
    return this.#key === null ? '' : `, ${word} ${shownUpTo(40, this.#key)}`;
  }
}
