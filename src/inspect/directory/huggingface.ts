/** Directories of transformers, diffusers, PEFT and sentence-transformers. */
import type { Framework, ModelFacts, Need } from '../../core/model-facts.ts';
import type { DirectoryCandidate } from '../candidate.ts';
import { factsOf, release } from '../facts.ts';
import { asList, asObject, asText, get, type Json, parseJson } from '../read/json.ts';
import { isMalformed } from '../read/malformed.ts';
import { safetyBelow } from './members.ts';
import { codeNeeds, type Look } from './recognised.ts';

/** Weight files that `from_pretrained` looks for, and their frameworks. */
const WEIGHTS: readonly [RegExp, Framework][] = [
  [/^(model|pytorch_model|adapter_model)(-\d+-of-\d+)?\.(safetensors|bin)$/, 'pytorch'],
  [/^tf_model\.h5$/, 'tensorflow'],
  [/^flax_model\.msgpack$/, 'jax'],
];

/** Top-level keys of each library's configuration file. */
const MARKS: readonly [file: string, keys: string[]][] = [
  ['config.json', ['transformers_version', 'architectures', 'model_type', 'auto_map']],
  ['config.json', ['custom_pipelines', 'custom_generate']],
  ['model_index.json', ['_class_name', '_diffusers_version']],
  ['modular_model_index.json', ['_class_name', '_diffusers_version', '_blocks_class_name']],
  ['adapter_config.json', ['peft_type', 'base_model_name_or_path']],
];

/**
 * Whether transformers' `save_pretrained`, diffusers, PEFT or sentence-transformers wrote the
 * directory. A file with their keys that is not valid JSON counts too: reading it reports the error.
 */
export function isHuggingface(directory: DirectoryCandidate): boolean {
  const isMarked = MARKS.some(([file, keys]) => {
    if (!directory.files.has(file)) return false;
    const bytes = directory.read(file);
    try {
      const config = parseJson(bytes, file);
      return keys.some((key) => get(config, key) !== undefined);
    } catch (error) {
      if (!isMalformed(error)) throw error;
      return keys.some((key) => bytes.includes(`"${key}"`));
    }
  });
  return (
    isMarked || asList(readOptional(directory, 'modules.json')).some((each) => get(each, 'type'))
  );
}

/** Reads a Hugging Face directory: `config.json` has version and classes, other files the weights. */
export async function readHuggingface(
  directory: DirectoryCandidate,
  look: Look,
): Promise<ModelFacts> {
  const main = ['config.json', ...MARKS.map(([file]) => file)].find((file) =>
    directory.files.has(file),
  );
  const config = main === undefined ? {} : parseJson(directory.read(main), main);
  const diffusers = ['model_index.json', 'modular_model_index.json'].some((file) =>
    directory.files.has(file),
  );
  const version = asText(get(config, 'transformers_version'));
  const names = [...directory.files.keys()];
  const weights = WEIGHTS.find(([file]) => names.some((name) => file.test(name)));
  const architectures = asList(get(config, 'architectures')).filter(
    (each) => typeof each === 'string',
  );
  const code = repositoryCode(directory);
  const needs: Need[] = [
    {
      kind: 'package',
      name: 'transformers',
      ...(release(version) === null ? {} : { specifier: `>=${release(version)}` }),
      why: version === null ? 'config.json comes from it' : `saved with transformers ${version}`,
    },
  ];
  if (names.some((name) => name.endsWith('.safetensors'))) {
    needs.push({ kind: 'package', name: 'safetensors', why: 'it reads the weights' });
  }
  const warnings: string[] = [];
  if (weights === undefined && !diffusers)
    warnings.push('No weights were found in the directory of config.json.');
  if (code.length > 0) {
    needs.push(...code.map((name): Need => ({ kind: 'class', name, why: 'auto_map names it' })));
    warnings.push('auto_map: loading it runs code that comes with the model (trust_remote_code).');
  }
  needs.push(...codeNeeds(directory, 'part of the repository, run by auto_map'));
  if (diffusers) {
    needs.push({ kind: 'package', name: 'diffusers', why: 'model_index.json comes from it' });
    warnings.push('A pipeline of diffusers: it is loaded by diffusers, not by transformers.');
  }
  const task = taskOf(directory, config, architectures);
  const embeds = directory.files.has('modules.json') && weights?.[1] === 'pytorch';
  if (embeds)
    needs.push({
      kind: 'package',
      name: 'sentence-transformers',
      why: 'modules.json comes from it',
    });
  return factsOf({
    ...(embeds ? EMBEDDINGS : task),
    format: embeds ? 'sentence-transformers' : 'huggingface',
    framework: weights?.[1] ?? null,
    savedWith: [
      version === null ? '' : `transformers ${version}`,
      asText(get(config, 'model_type')) ?? '',
      architectures.join(', '),
    ]
      .filter((part) => part !== '')
      .join(', '),
    needs,
    safety: await safetyBelow(directory, look),
    warnings,
  });
}

