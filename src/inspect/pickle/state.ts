/** Checks states that a pickle sets on instances, and items that it adds to containers. */
import { knownName } from './known/lookup.ts';
import {
  calleeOf,
  classOf,
  isMade,
  itemsOf,
  kindOf,
  type Made,
  type Mapping,
  pairsOf,
  type Sequence,
  type Value,
} from './values.ts';

/**
 * Names with two underscores by which Python finds a class, its code or its pickling. Others occur
 * in the state of stock objects: `__overloads__` of torch, `__doc__` of scipy, those of pydantic.
 */
const REACHING = new Set(
  `class dict code globals closure defaults kwdefaults bases mro base subclasses subclasshook init
   new del call getattr getattribute setattr delattr get set delete reduce reduce_ex getstate
   setstate getnewargs getnewargs_ex init_subclass prepare instancecheck subclasscheck func self
   builtins import loader spec path file enter exit iter next getitem setitem len bool hash eq repr
   str format`
    .split(/\s+/)
    .map((name) => `__${name}__`),
);

/** Methods that use a model: no stock object has a function as an attribute of this name. */
const METHODS = new Set(
  `fit predict predict_proba predict_log_proba decision_function transform inverse_transform
   fit_transform fit_predict score get_params set_params partial_fit forward load_state_dict
   state_dict`.split(/\s+/),
);

/** Whether Python finds a class, its code or its pickling by this attribute. */
export function isReaching(name: string): boolean {
  return REACHING.has(name);
}

/** Whether a name is that of a method which uses the model. */
export function isUsedMethod(name: string): boolean {
  return METHODS.has(name);
}

/**
 * Checks the state that BUILD sets on an instance: `__setstate__` gets it, or it becomes
 * attributes; the second part of a pair is set attribute by attribute (`pickle.load_build`).
 * @param name the class's dotted name, null if unknown
 * @returns what no harmless pickle does, as text, or null
 */
export function checkState(name: string | null, state: Value): string | null {
  if (name?.startsWith('scipy.stats.')) {
    const found = checkDistribution(name, state);
    if (found !== null) return found;
  }
  const pair = kindOf(state) === 'tuple' ? itemsOf(state) : null;
  const parts = pair?.length === 2 ? pair : [state];
  for (const [index, part] of parts.entries()) {
    if (isMade(part) && !isReadable(part)) {
      return `the state of an instance of ${name}: the result of ${part.callee.name}, whose names are unknown`;
    }
    for (const [key, value] of attributes(part)) {
      if (isComputed(key)) return `a computed name set on an instance of ${name}`;
      if (typeof key !== 'string') continue;
      const slots = index === 1 && key.startsWith('__') && key.endsWith('__');
      if (slots || (REACHING.has(key) && !isPydanticDict(key, part))) {
        return `${key} set on an instance of ${name}: can replace its class or its code`;
      }
      if (METHODS.has(key) && kindOf(value) === 'global') {
        return `the method ${key} of an instance of ${name} replaced`;
      }
      const kept = calleeOf(value)?.name ?? '';
      if (knownName(kept)?.reason === 'rebuild' && !kept.endsWith('._identity')) {
        return `${kept} kept by an instance of ${name}: makes objects of any class`;
      }
    }
  }
  return null;
}

/** Classes and functions that make a state of stock objects which is not like a dict. */
const NOT_A_DICT =
  /(^pandas\..*Dtype|\.(_reconstruct|_frombuffer|_rebuild_tensor\w*|__pyx_unpickle_\w*SeedSequence))$/;

/** Checks the keyword arguments of a call, which may set attributes. Returns as `checkState`. */
export function checkKeywords(name: string, keywords: Value): string | null {
  return keywords === null ? null : checkState(name, keywords);
}

/** Whether a name is not a text in the pickle: the result of a call can be any text. */
function isComputed(key: Value): boolean {
  return ['opaque', 'made', 'global', 'persistent'].includes(kindOf(key) ?? '');
}

/**
 * Whether all attribute names in the result of a call are known: an array has none, and a dict is
 * made empty or from a complete list of pairs.
 */
