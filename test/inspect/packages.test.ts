/** Directories and files that bring more than weights: what goes in, what comes out, what is left behind. */
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ModelFacts } from '../../src/core/model-facts.ts';
import { inspectModel } from '../../src/inspect/inspect.ts';

const CASES = fileURLToPath(new URL('../fixtures/cases/', import.meta.url));
const read = (path: string) => inspectModel(join(CASES, path));
/** Name and file of each part. */
const parts = ({ inputs, outputs }: ModelFacts) =>
  [inputs, outputs].map((list) =>
    (list ?? []).map(({ name, file }) => `${name} ${file?.extension ?? '-'}`),
  );

describe('packages of models', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ml-image-packages-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('an nnU-Net results folder has a file for each channel, and labels with names', async () => {
    const facts = await read('made/nnunet/nnUNetTrainer__nnUNetPlans__3d_fullres');
    assert.equal(facts.format, 'nnunet');
    assert.equal(facts.savedWith, 'nnU-Net v2, 3d_fullres, folds 0, 1');
    assert.deepEqual(parts(facts), [['T1 .nii.gz', 'FLAIR .nii.gz'], ['segmentation .nii.gz']]);
    assert.deepEqual(facts.outputs?.[0]?.file?.names, { 1: 'oedema', 2: 'tumour' });
    assert.deepEqual(facts.leftOut, ['fold_0/validation']);
    assert.equal(facts.about?.modality, 'T1, FLAIR');
    assert.equal(facts.safety.verdict, 'known-imports');
  });

  it('a cascade of nnU-Net is refused by name', async () => {
    const cascade = join(folder, 'nnUNetTrainer__nnUNetPlans__3d_cascade_fullres');
    cpSync(join(CASES, 'nnunet/nnUNetTrainer__nnUNetPlans__2d'), cascade, { recursive: true });
    await assert.rejects(inspectModel(cascade), /second stage of a cascade .*3d_fullres/);
  });

  it('two channels of one name get their number', async () => {
    const twice = join(folder, 'nnUNetTrainer__nnUNetPlans__2d');
    cpSync(join(CASES, 'nnunet/nnUNetTrainer__nnUNetPlans__2d'), twice, { recursive: true });
    const dataset = { channel_names: { 1: 'MR', 0: 'MR' }, labels: { background: 0, all: [1, 2] } };
    writeFileSync(
      join(twice, 'dataset.json'),
      JSON.stringify({ ...dataset, file_ending: '.nrrd' }),
    );
    const facts = await inspectModel(twice);
    assert.deepEqual(parts(facts), [['MR_0 .nrrd', 'MR_1 .nrrd'], ['segmentation .nrrd']]);
    assert.deepEqual(facts.outputs?.[0]?.file?.names, {});
  });

  it('a MONAI bundle fills the specification, and its expressions are code', async () => {
    const facts = await read('monai_bundle_spleen');
    assert.equal(facts.format, 'monai-bundle');
    assert.deepEqual(parts(facts), [['image .nii.gz'], ['pred .nii.gz']]);
    assert.equal(facts.about?.organ, 'spleen');
    assert.equal(facts.about?.modality, 'CT');
    assert.match(facts.about?.description ?? '', /segmentation of the spleen/);
    assert.equal(facts.safety.verdict, 'unknown-imports');
    assert.match(
      facts.safety.reasons?.join('\n') ?? '',
      /expressions of Python, which MONAI evaluates/,
    );
    const packages = facts.needs.filter(({ kind }) => kind === 'package').map(({ name }) => name);
    assert.deepEqual(packages, ['monai', 'nibabel']);
    const two = await read('made/monai_two_channels');
    assert.deepEqual(parts(two)[0], ['t1 .nii.gz', 'flair .nii.gz']);
  });

  it('a BioImage.IO package of either format is taken whole', async () => {
    const facts = await read('bioimageio_unet2d');
    assert.deepEqual([facts.format, facts.framework], ['bioimageio', 'pytorch']);
    assert.equal(facts.savedWith, 'BioImage.IO 0.5.4, pytorch_state_dict');
    assert.deepEqual(parts(facts), [['input .npy'], ['output .npy']]);
    assert.deepEqual(parts(await read('made/bioimageio_torchscript')), [
      ['raw .npy'],
      ['probability .npy'],
    ]);
  });

  /** A case with texts of one of its files replaced. */
  const hostile = (path: string, file: string, from: string | RegExp, to: string) => {
    const copy = join(folder, 'copy__of__2d');
    cpSync(join(CASES, path), copy, { recursive: true });
    const text = readFileSync(join(copy, file), 'utf8');
    assert.notEqual(text.replaceAll(from, to), text);
    writeFileSync(join(copy, file), text.replaceAll(from, to));
    return inspectModel(copy);
  };
  const NNUNET = 'nnunet/nnUNetTrainer__nnUNetPlans__2d';
  const named: [string, string, string, string | RegExp, string, string][] = [
    [
      'plans.json',
      NNUNET,
      'plans.json',
      /dynamic_\w+\.[\w.]+UNet/g,
      'subprocess.Popen',
      'dangerous',
    ],
    ['a setting of it', NNUNET, 'plans.json', 'torch.nn.LeakyReLU', 'os.system', 'dangerous'],
    ['another package', NNUNET, 'plans.json', 'torch.nn.LeakyReLU', 'mine.act', 'unknown-imports'],
    [
      ...['rdf.yaml', 'made/bioimageio_torchscript', 'rdf.yaml'],
      ...[/torchscript: .*/g, 'pytorch_state_dict: {source: weights.pt, architecture: os.system}'],
      'dangerous',
    ] as [string, string, string, RegExp, string, string],
    [
      ...['import_from', 'made/bioimageio_torchscript', 'rdf.yaml', /torchscript: .*/g],
      'pytorch_state_dict: {source: w.pt, architecture: {callable: run, import_from: subprocess}}',
      'dangerous',
    ] as [string, string, string, RegExp, string, string],
  ];
  for (const [what, path, file, from, to, verdict] of named) {
    it(`code that is named in ${what} counts: ${to.slice(0, 60)}`, async () => {
      assert.equal((await hostile(path, file, from, to)).safety.verdict, verdict);
    });
  }

  it('a package in a folder with other files is found', async () => {
    mkdirSync(join(folder, 'data'));
    writeFileSync(join(folder, 'data/notes.txt'), 'x');
    cpSync(join(CASES, 'made/monai_two_channels'), join(folder, 'bundle'), { recursive: true });
    const facts = await inspectModel(folder);
    assert.deepEqual([facts.format, facts.path], ['monai-bundle', 'bundle']);
  });

  it('scikit-learn estimators tell their columns, texts among them', async () => {
    const facts = await read('sklearn/columns_by_name_sk191.pkl');
    const columns = facts.inputs?.[0]?.file?.columns ?? [];
    assert.deepEqual(
      columns.map(({ name, dtype }) => `${name} ${dtype}`),
      ['a float64', 'b float64', 'c float64', 'd float64', 'e float64', 's str'],
    );
    assert.deepEqual(parts(facts)[1], ['class .csv']);
    const named = await read('sklearn/named.joblib');
    assert.deepEqual(parts(named), [['X .csv'], ['prediction .csv']]);
    assert.deepEqual(parts(await read('sklearn/gb_sk152.pkl')), [['X -'], []]);
  });

  it('packages inside a pipeline are needed', async () => {
    const { needs } = await read('sklearn/imblearn_pipeline.pkl');
    assert.ok(needs.some(({ name }) => name === 'imbalanced-learn'));
  });

  it('skops files tell the release of scikit-learn', async () => {
    const { frameworkVersion, savedWith } = await read('sklearn/rf132.skops');
    assert.deepEqual([frameworkVersion, savedWith], ['1.3.2', 'skops 0.16.0, scikit-learn 1.3.2']);
  });

  const guesses: [string, string][] = [
    ['torch/k_network_weights.pth', 'rows, 4 numbers in, 2 out'],
    ['torch/data_parallel.pth', 'rows, 4 numbers in, 2 out'],
    ['../shown/unet3d.pt', '3-D, 1 channel in, 2 out'],
    ['../models/state_dict.pt', '2-D, 1 channel in, 10 out'],
  ];
  for (const [path, guess] of guesses) {
    it(`the weights of ${path} tell: ${guess}`, async () => {
      const { warnings, safety } = await read(path);
      assert.ok(warnings.includes(`By its weights: ${guess}.`), warnings.join());
      assert.equal(safety.verdict, 'known-imports');
    });
  }

  it('volumes are the default where the weights are plainly 3-D', async () => {
    assert.deepEqual(parts(await read('../shown/unet3d.pt')), [
      ['input .nii.gz'],
      ['output .nii.gz'],
    ]);
  });

  it('a Lightning checkpoint is told as one', async () => {
    const { savedWith, warnings } = await read('torch/lightning.ckpt');
    assert.equal(savedWith, 'Lightning 2.4.0 checkpoint');
    assert.ok(!warnings.some((line) => /refuses it/.test(line)), warnings.join());
  });

  it('MLflow models record Python, and the skinny package loads them', async () => {
    const { python, needs, inputs } = await read('mlflow/recorded_pins');
    assert.equal(python, '3.10');
    const skinny = needs.find(({ name }) => name === 'mlflow-skinny');
    assert.equal(skinny?.specifier, '==2.9.2');
    assert.ok(!needs.some(({ name }) => name === 'mlflow'));
    assert.equal(inputs?.[0]?.file?.columns?.length, 4);
  });

  it('Hugging Face directories take what their class takes', async () => {
    const vit = await read('huggingface_vit');
    assert.deepEqual(parts(vit), [['image .png'], ['scores .csv']]);
    assert.deepEqual(vit.outputs?.[0]?.file?.labels, ['LABEL_0', 'LABEL_1', 'LABEL_2']);
    const texts = await read('sentence_transformers');
    assert.equal(texts.format, 'sentence-transformers');
    assert.deepEqual(parts(texts), [['text .txt'], ['embedding .csv']]);
  });

  it('a frozen graph tells its placeholder and its sinks', async () => {
    const { inputs, outputs, framework } = await read('tensorflow/frozen_samplenet.pb');
    assert.equal(framework, 'tensorflow');
    assert.deepEqual(inputs, [{ name: 'data', dtype: 'float32', shape: [1, 3, 32, 32] }]);
    assert.equal(outputs?.length, 1);
  });

  const files: [string, string, string | null][] = [
    ['catboost/model.cbm', 'catboost', null],
    ['xgboost/legacy_binf.bst', 'xgboost-binary', 'xgboost'],
    ['xgboost/xgb176.model', 'xgboost-binary', 'xgboost'],
  ];
  for (const [path, format, framework] of files) {
    it(`${path} is ${format}`, async () => {
      const facts = await read(path);
      assert.deepEqual([facts.format, facts.framework], [format, framework]);
      assert.equal(facts.safety.verdict, 'data-only');
    });
  }

  it('Keras 2 layers that Keras 3 refuses need Keras 2', async () => {
    const { needs } = await read('tensorflow/keras2_depthwise.h5');
    assert.deepEqual(
      needs.map(({ name }) => name),
      ['tf-keras'],
    );
  });

  it('formats that are only recognised say what to do', async () => {
    writeFileSync(join(folder, 'net.xml'), '<net name="a" version="11"></net>');
    writeFileSync(join(folder, 'net.bin'), 'weights');
    assert.match((await inspectModel(folder)).warnings.join(), /OpenVINO .*compile_model/);
  });
});
