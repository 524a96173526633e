/** MONAI bundles: `configs/metadata.json`, `configs/inference.json` or `.yaml`, `models/model.pt`. */
import type { About, ModelFacts, Need, Tensor } from '../../core/model-facts.ts';
import type { DirectoryCandidate } from '../candidate.ts';
import { factsOf, release } from '../facts.ts';
import { asObject, asText, get, type Json, parseJson } from '../read/json.ts';
import { unsafe, worst } from '../safety.ts';
import { safetyBelow } from './members.ts';
import { codeNeeds, type Look } from './recognised.ts';

const INFERENCE = ['configs/inference.json', 'configs/inference.yaml', 'configs/inference.yml'];

/** Whether it is a bundle (https://docs.monai.io/en/stable/mb_specification.html). */
export function isMonaiBundle(directory: DirectoryCandidate): boolean {
  return (
    directory.files.has('configs/metadata.json') &&
    INFERENCE.some((name) => directory.files.has(name))
  );
}

/** Reads a bundle: its metadata say what goes in and comes out, its configuration how to predict. */
export async function readMonaiBundle(
  directory: DirectoryCandidate,
  look: Look,
): Promise<ModelFacts> {
  const metadata = parseJson(directory.read('configs/metadata.json'), 'configs/metadata.json');
  const format = get(metadata, 'network_data_format');
  const monai = release(asText(get(metadata, 'monai_version')));
  const inference = INFERENCE.find((name) => directory.files.has(name)) as string;
  const safety = worst([await safetyBelow(directory, look), expressionsIn(directory, inference)]);
  return factsOf({
    format: 'monai-bundle',
    framework: 'pytorch',
    savedWith: [
      `MONAI bundle${versionOf(metadata)}`,
      monai === null ? '' : `MONAI ${monai}`,
      asText(get(metadata, 'pytorch_version')) === null
        ? ''
        : `PyTorch ${asText(get(metadata, 'pytorch_version'))}`,
    ]
      .filter((part) => part !== '')
      .join(', '),
    inputs: partsOf(get(format, 'inputs'), 'image'),
    outputs: partsOf(get(format, 'outputs'), 'pred'),
    needs: [
      { kind: 'package', name: 'monai', why: 'a MONAI bundle' },
      ...packagesOf(metadata),
      ...codeNeeds(directory, 'part of the bundle, run by its configuration'),
    ],
    safety,
    about: aboutOf(metadata, format),
    leftOut: leftOutOf(directory),
  });
}

function versionOf(metadata: Json): string {
  const version = asText(get(metadata, 'version'));
  return version === null ? '' : ` ${version}`;
}

/** One part for each that the metadata list; images and masks are NIfTI, as the bundle's readers take them. */
function partsOf(listed: Json | undefined, fallback: string): Tensor[] {
  const parts = Object.entries(asObject(listed) ?? {});
  return (parts.length > 0 ? parts : [[fallback, {}] as [string, Json]]).map(([name, part]) => {
    const classes = Object.entries(asObject(get(part, 'channel_def')) ?? {});
    const names = Object.fromEntries(
      classes.flatMap(([at, text]) => (at !== '0' && typeof text === 'string' ? [[at, text]] : [])),
    );
    const isMask = get(part, 'format') === 'segmentation';
    return {
      name,
      dtype: null,
      shape: null,
      file: {
        extension: '.nii.gz',
        key: name,
        ...(isMask ? { type: 'segmentation' as const, names } : {}),
      },
    };
  });
}

/** Packages that MONAI's transforms and readers need beside it; those of training stay out. */
const FOR_TRAINING = new Set([
  'pytorch-ignite',
  'tensorboard',
  'mlflow',
  'fire',
  'torch',
  'numpy',
  'monai',
]);

function packagesOf(metadata: Json): Need[] {
  const lists = ['required_packages_version', 'optional_packages_version'].map((key) =>
    Object.keys(asObject(get(metadata, key)) ?? {}),
  );
  const names = [...new Set(['nibabel', ...lists.flat()])];
  return names
    .filter((name) => !FOR_TRAINING.has(name) && /^[A-Za-z0-9][\w.-]{0,80}$/.test(name))
    .map((name) => ({ kind: 'package', name, why: 'metadata.json of the bundle' }));
}

function aboutOf(metadata: Json, format: Json | undefined): About {
  const [image] = Object.values(asObject(get(format, 'inputs')) ?? {});
  const classes = Object.values(asObject(get(format, 'outputs')) ?? {}).flatMap((part) =>
    Object.entries(asObject(get(part, 'channel_def')) ?? {}).flatMap(([at, text]) =>
      at !== '0' && typeof text === 'string' ? [text] : [],
    ),
  );
  const references = get(metadata, 'references');
  const found: Record<keyof About, string | null> = {
    organ: classes.slice(0, 20).join(', '),
    task: asText(get(metadata, 'task')),
    modality: asText(get(image, 'modality')),
    description: asText(get(metadata, 'description')),
    citation: Array.isArray(references) ? asText(references[0]) : null,
    website: null,
  };
  return Object.fromEntries(
    Object.entries(found).flatMap(([key, text]) => {
      const line = text?.replace(/\s+/g, ' ').trim() ?? '';
      return line === '' ? [] : [[key, line.slice(0, 500)]];
    }),
  );
}

/** `$` expressions of the configuration are Python, which MONAI evaluates. */
function expressionsIn(directory: DirectoryCandidate, inference: string) {
  const text = directory.read(inference).toString('utf8');
  const found = text.match(/"\$[^"\n]{1,200}/g) ?? text.match(/:\s*["']?\$[^\n]{1,200}/g) ?? [];
  if (found.length === 0) return { verdict: 'data-only' as const, imports: [] };
  const first = (found[0] as string).replace(/^[:"'\s]+/, '');
  return unsafe('unknown-imports', [
    `${inference}: ${found.length} expressions of Python, which MONAI evaluates (${JSON.stringify(first)})`,
  ]);
}

/** Weights for TensorRT and TorchScript beside the state_dict, data lists, and documents. */
function leftOutOf(directory: DirectoryCandidate): string[] {
  const names = [...directory.files.keys()];
  const out = names.filter(
    (name) => /^models\/.*\.(ts|trt|onnx)$/.test(name) && names.includes('models/model.pt'),
  );
  return [...out, ...(names.some((name) => name.startsWith('eval/')) ? ['eval'] : [])];
}
