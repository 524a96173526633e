/** Members of a directory that name code or are code, by their names and in their JSON. */
import type { Safety } from '../../core/model-facts.ts';
import type { FileCandidate } from '../candidate.ts';
import { oneLine } from '../explain.ts';
import {
  asList,
  asObject,
  decoded,
  type Json,
  type JsonObject,
  LARGEST_JSON,
  objectsIn,
  parseJson,
} from '../read/json.ts';
import { isMalformed, Malformed } from '../read/malformed.ts';
import type { ByteSource } from '../read/source.ts';
import { unsafe } from '../safety.ts';
import { keysIn } from './json-keys.ts';

/** Endings of files that Python or a shell runs, imports or unpacks. */
const CODE: readonly [ending: RegExp, what: string, verdict: 'unknown-imports' | 'dangerous'][] = [
  [
    /\.(so(\.[\d.]+)?|pyd|dll|dylib|node|exe)$/i,
    'machine code, runs any code when it is loaded',
    'dangerous',
  ],
  [/\.(pyc|pyo)$/i, 'compiled Python, runs any code when it is imported', 'unknown-imports'],
  [/\.(py|pyw|pyx)$/i, 'Python code of the model, can run any command', 'unknown-imports'],
  [/\.(sh|bash|zsh|bat|cmd|ps1)$/i, 'a shell script, can run any command', 'unknown-imports'],
  [
    /(^|\/)saved_model\.(pbtxt|cpb)$|\.(onnxtxt|onnxtext|textproto)$/i,
    'a graph that was not inspected, can read and write files',
    'unknown-imports',
  ],
  [/\.ipynb$/i, 'a notebook, can run any command', 'unknown-imports'],
  [/\.(whl|egg|pex|pyz|jar|mar)$/i, 'a package of code, can run any command', 'unknown-imports'],
];

/** The verdict by a member's name: a name never makes a verdict better. */
export function codeByName(name: string): Safety[] {
  const inGenerate = /(^|\/)custom_generate\//.test(name);
  const row = CODE.find(([ending]) => ending.test(name));
  if (row !== undefined) return [unsafe(row[2], [`${oneLine(name)}: ${row[1]}`])];
  if (!inGenerate) return [];
  return [
    unsafe('unknown-imports', [
      `${oneLine(name)}: belongs to custom_generate, code that generate() runs`,
    ]),
  ];
}

/** Keys of configurations whose values name code; each rule leaves out names of the library itself. */
const RULES: Record<string, (value: Json, object: JsonObject) => string[]> = {
  // transformers, dynamic_module_utils.py: imported from this or another repository.
  auto_map: (value) => textsIn(value),
  custom_pipelines: (value) => pipelines(value),
  custom_pipeline: (value) => textsIn(value),
  custom_generate: (value) => textsIn(value),
  // A Hub kernel is Python and machine code (transformers, integrations/hub_kernels.py).
  attn_implementation: (value) => textsIn(value).filter((each) => each.includes('/')),
  _attn_implementation: (value) => textsIn(value).filter((each) => each.includes('/')),
  _attn_implementation_internal: (value) => textsIn(value).filter((each) => each.includes('/')),
  trust_remote_code: (value) => (value === true ? ['code of the model'] : []),
  // PEFT, tuners/lora/tp_layer.py: import_module(megatron_core).
  megatron_core: (value) => foreign(value, /^megatron\.core$/),
  // PEFT, auto.py: import_module(parent_library).
  parent_library: (value) =>
    foreign(value, /^(transformers|diffusers|timm|sentence_transformers)(\.[\w.]+)?$/),
  // sentence-transformers: import_from_string on these.
  tokenizer_class: (value) => foreign(value, /^[^.]*$/, SENTENCE_TRANSFORMERS),
  activation_function: (value) =>
    foreign(value, /^([^.]*|torch\.nn\.modules\.(activation|linear)\.\w+)$/),
  activation_fn: (value) =>
    foreign(value, /^([^.]*|torch\.nn\.modules\.(activation|linear)\.\w+)$/),
  sbert_ce_default_activation_function: (value) =>
    foreign(value, /^([^.]*|torch\.nn\.modules\.(activation|linear)\.\w+)$/),
  // hydra, NeMo, MONAI: called with the other keys of the object.
  _target_: (value) => foreign(value, /^[^.]*$/),
  loader_module: (value) => textsIn(value),
  // Lightning: imported and called with the other keys of the object.
  class_path: (value) => foreign(value, /^[^.]*$/),
  // MLflow, llama_index/serialize_objects.py.
  object_constructor: (value) => foreign(value, /^llama_index(\.[a-z]\w*)*\.[A-Z]\w*$/),
  // diffusers, modular pipelines: a library and a class.
  type_hint: (value) => {
    const [library] = asList(value);
    return typeof library === 'string' && !DIFFUSERS.test(library)
      ? [textsIn(value).join('.')]
      : [];
  },
  // diffusers: a list names a file of the repository and a class in it.
  _class_name: (value) => (Array.isArray(value) ? [textsIn(value).join('.')] : []),
  // Keras imports the module when it builds the model, whether or not the class is registered.
  class_name: (value, object) =>
    typeof value === 'string' && object.registered_name === undefined
      ? foreign(object.module ?? null, KERAS)
      : [],
  registered_name: (_, object) => foreign(object.module ?? null, KERAS),
};

