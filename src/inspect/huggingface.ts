import type { Framework, ModelFacts, Need, Safety } from '../types.ts';
import type { DirectoryCandidate } from './candidate.ts';
import { codeNeeds, type Look, safetyBelow } from './directories.ts';
import { factsOf, release } from './facts.ts';
import { unsafe, worst } from './pickle/verdict.ts';
import { asList, asObject, asText, get, type Json, parseJson } from './read/json.ts';
import { isMalformed } from './read/malformed.ts';

/** Weight files that `from_pretrained` looks for, and the framework that each is for. */
const WEIGHTS: readonly [RegExp, Framework][] = [
  [/^(model|pytorch_model|adapter_model)(-\d+-of-\d+)?\.(safetensors|bin)$/, 'pytorch'],
  [/^tf_model\.h5$/, 'tensorflow'],
  [/^flax_model\.msgpack$/, 'jax'],
];

/** Whether a directory is one that transformers' `save_pretrained` writes. */
export function isHuggingface(directory: DirectoryCandidate): boolean {
  if (!directory.files.has('config.json')) return false;
  const config = quietly(directory, 'config.json');
  return ['transformers_version', 'architectures', 'model_type', 'auto_map'].some(
    (key) => get(config, key) !== undefined,
  );
}

/** A Hugging Face directory: `config.json` names version and classes, the weights lie beside it. */
export async function readHuggingface(
  directory: DirectoryCandidate,
  look: Look,
): Promise<ModelFacts> {
  const config = parseJson(directory.read('config.json'), 'config.json');
  const version = asText(get(config, 'transformers_version'));
  const names = [...directory.files.keys()];
  const weights = WEIGHTS.find(([file]) => names.some((name) => file.test(name)));
  const architectures = asList(get(config, 'architectures')).filter(
    (each) => typeof each === 'string',
  );
  const own = ownCode(directory);
  const needs: Need[] = [
    {
      kind: 'package',
      name: 'transformers',
      ...(release(version) === null ? {} : { specifier: `>=${release(version)}` }),
      why: version === null ? 'config.json is of it' : `saved with transformers ${version}`,
    },
  ];
  if (names.some((name) => name.endsWith('.safetensors'))) {
    needs.push({ kind: 'package', name: 'safetensors', why: 'it reads the weights' });
  }
  const warnings: string[] = [];
  if (weights === undefined) warnings.push('No weights were found beside config.json.');
  if (own.length > 0) {
    needs.push(...own.map((name): Need => ({ kind: 'class', name, why: 'auto_map names it' })));
    needs.push(...codeNeeds(directory, 'the repository brings it, and auto_map runs it'));
    warnings.push('auto_map: loading it runs code that comes with the model (trust_remote_code).');
  }
  const remote: Safety[] = own.length === 0 ? [] : [unsafe('unknown-imports', own)];
  return factsOf({
    format: 'huggingface',
    framework: weights?.[1] ?? null,
    savedWith: [
      version === null ? '' : `transformers ${version}`,
      asText(get(config, 'model_type')) ?? '',
      architectures.join(', '),
    ]
      .filter((part) => part !== '')
      .join(', '),
    needs,
    safety: worst([await safetyBelow(directory, look), ...remote]),
    warnings,
  });
}

/** Classes that `auto_map` takes from the repository's own Python files. */
function ownCode(directory: DirectoryCandidate): string[] {
  const files = [
    'config.json',
    'tokenizer_config.json',
    'preprocessor_config.json',
    'processor_config.json',
  ];
  const found = files.flatMap((name) => {
    const map = asObject(get(quietly(directory, name), 'auto_map'));
    return Object.values(map ?? {}).flatMap((value) => (Array.isArray(value) ? value : [value]));
  });
  return [...new Set(found.filter((each) => typeof each === 'string'))].sort();
}

function quietly(directory: DirectoryCandidate, name: string): Json | undefined {
  if (!directory.files.has(name)) return undefined;
  try {
    return parseJson(directory.read(name), name);
  } catch (error) {
    if (isMalformed(error)) return undefined;
    throw error;
  }
}
