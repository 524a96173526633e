/** Results folders of nnU-Net v2: `dataset.json`, `plans.json` and a checkpoint for each fold. */
import { UserError } from '../../core/errors.ts';
import type { ModelFacts, Safety, Tensor } from '../../core/model-facts.ts';
import type { DirectoryCandidate } from '../candidate.ts';
import { oneLine } from '../explain.ts';
import { factsOf } from '../facts.ts';
import { asList, asObject, asText, get, type Json, objectsIn, parseJson } from '../read/json.ts';
import { worst } from '../safety.ts';
import { safetyBelow } from './members.ts';
import { namedCode } from './named-code.ts';
import type { Look } from './recognised.ts';

const CHECKPOINT = /^fold_(\w+)\/checkpoint_(final|best|latest)\.pth$/;

/** Whether it is the folder that training writes (documentation/how_to_use_nnunet.md of MIC-DKFZ/nnUNet). */
export function isNnunet(directory: DirectoryCandidate): boolean {
  const names = [...directory.files.keys()];
  return (
    directory.files.has('dataset.json') &&
    directory.files.has('plans.json') &&
    names.some((name) => CHECKPOINT.test(name))
  );
}

/**
 * Reads such a folder: a file for each channel goes in, a segmentation with the labels' names comes out.
 * @throws UserError for a cascade, whose second stage needs the first one's predictions
 */
export async function readNnunet(directory: DirectoryCandidate, look: Look): Promise<ModelFacts> {
  const dataset = parseJson(directory.read('dataset.json'), 'dataset.json');
  const plans = parseJson(directory.read('plans.json'), 'plans.json');
  const configuration = configurationOf(directory, plans);
  if (configuration.includes('cascade')) {
    throw new UserError(
      `the model is the second stage of a cascade (${oneLine(configuration)}), which needs the first stage's predictions`,
      { hint: 'give the folder of the 3d_fullres configuration, which predicts alone' },
    );
  }
  const folds = foldsIn(directory);
  const extension = asText(get(dataset, 'file_ending')) ?? '.nii.gz';
  const title = asText(get(dataset, 'name')) ?? asText(get(plans, 'dataset_name'));
  const labels = labelNames(get(dataset, 'labels'));
  const description = asText(get(dataset, 'description'));
  return factsOf({
    format: 'nnunet',
    framework: 'pytorch',
    savedWith: ['nnU-Net v2', configuration, `folds ${folds.join(', ')}`].join(', '),
    inputs: channelsOf(dataset).map(
      (name): Tensor => ({ name, dtype: null, shape: null, file: { extension, key: name } }),
    ),
    outputs: [
      {
        name: 'segmentation',
        dtype: null,
        shape: null,
        file: { extension, key: 'segmentation', type: 'segmentation', names: labels },
      },
    ],
    needs: [{ kind: 'package', name: 'nnunetv2', why: 'a results folder of nnU-Net' }],
    safety: worst([await safetyBelow(directory, look), networkCode(plans)]),
    about: {
      task: 'segmentation',
      organ: Object.values(labels).slice(0, 20).join(', '),
      modality: channelsOf(dataset).join(', '),
      description: description ?? (title === null ? 'nnU-Net' : `nnU-Net for ${title}`),
      citation: 'Isensee et al. 2021, Nature Methods 18:203-211',
    },
    leftOut: leftOutOf(directory),
  });
}

/** What nnU-Net's plans may import: networks of its own package, layers of PyTorch. */
const OWN_CODE = /^(dynamic_network_architectures|torch\.nn|nnunetv2)(\.\w+)+$/;

/**
 * The verdict on the classes that the plans name: nnU-Net imports whatever stands there (get_network_from_plans:
 * `pydoc.locate`).
 */
function networkCode(plans: Json): Safety {
  const names: string[] = [];
  for (const object of objectsIn(plans)) {
    const network = asText(get(object, 'network_class_name'));
    if (network !== null) names.push(network);
    for (const key of asList(get(object, '_kw_requires_import'))) {
      const value = get(object, 'arch_kwargs', String(key));
      if (typeof value === 'string') names.push(value);
    }
  }
  return namedCode(names, OWN_CODE, 'plans.json');
}

/** `2d`, `3d_fullres`: the third part of the folder's name, or the only one of the plans. */
function configurationOf(directory: DirectoryCandidate, plans: Json): string {
  const named = directory.path.split('/').at(-1)?.split('__')[2];
  const all = Object.keys(asObject(get(plans, 'configurations')) ?? {});
  return named ?? (all.length === 1 ? (all[0] as string) : 'configuration of the checkpoint');
}

function foldsIn(directory: DirectoryCandidate): string[] {
  const found = [...directory.files.keys()].flatMap((name) => CHECKPOINT.exec(name)?.[1] ?? []);
  return [...new Set(found)].sort();
}

/** The channels' names in their order, each once: two of one name get their number. */
function channelsOf(dataset: Json): string[] {
  // nnU-Net v1 called them modality.
  const channels = asObject(get(dataset, 'channel_names') ?? get(dataset, 'modality')) ?? {};
  const names = Object.entries(channels)
    .sort(([one], [other]) => Number(one) - Number(other))
    .map(([, name]) => asText(name) ?? 'channel');
  return names.map((name, at) =>
    names.indexOf(name) === names.lastIndexOf(name) ? name : `${name}_${at}`,
  );
}

/** What each label is called, by number; regions, which are lists of labels, have none of their own. */
function labelNames(labels: Json | undefined): Record<string, string> {
  const pairs = Object.entries(asObject(labels) ?? {}).flatMap(([name, value]) =>
    typeof value === 'number' && value > 0 ? [[String(value), name]] : [],
  );
  return Object.fromEntries(pairs);
}

/** What training leaves that no prediction reads: validation results, logs, other checkpoints. */
function leftOutOf(directory: DirectoryCandidate): string[] {
  const names = [...directory.files.keys()];
  const out = new Set<string>();
  for (const name of names) {
    const [fold = '', second = ''] = name.split('/');
    if (!/^fold_\w+$/.test(fold)) {
      if (/^(crossval_results|postprocessing)/.test(fold)) out.add(fold);
      continue;
    }
    const isFinal = directory.files.has(`${fold}/checkpoint_final.pth`);
    if (second === 'validation' || /^(training_log|progress)/.test(second))
      out.add(`${fold}/${second}`);
    if (isFinal && /^checkpoint_(best|latest)\.pth$/.test(second)) out.add(`${fold}/${second}`);
  }
  return [...out].sort();
}
