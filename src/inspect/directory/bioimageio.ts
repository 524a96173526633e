/** Packages of BioImage.IO: `bioimageio.yaml` or `rdf.yaml`, weights, code and test tensors. */
import type { About, Framework, ModelFacts, Need, Safety, Tensor } from '../../core/model-facts.ts';
import type { DirectoryCandidate } from '../candidate.ts';
import { factsOf, release } from '../facts.ts';
import { asList, asObject, asText, get, type Json } from '../read/json.ts';
import { readYaml } from '../read/yaml.ts';
import { worst } from '../safety.ts';
import { safetyBelow } from './members.ts';
import { namedCode } from './named-code.ts';
import { codeNeeds, type Look } from './recognised.ts';

const DESCRIPTIONS = ['bioimageio.yaml', 'rdf.yaml'];

/** The weights that are taken, the first that there are, with what runs them. */
const WEIGHTS: readonly [key: string, framework: Framework, packages: string[]][] = [
  ['pytorch_state_dict', 'pytorch', []],
  ['torchscript', 'pytorch', []],
  ['onnx', 'onnxruntime', []],
  ['keras_v3', 'tensorflow', []],
  ['keras_hdf5', 'tensorflow', ['h5py']],
  ['tensorflow_saved_model_bundle', 'tensorflow', []],
];

/** The description of a model among the files, or null. */
function descriptionIn(directory: DirectoryCandidate): Json | null {
  const name = DESCRIPTIONS.find((each) => directory.files.has(each));
  if (name === undefined) return null;
  const { value } = readYaml(directory.read(name).toString('utf8'), directory.budget);
  return get(value, 'type') === 'model' ? value : null;
}

/** Whether it is a model of BioImage.IO (https://bioimage-io.github.io/spec-bioimage-io). */
export function isBioimageio(directory: DirectoryCandidate): boolean {
  return descriptionIn(directory) !== null;
}

/** Reads such a package, of format 0.4 or 0.5. */
export async function readBioimageio(
  directory: DirectoryCandidate,
  look: Look,
): Promise<ModelFacts> {
  const model = descriptionIn(directory);
  const weights = asObject(get(model, 'weights')) ?? {};
  const row = WEIGHTS.find(([key]) => weights[key] !== undefined);
  const version = asText(get(model, 'format_version'));
  const others = Object.keys(weights).filter((key) => key !== row?.[0]);
  const packages = (row?.[2] ?? []).map(
    (name): Need => ({ kind: 'package', name, why: 'it reads the weights' }),
  );
  return factsOf({
    format: 'bioimageio',
    framework: row?.[1] ?? null,
    savedWith: [`BioImage.IO ${version ?? ''}`.trim(), row?.[0] ?? 'no known weights'].join(', '),
    frameworkVersion:
      row?.[1] === 'pytorch'
        ? null
        : release(asText(get(weights, row?.[0] ?? '', 'tensorflow_version'))),
    inputs: partsOf(get(model, 'inputs'), 'input'),
    outputs: partsOf(get(model, 'outputs'), 'output'),
    needs: [
      { kind: 'package', name: 'bioimageio.core', why: 'a BioImage.IO package' },
      // bioimageio.spec 0.5.12 cannot read a description beside pydantic 2.14 (tried 2026-11-27).
      { kind: 'package', name: 'pydantic', specifier: '<2.12', why: 'bioimageio.spec needs it' },
      ...packages,
      ...codeNeeds(directory, 'part of the package, which makes the network'),
    ],
    safety: worst([await safetyBelow(directory, look), networkCode(weights)]),
    warnings:
      others.length > 0 && row
        ? [`Of its weights, ${row[0]} are taken; ${others.join(', ')} are not used.`]
        : [],
    about: aboutOf(model),
  });
}

/**
 * The verdict on the class that makes the network: of a file of the package, which counts as code by itself,
 * or of a module that is imported (0.5: `import_from`; 0.4: `module.Class` as a text).
 */
function networkCode(weights: Record<string, Json>): Safety {
  const architecture = get(weights, 'pytorch_state_dict', 'architecture');
  const [callable, module] = ['callable', 'import_from'].map((key) =>
    asText(get(architecture, key)),
  );
  const names = [
    ...(module === null || module === undefined ? [] : [`${module}.${callable ?? ''}`]),
    // `file.py:Class` is of the package.
    ...(typeof architecture === 'string' && !architecture.includes(':') ? [architecture] : []),
  ];
  return namedCode(
    names,
    /^(torch\.nn|torchvision\.models|monai\.networks)(\.\w+)+$/,
    'its description',
  );
}

/** Inputs or outputs; each has `id` (0.5, `input` or `output` where it is left out) or `name` (0.4). */
function partsOf(listed: Json | undefined, word: string): Tensor[] {
  return asList(listed).map((part) => ({
    name: asText(get(part, 'id')) ?? asText(get(part, 'name')) ?? word,
    dtype: null,
    shape: null,
    file: { extension: '.npy' },
  }));
}

function aboutOf(model: Json | null): About {
  const line = (value: Json | undefined) =>
    asText(value)?.replace(/\s+/g, ' ').trim().slice(0, 500) ?? '';
  const cite = asList(get(model, 'cite')).map((one) =>
    [line(get(one, 'text')), line(get(one, 'doi'))].filter((text) => text !== '').join(', '),
  );
  const found: About = {
    organ: 'microscopy',
    modality: 'microscopy',
    task: asList(get(model, 'tags')).includes('segmentation') ? 'segmentation' : 'image to image',
    description: line(get(model, 'description')),
    citation: cite.slice(0, 2).join('; '),
    website: line(get(model, 'git_repo')),
  };
  return Object.fromEntries(Object.entries(found).filter(([, text]) => text !== ''));
}
