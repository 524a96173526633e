/** The regular expressions of a TypeScript file, and what is wrong with one. */
import { type AST, RegExpParser, visitRegExpAST } from '@eslint-community/regexpp';
import { type Node, parse } from 'acorn';
import { transformSync } from 'esbuild';
import { getFirstConsumedChar } from 'regexp-ast-analysis';
import { analyse } from 'scslre';

/** A regular expression as it stands in a file. */
export interface Pattern {
  source: string;
  flags: string;
}

type Part = Node & Record<string, unknown>;

/** Methods that make a pattern of a text that they are given. */
const MAKERS = ['match', 'matchAll', 'search'];

/**
 * The literals of a file, and every place where a pattern could be made of a text at run time:
 * `RegExp`, and `match`, `matchAll` and `search` with anything but a literal or a constant that is one.
 */
export function patternsOf(typescript: string): { literals: Pattern[]; made: string[] } {
  const { code } = transformSync(typescript, { loader: 'ts', target: 'esnext', format: 'esm' });
  const parts = all(parse(code, { ecmaVersion: 'latest', sourceType: 'module' }));
  const isLiteral = (part: Part) => part.type === 'Literal' && part.regex !== undefined;
  const constants = parts
    .filter(({ type, init }) => type === 'VariableDeclarator' && init && isLiteral(init as Part))
    .map(({ id }) => (id as Part).name);
  const isConstant = (part: Part) => part.type === 'Identifier' && constants.includes(part.name);
  const at = ({ start, end }: Node) => code.slice(start, Math.min(end, start + 80));
  // `x instanceof RegExp` makes none.
  const tested = parts.flatMap((part) => (part.operator === 'instanceof' ? [part.right] : []));
  const names = parts.filter(
    (part) => part.type === 'Identifier' && part.name === 'RegExp' && !tested.includes(part),
  );
  const calls = parts.filter((part) => {
    const { property } = (part.callee ?? {}) as Part;
    const [first] = (part.arguments ?? []) as Part[];
    if (part.type !== 'CallExpression' || !MAKERS.includes(String((property as Part)?.name)))
      return false;
    return first === undefined || !(isLiteral(first) || isConstant(first));
  });
  return {
    literals: parts.filter(isLiteral).map(({ regex }) => {
      const { pattern, flags } = regex as { pattern: string; flags: string };
      return { source: pattern, flags };
    }),
    made: [...names, ...calls].map(at),
  };
}

/** A node and all below it. */
function all(node: Node): Part[] {
  const below = Object.values(node).flat().filter(isNode).flatMap(all);
  return [node as Part, ...below];
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

/**
 * Why matching the pattern can take more than linear time: what scslre finds (one repeated character
 * set: https://github.com/RunDevelopment/scslre#readme), and two kinds that it leaves to others.
 * Empty where nothing is wrong.
 */
export function slowParts({ source, flags }: Pattern): string[] {
  const reports = analyse({ source, flags }).reports;
  const found = reports.map(({ type, exponential }) =>
    exponential ? 'repeats a repetition' : `backtracks (${type})`,
  );
  const unicode = flags.includes('u');
  const pattern = new RegExpParser().parsePattern(source, 0, source.length, { unicode });
  const regexFlags = new RegExpParser().parseFlags(flags);
  visitRegExpAST(pattern, {
    onQuantifierEnter({ element, max }) {
      if (max < 2 || element.type === 'Character' || !('alternatives' in element)) return;
      if (overlaps(element.alternatives, regexFlags)) {
        found.push('repeats alternatives that begin alike');
      }
      if (max === Number.POSITIVE_INFINITY && !isAnchored(pattern) && !regexFlags.sticky) {
        found.push('repeats a group, from any place of a text');
      }
    },
  });
  return found;
}

function overlaps(alternatives: AST.Alternative[], flags: AST.Flags): boolean {
  const firsts = alternatives.map(
    (alternative) => getFirstConsumedChar(alternative, 'ltr', flags).char,
  );
  return firsts.some((one, at) => firsts.slice(at + 1).some((other) => !one.isDisjointWith(other)));
}

/** Whether each alternative begins at the start of the text or of a line. */
function isAnchored({ alternatives }: AST.Pattern): boolean {
  return alternatives.every(({ elements: [first] }) => first?.type === 'Assertion');
}