function isReadable(made: Made): boolean {
  const name = classOf(made);
  const named = attributes(made.state ?? null).some(
    ([key]) => typeof key !== 'string' || /^(items|keys)$/.test(key),
  );
  const { reason } = knownName(name) ?? {};
  if (named) return false;
  if (reason === 'array' || reason === 'tensor' || NOT_A_DICT.test(name)) return true;
  if (!/^(collections\.(OrderedDict|Counter)|(builtins|__builtin__)\.dict)$/.test(name))
    return false;
  const args = itemsOf(made.args);
  if (args?.length === 0) return made.items.length === 2 * made.length;
  const list = args?.length === 1 ? itemsOf(args[0]) : null;
  if (list === null || made.items.length > 0) return false;
  const { length } = list;
  return length === countOf(args?.[0]) && list.every((each) => itemsOf(each)?.length === 2);
}

const countOf = (value: Value | undefined) => (value as Sequence).length;

const TEMPLATE = '_parse_arg_template';

/**
 * Checks what is put into a container: the key of a distribution's template must be followed by the
 * text that scipy makes, because any dict can become the state of a distribution.
 */
export function checkItems(items: readonly Value[]): string | null {
  const at = items.indexOf(TEMPLATE);
  if (at < 0) return null;
  const harmless = items.every(
    (each, index) => each !== TEMPLATE || isParser(items[index + 1] ?? null),
  );
  return harmless ? null : `${TEMPLATE} with other Python code, which a scipy distribution runs`;
}

function attributes(state: Value): [Value, Value][] {
  return pairsOf(state) ?? [];
}

/** Whether `__dict__` is a key of pydantic 2, which pickles an instance as a dict of its parts. */
function isPydanticDict(key: string, state: Value): boolean {
  return (
    key === '__dict__' && attributes(state).some(([name]) => name === '__pydantic_fields_set__')
  );
}

/**
 * A scipy distribution executes a text of its state. It must be the one that scipy makes from the
 * distribution's shape parameters, which are identifiers.
 * Source: scipy 1.17, `scipy/stats/_distn_infrastructure.py`, `_attach_argparser_methods`.
 */
function checkDistribution(name: string, state: Value): string | null {
  const odd = `the state of ${name}: holds Python that it runs`;
  if (state === null) return null;
  if (kindOf(state) === 'tuple') {
    // Before scipy 1.6: (parameters, random state). A first part with two keys would be read as a
    // pair of key and value.
    const first = itemsOf(state)?.[0];
    return kindOf(first) === 'dict' && namesIn(first as Mapping) !== 2 ? null : odd;
  }
  if (kindOf(state) !== 'dict') return odd;
  const { items, length } = state as Mapping;
  if (items.length !== 2 * length) return odd;
  for (const [key, value] of attributes(state)) {
    if (typeof key !== 'string') return odd;
    if (key === TEMPLATE && !isParser(value)) return odd;
  }
  return null;
}

/** How many different names a dict has; 2 if unknown. */
function namesIn({ items, length }: Mapping): number {
  const keys = items.filter((_, index) => index % 2 === 0);
  if (items.length !== 2 * length || !keys.every((key) => typeof key === 'string')) return 2;
  return new Set(keys).size;
}

function isParser(text: Value): boolean {
  if (typeof text !== 'string') return false;
  const shapes = /^\ndef _parse_args\(self, ([A-Za-z0-9_, ]*) loc=0/.exec(text)?.[1];
  if (shapes === undefined) return false;
  const names = shapes === '' ? [] : shapes.split(', ');
  if (names.length > 0 && names.pop() !== '') return false;
  if (!names.every((each) => /^[A-Za-z_]\w*$/.test(each))) return false;
  return [
    ['loc=0, scale=1', 'loc, scale'],
    ['loc=0', 'loc, 1'],
  ].some(([before, after]) => text === parser(shapes, before as string, after as string));
}

const parser = (shapes: string, before: string, after: string) => `
def _parse_args(self, ${shapes} ${before}):
    return (${shapes}), ${after}

def _parse_args_rvs(self, ${shapes} ${before}, size=None):
    return self._argcheck_rvs(${shapes} ${after}, size=size)

def _parse_args_stats(self, ${shapes} ${before}, moments='mv'):
    return (${shapes}), ${after}, moments
`;
