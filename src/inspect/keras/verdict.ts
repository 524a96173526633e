import { classifyImport } from '../pickle/known.ts';
import { KERAS_LAYERS } from './layers.ts';
import NAMES from './names.json' with { type: 'json' };

/** How a name of a Keras configuration is judged, and what makes it worse than `known`. */
export interface KerasTrust {
  as: 'known' | 'unknown' | 'dangerous';
  /** What it could do, as the end of a reason; empty where known. */
  why: string;
}

const KNOWN: KerasTrust = { as: 'known', why: '' };
const unknown = (why: string): KerasTrust => ({ as: 'unknown', why });
const dangerous = (why: string): KerasTrust => ({ as: 'dangerous', why });

/** Classes of Keras that do more than compute, under whatever module they are named. */
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
/** Parts of Keras whose classes are layers, losses and their kin: one of a later release may be. */
const PARTS: ReadonlySet<string> = new Set(
  `activations constraints dtype_policies initializers layers losses metrics models ops optimizers
   quantizers random regularizers`.split(/\s+/),
);

let dotted: ReadonlySet<string> | undefined;
let bare: ReadonlySet<string> | undefined;
let strings: ReadonlySet<string> | undefined;

/** Names as Python dots them, out of the lists that scripts/keras-names.py makes. */
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

/** The last parts of those names: configurations of before Keras 3 have no modules. */
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
 * Judges what a configuration names, as Keras 3.0 to 3.15 and tf_keras look it up.
 * @param module as the configuration says it, null or empty where it says none
 * @param name class or function; it can have dots, which Keras joins to the module's
 */
export function classifyKeras(module: string | null, name: string): KerasTrust {
  const last = name.slice(Math.max(name.lastIndexOf('.'), name.lastIndexOf('>')) + 1);
  const gadget = GADGETS.get(last);
  if (gadget !== undefined) return dangerous(gadget);
  if (module === null || module === '') {
    if (bareNames().has(name) || isKerasString(name)) return KNOWN;
    return unknown('not of Keras, code of your own');
  }
  const whole = normal(`${module}.${name}`);
  if (dottedNames().has(whole)) return KNOWN;
  // Until 2.12 the modules stood without `src`.
  if (dottedNames().has(whole.replace(/^keras\./, 'keras.src.'))) return KNOWN;
  const parts = whole.split('.');
  if (FAMILY.has(parts[0] as string)) {
    const part = parts[1] === 'src' ? parts[2] : parts[1];
    const isClass = /^[A-Z]\w*$/.test(name);
    if (isClass && PARTS.has(part ?? '')) return unknown('not known here as a part of Keras');
    return dangerous('a part of Keras that can reach files, the network or other code');
  }
  if (classifyImport(whole) === 'dangerous') return dangerous('not of Keras, can run other code');
  return unknown('not of Keras, code of its module is run');
}

/** `builtins` stands for Keras's own tables, and in Keras up to 3.8 for Python's too. */
export function classifyFunction(module: string | null, name: string): KerasTrust {
  if (module !== 'builtins') return classifyKeras(module, name);
  if (isKerasString(name)) return KNOWN;
  if (PYTHON_BUILTINS.has(name)) return dangerous('a function of Python itself');
  if (!/^[\w>]+$/u.test(name)) return dangerous('no name of a function');
  return unknown('not of Keras, code of your own');
}

/** Whether a module is Keras's own or none, so that a registered name counts first. */
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