/** Classes of sentence-transformers. Its modules, and what they import, start in lower case. */
const SENTENCE_TRANSFORMERS = /^sentence_transformers(\.\w+)*\.[A-Z]\w*$/;

/** Modules of Keras and of its packages of models. */
const KERAS = /^(builtins|keras|keras_hub|keras_nlp|keras_cv)(\.[\w.]+)?$/;

/** Files whose entries name code without one of these keys. */
const NAMING = [
  'model_index.json',
  'modular_model_index.json',
  'modules.json',
  'router_config.json',
];

/** Packages that the pipelines of diffusers take their parts from, and their short names. */
const DIFFUSERS =
  /^(diffusers|transformers|onnxruntime|optimum|stable_diffusion\w*|deprecated|k_diffusion|kandinsky\d*|wuerstchen|latent_diffusion|paint_by_example|audioldm\d?|shap_e|unidiffuser|pixart_alpha|deepfloyd_if|musicldm|versatile_diffusion|semantic_stable_diffusion)$/;

/** Most reasons for one file. */
const MOST_REASONS = 50;

const KEYS = new Set([...Object.keys(RULES), 'types', 'type', '_diffusers_version']);

/**
 * Code that a JSON member makes its loader import: `auto_map` and all other keys that name code, at
 * any depth, read as Python reads JSON. A text with such a key that cannot be read counts too.
 */
export async function jsonCode(file: FileCandidate, name: string): Promise<Safety[]> {
  if (!looksLikeJson(file.head)) return [];
  const keys = isWide(file.head) ? KEYS : keysIn(file.source, KEYS);
  const naming = NAMING.includes(baseOf(name)) || /(^|\/)configs\//.test(name);
  if (keys.size === 0 && !naming) return [];
  const shown = oneLine(name);
  const { source } = file;
  let parsed: Json;
  try {
    source.budget.keep(Math.min(source.size, LARGEST_JSON));
    parsed = parseJson(whole(source), name);
  } catch (error) {
    if (!isMalformed(error) || error.kind === 'limit') throw error;
    const named = [...keys].filter((key) => key in RULES);
    if (named.length === 0 && !naming) return [];
    const has = named.length === 0 ? 'names code' : `has the key ${named.join(', ')}`;
    return [unsafe('unknown-imports', [`${shown}: ${oneLine(error.message)}, and ${has}`])];
  }
  const reasons = [
    ...reasonsIn(parsed, shown),
    ...byFile(parsed, shown),
    ...expressionsIn(parsed, name, shown),
  ];
  const keras = isWide(file.head) || keys.has('class_name');
  const found = keras ? (await import('../keras/objects.ts')).kerasObjects(parsed, shown) : [];
  if (reasons.length > 0) {
    found.push(unsafe('unknown-imports', [...new Set(reasons)].slice(0, MOST_REASONS)));
  }
  return found;
}

