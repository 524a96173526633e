/** Classifies the classes and functions that a Keras configuration names. */
import { classifyImport } from '../pickle/known.ts';
import { KERAS_LAYERS } from './layers.ts';
import NAMES from './names.json' with { type: 'json' };

/** The class of a name in a Keras configuration, and why it is worse than `known`. */
export interface KerasTrust {
  as: 'known' | 'unknown' | 'dangerous';
  /** What it could do, as the end of a reason; empty if known. */
  why: string;
}

const KNOWN: KerasTrust = { as: 'known', why: '' };
const unknown = (why: string): KerasTrust => ({ as: 'unknown', why });
const dangerous = (why: string): KerasTrust => ({ as: 'dangerous', why });

/** Keras classes that do more than compute, whatever module is named with them. */
const GADGETS: ReadonlyMap<string, string> = new Map([
  ['Lambda', 'runs Python code that the file holds'],
  ['TorchModuleWrapper', 'unpickles a torch module'],
  ['FlaxLayer', 'runs a module of Flax that the file holds'],
  ['JaxLayer', 'runs code of JAX that the file holds'],
  ['TFSMLayer', 'loads a SavedModel from a path'],
  ['FileWriter', 'writes files'],
]);

/** Packages whose modules Keras imports from a configuration. */
const FAMILY: ReadonlySet<string> = new Set(['keras', 'tf_keras']);
/** Parts of Keras that hold layers, losses and the like: unknown classes may be from a later release. */
const PARTS: ReadonlySet<string> = new Set(
  `activations constraints dtype_policies initializers layers losses metrics models ops optimizers
   quantizers random regularizers`.split(/\s+/),
);

let dotted: ReadonlySet<string> | undefined;
let bare: ReadonlySet<string> | undefined;
let strings: ReadonlySet<string> | undefined;

/** Dotted names, from the lists that scripts/keras-names.py makes. */
function dottedNames(): ReadonlySet<string> {
  dotted ??= new Set(
    [NAMES.keras, NAMES.tf_keras].flatMap((list) =>
      Object.entries(list).flatMap(([module, names]) =>
        names.split(' ').map((name) => `${module}.${name}`),
      ),
    ),
  );
  return dotted;
}

/** The last parts of those names: configurations from before Keras 3 have no modules. */
function bareNames(): ReadonlySet<string> {
  bare ??= new Set([
    ...KERAS_LAYERS,
    ...[...dottedNames()].map((name) => name.slice(name.lastIndexOf('.') + 1)),
  ]);
  return bare;
}

/** Whether Keras itself resolves this text to a function or class: `relu`, `glorot_uniform`. */
export function isKerasString(text: string): boolean {
  strings ??= new Set(NAMES.strings.split(' '));
  return strings.has(text);
}

/**
 * Classifies a name in a configuration, as Keras 3.0 to 3.15 and tf_keras look it up.
 * @param module of the configuration, null or empty if it has none
 * @param name class or function; it may contain dots, which Keras appends to the module's
 */
export function classifyKeras(module: string | null, name: string): KerasTrust {
  const last = name.slice(Math.max(name.lastIndexOf('.'), name.lastIndexOf('>')) + 1);
  const gadget = GADGETS.get(last);
  if (gadget !== undefined) return dangerous(gadget);
  if (module === null || module === '') {
    if (bareNames().has(name) || isKerasString(name)) return KNOWN;
    return unknown('not part of Keras, custom code');
  }
  const whole = normal(`${module}.${name}`);
  if (dottedNames().has(whole)) return KNOWN;
  // Until 2.12 module names had no `src`.
  if (dottedNames().has(whole.replace(/^keras\./, 'keras.src.'))) return KNOWN;
  const parts = whole.split('.');
  if (FAMILY.has(parts[0] as string)) {
    const part = parts[1] === 'src' ? parts[2] : parts[1];
    const isClass = /^[A-Z]\w*$/.test(name);
    if (isClass && PARTS.has(part ?? '')) return unknown('not a known part of Keras');
    return dangerous('a part of Keras that can reach files, the network or other code');
  }
  if (classifyImport(whole) === 'dangerous')
    return dangerous('not part of Keras, can run other code');
  return unknown('not part of Keras, runs code of its module');
}

/** Classifies a function. `builtins` means Keras's tables, and up to Keras 3.8 Python's too. */
export function classifyFunction(module: string | null, name: string): KerasTrust {
  if (module !== 'builtins') return classifyKeras(module, name);
  if (isKerasString(name)) return KNOWN;
  if (PYTHON_BUILTINS.has(name)) return dangerous('a Python builtin');
  if (!/^[\w>]+$/u.test(name)) return dangerous('not a function name');
  return unknown('not part of Keras, custom code');
}

/** Whether a module is Keras or not given: then Keras looks up the registered name first. */
export function isKerasModule(module: string | null): boolean {
  if (module === null || module === '' || module === 'builtins') return true;
  return FAMILY.has(normal(module).split('.')[0] as string);
}

function normal(whole: string): string {
  for (const prefix of ['tensorflow.python.keras.', 'tensorflow.keras.', 'tf_keras.']) {
    if (whole.startsWith(prefix)) return `keras.${whole.slice(prefix.length)}`;
  }
  return whole;
}

/** `dir(builtins)` of Python 3.9 to 3.14 without exceptions, and the names of Python 2. */
const PYTHON_BUILTINS: ReadonlySet<string> = new Set(
  `
  __build_class__ __debug__ __doc__ __import__ __loader__ __name__ __package__ __spec__ abs aiter
  all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile complex
  copyright credits delattr dict dir divmod enumerate eval exec execfile exit file filter float
  format frozenset getattr globals hasattr hash help hex id input int isinstance issubclass iter
  len license list locals map max memoryview min next object oct open ord pow print property quit
  range raw_input reload repr reversed round set setattr slice sorted staticmethod str sum super
  tuple type vars zip
  `
    .trim()
    .split(/\s+/),
);
