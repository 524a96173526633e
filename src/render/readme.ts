/** The values of templates/README.md.ejs, made from the plan and quoted for Markdown. */

import { classNeeds, type ModelFormat, type Tensor } from '../core/model-facts.ts';
import { DOCS } from '../core/package.ts';
import type { ModelSpec, Plan } from '../core/types.ts';
import { modelPath, modelPlace } from './dockerfile.ts';
import { bindMount } from './makefile.ts';
import {
  containerPath,
  imageReference,
  markdown,
  markdownBlockLine,
  markdownCellCode,
  markdownCode,
  python,
  shell,
} from './quote.ts';
import { fileName, type KeyedPart, requiredParts, words } from './words.ts';

/** Titles of the model formats. */
const FORMAT_TITLES: Record<ModelFormat, string> = {
  'tensorflow-savedmodel': 'TensorFlow SavedModel',
  keras: 'Keras archive',
  'keras-h5': 'Keras HDF5 file',
  tflite: 'TensorFlow Lite file',
  torchscript: 'TorchScript archive',
  'torch-export': 'torch.export archive',
  'torch-state-dict': 'PyTorch state_dict',
  'torch-module': 'PyTorch module (pickled)',
  onnx: 'ONNX model',
  safetensors: 'safetensors file',
  sklearn: 'scikit-learn estimator (pickled)',
  skops: 'skops file',
  'xgboost-json': 'XGBoost model (JSON)',
  'xgboost-ubj': 'XGBoost model (UBJSON)',
  lightgbm: 'LightGBM model (text)',
  pickle: 'pickle',
  huggingface: 'Hugging Face folder',
  mlflow: 'MLflow folder',
  gguf: 'GGUF file',
  nnunet: 'nnU-Net results folder',
  'monai-bundle': 'MONAI bundle',
  bioimageio: 'BioImage.IO package',
  'sentence-transformers': 'sentence-transformers directory',
  catboost: 'CatBoost model',
  'xgboost-binary': 'XGBoost binary (old)',
  'tensorflow-graph': 'TensorFlow 1 frozen graph',
  unknown: 'file of unknown format',
};

/** A shape as text, with `?` for a free dimension. */
function shapeText(shape: Tensor['shape']): string {
  return shape === null ? 'not recorded' : `(${shape.map((n) => n ?? '?').join(', ')})`;
}

function row(part: KeyedPart) {
  return {
    name: markdownCellCode(part.key),
    flag: part.flag === '' ? '(in its place)' : markdownCellCode(part.flag),
    extension: markdownCellCode(part.extension),
    tensor: markdownCellCode(part.tensor.name),
    dtype: part.tensor.dtype === null ? 'not recorded' : markdownCellCode(part.tensor.dtype),
    shape:
      part.tensor.shape === null ? 'not recorded' : markdownCellCode(shapeText(part.tensor.shape)),
  };
}

/** The safety verdict as text. */
function safetyText(plan: Plan): string {
  const { model } = plan.config;
  if (!model) return 'The model is not there yet, so nothing is known of it.';
  const names = plan.modelImports.map(markdownCode).join(', ') || 'nothing that could be named';
  switch (model.safety.verdict) {
    case 'data-only':
      return 'The model file was read, not run: it holds data only, no code.';
    case 'known-imports':
      return `The model file is a pickle: loading it runs what it says. Reading it found only names that are known from ordinary models; \`ml-image inspect --json\` lists them.`;
    case 'unknown-imports':
      return `**Loading this model runs code that is not its framework's**: ${names}. Use it only if you trust where it comes from.`;
    case 'dangerous':
      return `**Danger: loading this model can run any program**: ${names}. It was taken because \`--allow-dangerous-model\` was given. Use it only if you trust where it comes from.`;
  }
}

function modelCell(plan: Plan): string {
  const { model } = plan.config;
  if (!model) return 'none yet: put it into `model/`';
  const place =
    model.by === 'reference' && model.source !== undefined
      ? `${markdownCellCode(model.source)}, mounted when the image runs`
      : markdownCellCode(`model/${model.file}`);
  const savedWith = model.savedWith ? `, saved with ${markdown(model.savedWith)}` : '';
  return `${place}: ${FORMAT_TITLES[model.format]}${savedWith}`;
}

