/** The signature of `forward` in TorchScript code. */
import type { Tensor } from '../../core/model-facts.ts';
import type { Budget } from '../read/budget.ts';
import { type Token, tokensOf } from './script-tokens.ts';

/** Most parameters. */
const MOST_PARAMETERS = 10_000;
/** Longest name, in characters. */
const LONGEST = 500;

/** The inputs and outputs of `forward`. */
export interface Forward {
  inputs: Tensor[];
  outputs: Tensor[];
}

/** Python numbers have a known width in TorchScript; the dtype of a Tensor is not recorded. */
const DTYPES = new Map([
  ['int', 'int64'],
  ['float', 'float64'],
  ['bool', 'bool'],
  ['str', 'str'],
]);

/**
 * Finds `def forward(...)` of the class `name` in `code`; null if there is none or it cannot be
 * read. Its first parameter is the instance.
 */
export function forwardIn(code: string, name: string, budget: Budget): Forward | null {
  const tokens = tokensOf(code, budget);
  const recent: Token[] = [];
  let inside = false;
  for (const token of tokens) {
    recent.push(token);
    if (recent.length > 3) recent.shift();
    const [first, second, third] = recent.map(({ text }) => text);
    if (third === '(' && first === 'class') inside = second === name;
    if (inside && third === '(' && first === 'def' && second === 'forward') {
      return signature(code, tokens);
    }
  }
  return null;
}

function signature(code: string, tokens: Generator<Token>): Forward | null {
  const parameters = partsUntil(code, tokens, ')');
  if (parameters === null) return null;
  const inputs = parameters.slice(1).flatMap(parameter);
  const arrow = [tokens.next().value, tokens.next().value] as (Token | undefined)[];
  if (arrow[0]?.text !== '-' || arrow[1]?.text !== '>') return { inputs, outputs: [] };
  const returned = partsUntil(code, tokens, ':');
  return returned === null ? null : { inputs, outputs: outputsOf(returned.join(',')) };
}

/** The texts between commas outside brackets, up to `end`; null if `end` is missing. */
function partsUntil(code: string, tokens: Generator<Token>, end: string): string[] | null {
  const parts: string[] = [];
  let depth = 0;
  let from = -1;
  let to = -1;
  for (;;) {
    const { value: token, done } = tokens.next();
    if (done || parts.length > MOST_PARAMETERS) return null;
    const is = (text: string) => token.kind === 'mark' && token.text === text;
    if (depth === 0 && (is(',') || is(end))) {
      if (from >= 0) parts.push(code.slice(from, to));
      from = -1;
      if (is(end)) return parts;
      continue;
    }
    if (is('(') || is('[') || is('{')) depth++;
    if (is(')') || is(']') || is('}')) depth--;
    if (depth < 0) return null;
    if (from < 0) from = token.start;
    to = token.end;
  }
}

/** `name: type = default` */
function parameter(text: string): Tensor[] {
  const colon = text.indexOf(':');
  if (colon < 0) return [];
  const equals = text.indexOf('=', colon);
  const type = text.slice(colon + 1, equals < 0 ? undefined : equals).trim();
  const name = text.slice(0, colon).trim();
  if (name.length > LONGEST || !/^\w+$/.test(name)) return [];
  return [{ name, dtype: dtypeOf(type), shape: null }];
}

function outputsOf(type: string): Tensor[] {
  if (type === 'None') return [];
  const types = isTuple(type) ? split(type.slice(type.indexOf('[') + 1, -1)) : [type];
  return types.map((each, index) => ({
    name: types.length === 1 ? 'output' : `output_${index}`,
    dtype: dtypeOf(each),
    shape: null,
  }));
}

const isTuple = (type: string) => type.startsWith('Tuple[') && type.endsWith(']');

/** Splits a type at the commas outside brackets. */
function split(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length && parts.length < MOST_PARAMETERS; at++) {
    const character = text[at] as string;
    if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character)) depth--;
    else if (character === ',' && depth === 0) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  return [...parts, text.slice(from)].map((part) => part.trim()).filter((part) => part !== '');
}

function dtypeOf(type: string): string | null {
  return DTYPES.get(type) ?? null;
}