/** What a sentence-transformers directory takes and gives: a line of text each, a row of numbers each. */
const EMBEDDINGS = {
  inputs: [{ name: 'text', dtype: null, shape: null, file: { extension: '.txt', key: 'text' } }],
  outputs: [
    { name: 'embedding', dtype: null, shape: null, file: { extension: '.csv', key: 'embedding' } },
  ],
};

/** By the end of the class's name: what goes in and what comes out of a pipeline for it. */
const TASKS: readonly [RegExp, input: string, output: string][] = [
  [/ForImageClassification$/, '.png', '.csv'],
  [/ForSemanticSegmentation$/, '.png', '.png'],
  [/ForSequenceClassification$/, '.txt', '.csv'],
  [/ForTokenClassification$/, '.txt', '.json'],
  [/ForMaskedLM$/, '.txt', '.json'],
  [/(ForCausalLM|LMHeadModel)$/, '.txt', '.txt'],
  [
    /^(T5|MT5|Bart|MBart|Pegasus|Marian|Led|LED).*ForConditionalGeneration$|MTModel$/,
    '.txt',
    '.txt',
  ],
];

/** The files of the model's task; nothing where it has none that is known, or lacks what prepares its inputs. */
function taskOf(
  directory: DirectoryCandidate,
  config: Json,
  architectures: readonly unknown[],
): Partial<ModelFacts> {
  const row = TASKS.find(([name]) => name.test(String(architectures[0] ?? '')));
  const names = [...directory.files.keys()];
  const prepares =
    row?.[1] === '.png'
      ? /^(pre)?processor_config\.json$/
      : /^(tokenizer(_config)?\.json|vocab\.(txt|json)|spiece\.model)$/;
  if (!row || !names.some((name) => prepares.test(name))) return {};
  const [, input, output] = row;
  const labels = labelsOf(config);
  const [inKey, outKey] = [
    input === '.png' ? 'image' : 'text',
    output === '.csv' ? 'label' : 'output',
  ];
  return {
    inputs: [{ name: inKey, dtype: null, shape: null, file: { extension: input, key: inKey } }],
    outputs: [
      {
        name: output === '.csv' ? 'scores' : outKey,
        dtype: null,
        shape: null,
        file: {
          extension: output,
          key: outKey,
          ...(output === '.csv' && labels ? { labels } : {}),
        },
      },
    ],
  };
}

/** The names of the classes in order, by `id2label`; null where it has none. */
function labelsOf(config: Json): string[] | null {
  const pairs = Object.entries(asObject(get(config, 'id2label')) ?? {});
  const names = pairs
    .sort(([one], [other]) => Number(one) - Number(other))
    .flatMap(([, name]) => (typeof name === 'string' ? [name] : []));
  return names.length > 0 && names.length === pairs.length && names.length <= 1000 ? names : null;
}

/** Classes that `auto_map` takes from Python files of the repository. */
function repositoryCode(directory: DirectoryCandidate): string[] {
  const files = [
    'config.json',
    'tokenizer_config.json',
    'preprocessor_config.json',
    'processor_config.json',
    'generation_config.json',
    'adapter_config.json',
  ];
  const found = files.flatMap((name) => {
    const map = asObject(get(readOptional(directory, name), 'auto_map'));
    return Object.values(map ?? {}).flatMap((value) => (Array.isArray(value) ? value : [value]));
  });
  return [...new Set(found.filter((each) => typeof each === 'string'))].sort();
}

function readOptional(directory: DirectoryCandidate, name: string): Json | undefined {
  if (!directory.files.has(name)) return undefined;
  try {
    return parseJson(directory.read(name), name);
  } catch (error) {
    if (isMalformed(error)) return undefined;
    throw error;
  }
}
