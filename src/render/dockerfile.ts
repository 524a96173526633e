/** The values of templates/Dockerfile.ejs, made from the plan and quoted for a Dockerfile. */
import type { ModelSpec, Plan } from '../core/types.ts';
import {
  comment,
  containerPath,
  dockerfileText,
  dockerfileValue,
  imageReference,
  sitePath,
  systemPackage,
  variableName,
} from './quote.ts';

/** The folder of the model inside the image. */
const MODEL_FOLDER = '/app/model';

/** How the model gets into the image. */
export type ModelPlace = 'copy' | 'reference' | 'missing';

/** How the model gets into the image, by the answers. */
export function modelPlace(plan: Plan): ModelPlace {
  return plan.config.model?.by ?? 'missing';
}

/** The path of the model inside the image; without a model, the folder that will hold it. */
export function modelPath(plan: Plan): string {
  const { model } = plan.config;
  return model ? `${MODEL_FOLDER}/${model.file}` : MODEL_FOLDER;
}

/** What a trimmed folder holds and what needs it: the comment above its `rm`. */
const TRIMS: Record<string, string> = {
  'tensorflow/include': 'C++ headers, for compiling operations of your own',
  clang: "the C compiler's library, for building TensorFlow itself",
  'torch/include': 'C++ headers, for compiling extensions (torch.utils.cpp_extension)',
  'torch/test': "PyTorch's own test programs",
};

/** Continues a RUN instruction on the next line. */
const NEXT = ' \\\n    ';

/** What every RUN that calls pip mounts: its cache, and the two secrets. */
const PIP_MOUNTS = [
  '--mount=type=cache,target=/root/.cache/pip',
  '--mount=type=secret,id=pip.conf,target=/tmp/pip.conf --mount=type=secret,id=ca.crt,target=/tmp/ca.crt',
];

/** Continues a RUN after its mounts. */
const mounted = (mounts: readonly string[]) => `${mounts.join(NEXT)} \\`;

/** In a plain system, pip stays in a stage of its own. */
const pipStage = (systemPython: boolean) =>
  systemPython ? ['--mount=type=bind,from=pip,source=/opt/pip,target=/tmp/pip'] : [];

/** One RUN that installs system packages and leaves no package lists behind. */
function installSystem(packages: string[], manager: 'apt' | 'apk'): string {
  const list = packages.map((text) => systemPackage(text, manager)).join(' ');
  if (manager === 'apk') return `# hadolint ignore=DL3018\nRUN apk add --no-cache ${list}`;
  const steps = [
    `RUN apt-get update && apt-get install -y --no-install-recommends ${list} &&`,
    'apt-get clean && rm -rf /var/lib/apt/lists/*',
  ];
  return `# hadolint ignore=DL3008\n${steps.join(NEXT)}`;
}

/**
 * Variables of every image, by line: a name and a home for any user, and caches that any user can write
 * (XDG base directories, which Matplotlib, PyTorch, Hugging Face and Numba follow).
 */
const ENVIRONMENT = [
  'PATH=/opt/venv/bin:$PATH USER=model HOME=/home/model',
  'PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1',
  'XDG_CACHE_HOME=/tmp/cache XDG_CONFIG_HOME=/tmp/config',
];

/** The ENV instruction's pairs. */
function environment(plan: Plan): string {
  const pairs = Object.entries(plan.environment).map(
    ([name, value]) => `${variableName(name)}=${dockerfileValue(value)}`,
  );
  return [...ENVIRONMENT, ...pairs].join(NEXT);
}

/** The values of templates/Dockerfile.ejs. */
export function dockerfileView(plan: Plan, spec: ModelSpec) {
  const { base, config } = plan;
  const systemPython = base.kind === 'os';
  // A given base image is used with the packages that it has.
  const systemSite =
    base.kind === 'framework' || base.kind === 'given' || base.frameworkBySystem === true;
  return {
    title: comment(config.name),
    image: imageReference(`${plan.imageName}:${plan.imageTag}`),
    base: imageReference(base.image),
    /** The image that a stage starts from. */
    from: systemPython || base.kind === 'given' ? 'base' : '${BASE_IMAGE}',
    root: base.kind === 'given',
    systemPython,
    systemSite,
    /** The framework is a system package, which must be installed before packages are resolved. */
    bySystem: base.frameworkBySystem === true,
    apt: base.packageManager === 'apt',
    framework: plan.requirements.framework.length > 0,
    /** The mounts of a RUN that calls install.sh; `part` is a folder of the stage `requirements`. */
    pipMounts: (part: '' | '/wheels/framework') =>
      mounted([
        ...PIP_MOUNTS,
        `--mount=type=bind,from=requirements,source=/requirements${part},target=/tmp/requirements`,
        ...pipStage(systemPython),
      ]),
    lockMounts: mounted([...PIP_MOUNTS, ...pipStage(systemPython)]),
    install: (packages: string[]) => installSystem(packages, base.packageManager),
    systemPackages: plan.systemPackages,
    trims: plan.trims.map((path) => ({
      path: sitePath(path),
      what: TRIMS[path] ?? 'not used when it runs',
    })),
    model: modelPlace(plan),
    data: containerPath(spec.docker.data_path),
    environment: environment(plan),
    /** Without it the entrypoint takes the only entry of model/. */
    modelPath: config.model ? dockerfileValue(modelPath(plan)) : null,
    labelTitle: dockerfileText(config.name),
  };
}
