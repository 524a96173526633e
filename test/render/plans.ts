/** Plans and specifications written out, so that the tests of this room need no other room. */

import type { Config } from '../../src/core/answers.ts';
import type { StoredModel, Tensor } from '../../src/core/model-facts.ts';
import type { ModelSpec, Plan, SpecPart } from '../../src/core/types.ts';

const model: StoredModel = {
  file: 'digits.keras',
  by: 'copy',
  format: 'keras',
  savedWith: 'Keras 3.15.1',
  inputs: [{ name: 'image', dtype: 'float32', shape: [null, 8, 8, 1] }],
  outputs: [{ name: 'scores', dtype: 'float32', shape: [null, 10] }],
  needs: [],
  safety: { verdict: 'data-only', imports: [] },
  warnings: [],
};

const config: Config = {
  schemaVersion: 2,
  model,
  name: 'digits',
  framework: 'tensorflow',
  frameworkVersion: '2.21.0',
  python: '3.13',
  os: 'debian',
  accelerator: 'cpu',
  baseImage: null,
  image: 'registry.example.org:5000/lab/digits:1.0',
  pip: ['pandas>=2.2,<3'],
  system: [],
  platform: null,
  specAlso: [],
};

/** TensorFlow on an official python image, the model copied, one requirement of the person's. */
export const tensorflow: Plan = {
  config,
  frameworkTitle: 'TensorFlow',
  imageName: 'registry.example.org:5000/lab/digits',
  imageTag: '1.0',
  base: {
    image: 'python:3.13-slim-trixie',
    kind: 'python',
    packageManager: 'apt',
    python: '3.13',
  },
  requirements: {
    framework: ['tensorflow-cpu==2.21.0; platform_machine == "x86_64"'],
    indexUrls: [],
    readers: [],
    packages: config.pip,
  },
  systemPackages: [],
  environment: { TF_CPP_MIN_LOG_LEVEL: '3' },
  trims: ['tensorflow/include', 'clang'],
  loader: 'keras',
  modelImports: [],
  cuda: null,
  notes: [],
};

const torchModel: StoredModel = {
  ...model,
  file: 'weights.pt',
  format: 'torch-state-dict',
  savedWith: null,
  inputs: [{ name: 'scan', dtype: 'float32', shape: [1, 1, null, null, null] }],
  outputs: [{ name: 'mask', dtype: null, shape: null }],
  needs: [],
  safety: { verdict: 'known-imports', imports: ['collections.OrderedDict', 'torch._utils'] },
};

const torchConfig: Config = {
  ...config,
  model: torchModel,
  name: 'lungs',
  framework: 'pytorch',
  frameworkVersion: '2.13.0',
  accelerator: 'cuda',
  image: 'lungs:latest',
  pip: [],
  system: ['libgomp1'],
};

/** PyTorch on the GPU, with a reader and a system package. */
export const pytorch: Plan = {
  ...tensorflow,
  config: torchConfig,
  frameworkTitle: 'PyTorch',
  imageName: 'lungs',
  imageTag: 'latest',
  requirements: {
    framework: ['torch==2.13.0+cu130', 'numpy>=1.26,<3'],
    indexUrls: ['https://download.pytorch.org/whl/cu130'],
    readers: ['nibabel>=5'],
    packages: [],
  },
  systemPackages: ['libgomp1'],
  environment: {
    NVIDIA_VISIBLE_DEVICES: 'all',
    NVIDIA_DRIVER_CAPABILITIES: 'compute,utility',
    ML_IMAGE_ACCELERATOR: 'cuda',
    ML_IMAGE_MINIMUM_DRIVER: '580.65.06',
  },
  trims: ['torch/include', 'torch/test'],
  loader: 'torch-state-dict',
  modelImports: torchModel.safety.imports,
  cuda: { minimumDriver: '580.65.06' },
  notes: ['CUDA 13.0 comes with the packages.'],
};

/** A plain OS image that gets its Python, without a model. */
export const plainOs: Plan = {
  ...tensorflow,
  config: { ...config, model: null, os: 'ubuntu', baseImage: null },
  base: { image: 'ubuntu:24.04', kind: 'os', packageManager: 'apt', python: '3.12' },
  systemPackages: ['libgomp1'],
};

/** Alpine, whose framework comes as a system package. */
export const alpine: Plan = {
  ...plainOs,
  config: { ...config, os: 'alpine' },
  base: {
    image: 'alpine:3.24',
    kind: 'os',
    packageManager: 'apk',
    python: '3.14',
    frameworkBySystem: true,
  },
  systemPackages: ['py3-scikit-learn'],
  requirements: { framework: [], indexUrls: [], readers: [], packages: [] },
  trims: [],
};

/** The framework's own image, the model by reference. */
export const frameworkImage: Plan = {
  ...tensorflow,
  config: {
    ...config,
    model: { ...model, by: 'reference', source: '/models/digits.keras' },
    baseImage: 'tensorflow/tensorflow:2.21.0',
  },
  base: {
    image: 'tensorflow/tensorflow:2.21.0',
    kind: 'framework',
    packageManager: 'apt',
    python: '3.11',
  },
  requirements: { framework: [], indexUrls: [], readers: [], packages: ['six'] },
  trims: [],
};

/** Some other base image, taken as it is. */
export const givenImage: Plan = {
  ...tensorflow,
  base: {
    image: 'registry.example.org/base@sha256:0123',
    kind: 'given',
    packageManager: 'apt',
    python: null,
  },
};

/** Every kind of plan, by name. */
export const plans = { tensorflow, pytorch, plainOs, alpine, frameworkImage, givenImage };

/** A specification for a plan, as the spec room would build it from the model's signature. */
export function specFor(plan: Plan): ModelSpec {
  const { model: stored, name } = plan.config;
  const unknown = (key: string): Tensor[] => [{ name: key, dtype: null, shape: null }];
  const parts = (kind: string, tensors: Tensor[]): Record<string, SpecPart> =>
    Object.fromEntries(
      tensors.map((tensor, index) => {
        const key = index === 0 ? kind : `${kind}${index + 1}`;
        const part: SpecPart = {
          name: tensor.name,
          description: '',
          status: 'required',
          flag: `--${key}=`,
          extension: '.npy',
          type: 'volume',
          tensor,
        };
        return [key, part];
      }),
    );
  return {
    json_version: '1.3',
    id: name,
    type: 'docker',
    name,
    organ: 'FILL IN: the organ',
    task: 'classification',
    status: 'research',
    modality: 'photo',
    version: '1.0',
    description: 'Reads digits.',
    website: '',
    maintainers: [],
    citation: '',
    docker: { image_name: plan.imageName, image_tag: plan.imageTag, data_path: '/data' },
    inputs: parts('input', stored?.inputs ?? unknown('input')),
    params: {},
    outputs: parts('output', stored?.outputs ?? unknown('output')),
    order: [],
  };
}