/** The values of templates/README.md.ejs. */
export function readmeView(plan: Plan, spec: ModelSpec) {
  const { config, frameworkTitle } = plan;
  const version = config.frameworkVersion === null ? '' : ` ${config.frameworkVersion}`;
  const image = imageReference(`${plan.imageName}:${plan.imageTag}`);
  const parts = (section: 'inputs' | 'outputs') =>
    Object.entries(spec[section]).map(([key, part]) => ({ ...part, key }));
  const all = [...parts('inputs'), ...parts('outputs')];
  const framework = `${frameworkTitle}${version}`;
  return {
    title: markdown(config.name),
    docs: DOCS,
    what: config.framework === 'custom' ? 'a model' : `a model of ${markdown(framework)}`,
    image,
    imageCell: markdownCellCode(image),
    modelCell: modelCell(plan),
    frameworkCell: `${config.framework === 'custom' ? 'your own code' : markdown(framework)}, on the ${config.accelerator === 'cuda' ? 'GPU (CUDA)' : 'CPU'}`,
    baseCell: markdownCellCode(plan.base.image),
    inputs: parts('inputs').map(row),
    outputs: parts('outputs').map(row),
    freeShape: all.some((part) => part.tensor.shape?.includes(null)),
    safety: safetyText(plan),
    notes: [...plan.notes, ...classNotes(plan), ...(config.model?.warnings ?? [])].map(markdown),
    model: modelPlace(plan),
    inputFiles:
      requiredParts(spec, 'inputs')
        .map((part) => markdownBlockLine(fileName(part)))
        .join(', ') || 'the files',
    runInputs: pythonFiles(parts('inputs')),
    runOutputs: pythonFiles(parts('outputs')),
    data: containerPath(spec.docker.data_path),
    platformText: platformText(plan),
    platformFlag: config.platform ? ` --platform ${shell(config.platform)}` : '',
    gpuFlag: plan.cuda ? ' --gpus all' : '',
    mountFlag: mountFlag(plan),
    predict: words(spec)
      .map((word) => markdownBlockLine(shell(word)))
      .join(' '),
    forms: config.specAlso,
    outputFiles: parts('outputs')
      .map((part) => markdownCode(fileName(part)))
      .join(', '),
    driver: plan.cuda ? markdownCode(plan.cuda.minimumDriver) : null,
  };
}

/** The classes that the model file names and does not hold. */
function classNotes({ config: { model } }: Plan): string[] {
  return classNeeds(model?.needs ?? []).map(({ name, why }) => `The model needs ${name}: ${why}.`);
}

/** The files by key as entries of a Python dict, formatted like ruff. */
function pythonFiles(parts: KeyedPart[]): string {
  const entry = (part: KeyedPart) => [
    `    ${markdownBlockLine(python(part.key))}: {`,
    `        "value": ${markdownBlockLine(python(fileName(part)))},`,
    '    },',
  ];
  return parts.flatMap(entry).join('\n');
}

/** The platform of the image, and how to build for another. */
function platformText({ config: { platform } }: Plan): string {
  if (!platform) return '`PLATFORM=linux/amd64` builds for another kind of machine than this one.';
  return `The image is for ${markdownCode(platform)}; on another kind of machine the engine builds and runs it by emulation (QEMU: \`docker run --privileged --rm tonistiigi/binfmt --install all\`), which is slow. \`PLATFORM=\` builds for this machine instead.`;
}

function mountFlag(plan: Plan): string {
  const mount = bindMount(plan);
  return mount === null ? '' : ` ${markdownBlockLine(mount)}`;
}

/** The values of templates/model/README.md.ejs. */
export function modelNoteView(plan: Plan) {
  return {
    model: modelPlace(plan),
    source: markdownCode(plan.config.model?.source ?? ''),
    target: markdownCode(modelPath(plan)),
  };
}
