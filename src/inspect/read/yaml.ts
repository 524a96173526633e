/** YAML of unknown origin, read as PyYAML reads it and within limits. */
import { type Document, isAlias, isScalar, Lexer, parseAllDocuments, visit } from 'yaml';
import type { Budget } from './budget.ts';
import type { Json } from './json.ts';
import { Malformed } from './malformed.ts';

/** Most bytes and tokens; a token takes some 2 KB of memory while it is read. */
const LARGEST = 4 * 1024 * 1024;
const MOST_TOKENS = 20_000;
/** Deepest nesting of brackets, with which the parser's time grows faster than with the text. */
const DEEPEST = 64;
/** Most aliases, which could expand to more than the file holds. */
const MOST_ALIASES = 100;

/** The content of a YAML file. */
export interface Yaml {
  /** Mappings, lists and texts: every scalar is text, including `1.10` and `null`. */
  value: Json;
  /**
   * Every entry of every mapping whose key is text, including those that a later equal key or a
   * merge hides; `value` is null if it is not a scalar.
   */
  entries: { key: string; value: string | null; path: string[] }[];
  /** Tags, such as `tag:yaml.org,2002:python/object/apply:os.system`. */
  tags: string[];
  /** Every scalar, including keys. */
  texts: string[];
  /** Whether it uses an alias: then content can also apply in another place. */
  aliased: boolean;
}

/**
 * Reads YAML 1.1 as PyYAML does: anchors, merges, flow style, quoted keys. Throws Malformed for text
 * that is not YAML, too large, or that PyYAML would read differently.
 */
export function readYaml(text: string, budget: Budget): Yaml {
  if (text.length > LARGEST) throw new Malformed('has a YAML file larger than any real one');
  if (hasOddBreaks(text)) {
    throw new Malformed('has a YAML file with line breaks that not every program takes for one');
  }
  let tokens = 0;
  let depth = 0;
  for (const token of new Lexer().lex(text)) {
    if (token === '[' || token === '{') depth++;
    else if (token === ']' || token === '}') depth--;
    if (depth > DEEPEST) throw new Malformed('has a YAML file nested deeper than any real one');
    if (++tokens % 1000 === 0) budget.check();
    if (tokens > MOST_TOKENS)
      throw new Malformed('has a YAML file with more parts than any real one');
  }
  const [document, another] = parseAllDocuments(text, {
    version: '1.1',
    schema: 'failsafe',
    merge: true,
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
  });
  budget.check();
  if (document === undefined || another !== undefined) {
    throw new Malformed('has a YAML file that is empty or several in one');
  }
  if (document.errors.length > 0) {
    throw new Malformed(`has a YAML file that is not YAML (${document.errors[0]?.message})`);
  }
  return { value: dataOf(document), ...partsOf(document) };
}

function dataOf(document: Document.Parsed): Json {
  try {
    return document.toJS({ maxAliasCount: MOST_ALIASES }) as Json;
  } catch {
    throw new Malformed('has a YAML file whose anchors unfold to more than it holds');
  }
}

function partsOf(document: Document.Parsed): Omit<Yaml, 'value'> {
  const entries: Yaml['entries'] = [];
  const tags: string[] = [];
  const texts: string[] = [];
  let aliased = false;
  const scalar = (node: unknown): string | null => {
    const meant = isAlias(node) ? node.resolve(document) : node;
    // The key of a merge is a symbol; its description is the text.
    const value: unknown = isScalar(meant) ? meant.value : null;
    return typeof value === 'symbol' ? (value.description ?? '') : (value as string | null);
  };
  visit(document, {
    Node: (_, node) => {
      if (isAlias(node)) aliased = true;
      else if (typeof node.tag === 'string') tags.push(node.tag);
      if (isScalar(node) && typeof node.value === 'string') texts.push(node.value);
    },
    Pair: (_, pair, path) => {
      const key = scalar(pair.key);
      const above = path.flatMap((each) => ('key' in each ? [scalar(each.key) ?? ''] : []));
      if (key !== null && above.length < 20) {
        entries.push({ key, value: scalar(pair.value), path: above });
      }
    },
  });
  return { entries, tags, texts, aliased };
}

/** PyYAML reads a lone CR, NEL and Unicode's line and paragraph separators as line breaks. */
function hasOddBreaks(text: string): boolean {
  return /[\x85\u2028\u2029]|\r(?!\n)/.test(text);
}