function baseOf(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

function whole(source: ByteSource): Buffer {
  if (source.size > LARGEST_JSON) throw new Malformed('is larger than any real configuration');
  return source.read(0, source.size);
}

/** Whether the text starts as a JSON object or list, in any encoding that JSON may have. */
function looksLikeJson(head: Buffer): boolean {
  const start = decoded(head).trimStart();
  // There may be more blanks than were read.
  return start === '' || start.startsWith('{') || start.startsWith('[');
}

/** Whether the text is UTF-16 or UTF-32, in which keys cannot be searched by their bytes. */
function isWide(head: Buffer): boolean {
  return head.subarray(0, 4).includes(0) || head[0] === 0xff || head[0] === 0xfe;
}

function reasonsIn(parsed: Json, shown: string): string[] {
  const reasons: string[] = [];
  for (const object of objectsIn(parsed)) {
    for (const [key, value] of Object.entries(object)) {
      if (!Object.hasOwn(RULES, key)) continue;
      const named = RULES[key]?.(value, object) ?? [];
      reasons.push(
        ...named.map((each) => `${oneLine(each)}: code that ${key} in ${shown} imports`),
      );
    }
  }
  return reasons;
}

/** Code named in `model_index.json` and `modules.json`, which have no key for it. */
function byFile(parsed: Json, shown: string): string[] {
  const base = baseOf(shown);
  if (base.endsWith('model_index.json')) {
    const parts = Object.entries(asObject(parsed) ?? {}).filter(([key]) => !key.startsWith('_'));
    return parts.flatMap(([, value]) => {
      const [library, kind] = asList(value);
      if (typeof library !== 'string' || typeof kind !== 'string' || DIFFUSERS.test(library))
        return [];
      return [`${oneLine(`${library}.${kind}`)}: code that ${shown} imports`];
    });
  }
  const types: Json[] =
    base === 'modules.json' ? asList(parsed).map((each) => asObject(each)?.type ?? null) : [];
  for (const object of objectsIn(parsed)) {
    const named = Object.values(asObject(object.types) ?? {});
    if (named.every((each) => typeof each === 'string' && each.includes('.'))) types.push(...named);
  }
  return types
    .flatMap((each) => foreign(each, SENTENCE_TRANSFORMERS))
    .map((each) => `${oneLine(each)}: code that ${shown} imports`);
}

function foreign(value: Json, ...known: RegExp[]): string[] {
  return typeof value === 'string' && !known.some((each) => each.test(value)) ? [value] : [];
}

/** `impl` of each pipeline, or the pipeline's name if it has none. */
function pipelines(value: Json): string[] {
  return Object.entries(asObject(value) ?? {}).map(([task, pipeline]) => {
    const impl = asObject(pipeline)?.impl;
    return typeof impl === 'string' ? impl : task;
  });
}

/** MONAI expressions in any text of a value, at any depth; at most `MOST_REASONS`. */
function expressionsIn(value: Json, name: string, shown: string): string[] {
  const found: string[] = [];
  const waiting: Json[] = [value];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (found.length === MOST_REASONS) break;
    if (typeof next === 'string' && isExpression(name, next)) found.push(expression(next, shown));
    if (typeof next !== 'object' || next === null) continue;
    for (const child of Object.values(next)) waiting.push(child);
  }
  return found;
}

/** The texts in a value: the value itself, or those of a list or object and of lists in it. */
function textsIn(value: Json): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value)
    .flatMap((each) => (Array.isArray(each) ? each : [each]))
    .filter((each) => typeof each === 'string');
}

/** Whether a text is Python that MONAI's ConfigParser runs: it starts with `$`, but not as `${a}`. */
export function isExpression(name: string, text: string): boolean {
  if (!text.startsWith('$')) return false;
  if (/^\$(import |from |__import__)/.test(text)) return true;
  return /(^|\/)configs\//.test(name) && (!text.startsWith('${') || text.includes('('));
}

/** The reason for a MONAI expression. */
export function expression(text: string, shown: string): string {
  return `${oneLine(text).slice(0, 100)}: Python that MONAI runs (in ${shown})`;
}
