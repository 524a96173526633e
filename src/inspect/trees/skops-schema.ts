/** The verdict on a skops file's schema.json. */
import type { Safety } from '../../core/model-facts.ts';
import { knownName } from '../pickle/known/lookup.ts';
import { classifyImport } from '../pickle/known.ts';
import { isReaching, isUsedMethod } from '../pickle/state.ts';
import { pickleVerdict } from '../pickle/verdict.ts';
import type { Budget } from '../read/budget.ts';
import {
  asList,
  asObject,
  asText,
  get,
  type Json,
  type JsonObject,
  objectsIn,
} from '../read/json.ts';
import { unsafe, worst } from '../safety.ts';

/** Loaders of skops 0.1 to 0.16 that import what `__module__` and `__class__` name and call it. */
const MAKERS: ReadonlySet<string> = new Set(
  `DictNode DefaultDictNode ListNode SetNode TupleNode BytesNode BytearrayNode
   ConstructorFromReduceNode ObjectNode NdArrayNode MaskedArrayNode DTypeNode RandomStateNode
   RandomGeneratorNode SparseMatrixNode TreeNode LossNode SGDNode PartialNode
   _DictWithDeprecatedKeysNode`.split(/\s+/),
);
/** Loaders that only look a name up. Their result can be called with a key of a dict. */
const NAMERS: ReadonlySet<string> = new Set(['FunctionNode', 'TypeNode']);
/** Loaders that import nothing. */
const PLAIN: ReadonlySet<string> = new Set(['JsonNode', 'SliceNode']);
/** Loaders of functions and other callables. */
const CALLABLE: ReadonlySet<string> = new Set([
  ...NAMERS,
  'MethodNode',
  'OperatorFuncNode',
  'PartialNode',
]);

const GENERATORS = ['MT19937', 'PCG64', 'PCG64DXSM', 'Philox', 'SFC64'];

/**
 * The verdict on a skops file's schema.json, a tree of nodes, each with the name of a class or
 * function and of a loader. Every node counts, even one that reuses the `__id__` of an earlier node.
 * Source: skops 0.16, `skops/io/_general.py`, `_numpy.py`, `_sklearn.py`, `_scipy.py`, `old/`.
 */
export function checkSchema(schema: Json, budget: Budget): Safety {
  const imports = new Set<string>();
  const findings = new Set<string>();
  const unsure = new Set<string>();
  const numbered = new Map<Json, string>();
  for (const node of objectsIn(schema)) {
    budget.check();
    const loader = asText(get(node, '__loader__'));
    if (loader === null) {
      for (const finding of checkEntries(node)) findings.add(finding);
      continue;
    }
    const names = namesOf(node, loader);
    const id = get(node, '__id__');
    const same = `${loader} ${names.join(' ')}`;
    if (id !== undefined && (numbered.get(id) ?? same) !== same) {
      findings.add('two different nodes have the same number');
    }
    if (id !== undefined) numbered.set(id, same);
    for (const finding of checkKeys(node)) findings.add(finding);
    for (const name of names) {
      imports.add(name);
      const doubt = classifyImport(name) === 'known' ? doubtOf(name, loader) : null;
      if (doubt !== null) unsure.add(doubt);
    }
    if (![MAKERS, NAMERS, PLAIN, CALLABLE].some((each) => each.has(loader))) {
      unsure.add(`${loader}: an unknown skops loader`);
    }
  }
  const safety = pickleVerdict({ imports, findings, protocol: 0 });
  return unsure.size === 0
    ? safety
    : worst([safety, unsafe('unknown-imports', [...unsure].sort())]);
}

/** What loading a node would import. */
function namesOf(node: JsonObject, loader: string): string[] {
  if (PLAIN.has(loader)) return [];
  const [module, last] = ['__module__', '__class__'].map((key) => get(node, key));
  const name = `${asText(module) ?? '?'}.${asText(last) ?? '?'}`;
  // Before skops 0.4 the name of a function was in the content.
  const [path, old] = ['module_path', 'function'].map((key) => get(node, 'content', key));
  if (loader === 'FunctionNode' && (path !== undefined || old !== undefined)) {
    return [`${asText(path) ?? '?'}.${asText(old) ?? '?'}`];
  }
  if (loader !== 'MethodNode') return [name];
  return [name, `${name}.${asText(get(node, 'content', 'func')) ?? '?'}`];
}

/** Why a known name is not known to be harmless in skops, which may call it with anything, or null. */
function doubtOf(name: string, loader: string): string | null {
  const known = knownName(name);
  if (known?.kind === 'class') return null;
  if (NAMERS.has(loader) && (known?.reason === 'pure' || known?.kind === 'value')) return null;
  if (loader === 'MethodNode' && known?.reason === 'method') return null;
  return `${name}: what skops does with it was not inspected`;
}

/** Findings about the types of a dict's keys, which may be attribute names: they must be plain. */
function checkKeys(node: JsonObject): string[] {
  const keys = get(node, 'key_types');
  if (keys === undefined) return [];
  const odd = asList(get(keys, 'content')).find((key) => {
    const name = `${asText(get(key, '__module__')) ?? '?'}.${asText(get(key, '__class__')) ?? '?'}`;
    return get(key, '__loader__') !== 'TypeNode' || knownName(name)?.kind !== 'class';
  });
  const isList = get(keys, '__loader__') === 'ListNode';
  return isList && odd === undefined ? [] : ['keys of a dict are not of a plain type'];
}

/** Findings about entries of a dict, which may be the attributes of an instance. */
function checkEntries(entries: JsonObject): string[] {
  const found: string[] = [];
  for (const [key, value] of Object.entries(entries)) {
    const loader = asText(get(value, '__loader__'));
    if (isReaching(key)) found.push(`${key} set on an instance: can replace its class or its code`);
    if (isUsedMethod(key) && loader !== null && CALLABLE.has(loader)) {
      found.push(`the method ${key} of an instance replaced`);
    }
    if (key === 'bit_generator' && !isGenerator(value)) {
      found.push('a random number generator that numpy does not have');
    }
  }
  return found;
}

function isGenerator(value: Json): boolean {
  if (asObject(value) !== null && asText(get(value, '__loader__')) !== 'JsonNode') return true;
  const text = asText(get(value, 'content')) ?? asText(value) ?? '';
  return GENERATORS.some((name) => text === name || text === `"${name}"`);
}

/** The members that nodes read as arrays or bytes, without unpickling. */
export function filesOf(schema: Json): Set<string> {
  const files = new Set<string>();
  for (const node of objectsIn(schema)) {
    const file = asText(get(node, 'file'));
    const loader = asText(get(node, '__loader__')) ?? '';
    if (file !== null && /^(NdArray|SparseMatrix|Bytes|Bytearray)Node$/.test(loader)) {
      files.add(file);
    }
  }
  return files;
}
