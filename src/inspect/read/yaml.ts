import type { JsonObject } from './json.ts';
import { Malformed } from './malformed.ts';

const MOST_LINES = 20_000;

/**
 * The nested mappings of a YAML file as PyYAML's block style writes them, which is what MLflow's
 * `MLmodel` is: keys, one-line and folded texts. Lists and all else are left out.
 * Every value is text; an empty one is `''`. Throws Malformed for a text that is too long.
 */
export function readBlockMappings(text: string): JsonObject {
  const lines = text.split(/\r?\n/);
  if (lines.length > MOST_LINES) throw new Malformed('has a YAML file longer than any real one');
  const root: JsonObject = Object.create(null);
  const open: { indent: number; mapping: JsonObject }[] = [{ indent: -1, mapping: root }];
  for (let at = 0; at < lines.length; at++) {
    const match = /^( *)([A-Za-z_][\w.-]*):(?: +(.*))?$/.exec(lines[at] as string);
    if (match === null) continue;
    const [, spaces, key, rest] = match as unknown as [string, string, string, string | undefined];
    const indent = spaces.length;
    while ((open.at(-1) as { indent: number }).indent >= indent) open.pop();
    const { mapping } = open.at(-1) as { mapping: JsonObject };
    if (rest === undefined || rest === '') {
      const inner: JsonObject = Object.create(null);
      mapping[key] = inner;
      open.push({ indent, mapping: inner });
      continue;
    }
    const pieces = [rest];
    // A text that is too long for its line goes on, deeper, until its quote is closed.
    const quote = /^(['"])/.exec(rest)?.[1];
    while (
      at + 1 < lines.length &&
      continues(pieces.join(' '), quote, lines[at + 1] as string, indent)
    ) {
      pieces.push((lines[++at] as string).trim());
    }
    mapping[key] = unquoted(pieces.join(' '), quote);
  }
  return root;
}

function continues(text: string, quote: string | undefined, next: string, indent: number): boolean {
  if (quote !== undefined) return text.length < 2 || !closed(text, quote);
  const deeper = next.length - next.trimStart().length > indent;
  return deeper && !/^\s*(- |[A-Za-z_][\w.-]*:( |$))/.test(next);
}

function closed(text: string, quote: string): boolean {
  const inner = text.slice(1);
  const bare = quote === "'" ? inner.replace(/''/g, '') : inner.replace(/\\./g, '');
  return bare.endsWith(quote);
}

function unquoted(text: string, quote: string | undefined): string {
  if (quote === undefined) return text;
  const inner = text.slice(1, -1);
  return quote === "'" ? inner.replace(/''/g, "'") : inner.replace(/\\ ?(.)/g, '$1');
}
