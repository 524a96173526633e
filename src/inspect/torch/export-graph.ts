/** The verdict on the graph of an exported program. */
import type { Safety } from '../../core/model-facts.ts';
import { classifyImport } from '../pickle/known.ts';
import { asList, asText, get, type Json, objectsIn, parseJson } from '../read/json.ts';
import { isMalformed } from '../read/malformed.ts';
import { DATA_ONLY, unsafe, worst } from '../safety.ts';
import { classifyOperator, reaching } from './operators.ts';

/** Names in symbolic expressions and guards. */
const EXPRESSION_WORDS = new Set(
  `Symbol Integer Float Rational Add Mul Pow Max Min Mod PythonMod FloorDiv CeilDiv IntTrueDiv
   FloatTrueDiv ModularIndexing CleanDiv Where Eq Ne Lt Le Gt Ge Equality Unequality And Or Not
   StrictLessThan LessThan StrictGreaterThan GreaterThan TruncToInt RoundToInt CeilToInt FloorToInt
   ToFloat TruncToFloat Identity Abs floor ceiling positive integer real nonnegative True False
   oo int_oo None L args kwargs size stride numel item dim and or not is in if else torch sym_max
   sym_min sym_not math isnan inf isinf sqrt ceil int float bool str len`.split(/\s+/),
);
/** Functions of Python's operator module that only compute; `attrgetter` and `call` do not. */
const PYTHON_OPERATORS = new Set(
  `getitem eq ne le ge lt gt neg pos abs add sub mul truediv floordiv mod pow matmul and_ or_ xor
   not_ inv invert lshift rshift is_ is_not contains truth index`.split(/\s+/),
);
/** Deepest nesting of JSON in JSON: torch writes a tree's context so. */
const DEEPEST = 4;

interface Found {
  dangerous: Set<string>;
  unknown: Set<string>;
}

/**
 * The verdict on a graph. torch evaluates its symbolic sizes (`sympify`) and guards (`exec`), looks
 * its operators up by name, and imports what its trees of inputs name, so each must be in the small
 * language that torch itself writes.
 * Source: torch 2.13, `torch/_export/serde/serialize.py`, `torch/utils/_pytree.py`.
 */
export function graphSafety(program: Json): Safety {
  const found: Found = { dangerous: new Set(), unknown: new Set() };
  for (const object of objectsIn(program)) {
    const target = asText(get(object, 'target'));
    if (target !== null && 'inputs' in object) checkTarget(target, found);
    const passed = asText(get(object, 'as_operator'));
    if (passed !== null) checkTarget(passed, found);
    const expression = asText(get(object, 'expr_str'));
    if (expression !== null && !isExpression(expression)) {
      found.dangerous.add(`symbolic size ${expression.slice(0, 100)}`);
    }
    for (const key of ['in_spec', 'out_spec']) {
      const tree = asText(get(object, key));
      if (tree !== null) checkTree(tree, found, 0);
    }
    for (const guard of asList(get(object, 'guards_code'))) {
      const text = asText(guard) ?? '';
      if (!isExpression(text)) found.dangerous.add(`guard ${text.slice(0, 100)}`);
    }
  }
  return worst([
    found.dangerous.size === 0 ? DATA_ONLY : unsafe('dangerous', [...found.dangerous].sort()),
    found.unknown.size === 0 ? DATA_ONLY : unsafe('unknown-imports', [...found.unknown].sort()),
  ]);
}

function checkTarget(target: string, found: Found): void {
  const shown = `operator ${target.slice(0, 100)}`;
  const parts = target.split('.');
  const [first, second, third, fourth] = parts as [string, string?, string?, string?];
  const words = parts.every((part) => /^[A-Za-z_]\w*$/.test(part));
  if (first.startsWith('#')) {
    found.unknown.add(`${shown}: code from another library`);
  } else if (words && first === 'torch' && second === 'ops' && third !== undefined) {
    const trust = parts.length > 5 ? 'dangerous' : classifyOperator(third, fourth ?? '__');
    if (trust === 'dangerous') {
      found.dangerous.add(`${shown}: ${reaching(third, fourth ?? '') ?? 'not an operator'}`);
    }
    if (trust === 'unknown') found.unknown.add(`${shown}: code from another library`);
    if (parts[4]?.startsWith('_')) found.dangerous.add(`${shown}: not an operator`);
  } else if (!(words && parts.length === 2 && isPlain(first, second as string))) {
    found.dangerous.add(`${shown}: not one that torch.export writes`);
  }
}

function isPlain(module: string, name: string): boolean {
  if (module === '_operator') return PYTHON_OPERATORS.has(name);
  if (module === 'math') return !name.startsWith('_');
  return module === 'torch' && /^_?sym_[a-z0-9_]+$/.test(name);
}

/** Checks a tree of inputs or outputs: torch imports the classes in it. */
function checkTree(text: string, found: Found, depth: number): void {
  if (depth > DEEPEST || !/^\s*[[{]/.test(text)) return;
  let tree: Json;
  try {
    tree = parseJson(Buffer.from(text), 'tree');
  } catch (error) {
    if (!isMalformed(error)) throw error;
    return;
  }
  for (const name of namesIn(tree)) {
    const trust = classifyImport(name);
    if (trust === 'dangerous') found.dangerous.add(`a tree of inputs that imports ${name}`);
    if (trust === 'unknown') found.unknown.add(`a tree of inputs that imports ${name}`);
  }
  const waiting: Json[] = [tree];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next === 'string') checkTree(next, found, depth + 1);
    else if (typeof next === 'object' && next !== null) {
      for (const child of Object.values(next)) waiting.push(child);
    }
  }
}

/** Dotted names that torch imports for a tree: the default of a dict, the class of an enumeration. */
function* namesIn(tree: Json): Generator<string> {
  for (const object of objectsIn(tree)) {
    if (Object.hasOwn(object, 'default_factory_module')) {
      yield `${object.default_factory_module}.${object.default_factory_name}`;
    }
    if (Object.hasOwn(object, '__enum__')) yield String(object.fqn).replace(':', '.');
  }
}

function isExpression(text: string): boolean {
  // Python normalises letters of other alphabets to ASCII letters.
  if (text.length > 20_000 || /__|[^\x20-\x7e]|[;\\`@{}]/.test(text)) return false;
  const bare = text.replace(/'[\w.]*'|"[\w.]*"/g, '');
  const words = bare.match(/[A-Za-z_]\w*/g) ?? [];
  return words.every((word) => EXPRESSION_WORDS.has(word) || /^(s|u|zuf|z|f)\d+$/.test(word));
}
