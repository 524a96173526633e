/** The values of templates/Makefile.ejs, made from the plan and quoted for a Makefile. */
import type { ModelSpec, Plan } from '../core/types.ts';
import { modelPath } from './dockerfile.ts';
import {
  comment,
  containerPath,
  imageReference,
  make,
  mountField,
  recipe,
  shell,
} from './quote.ts';

/** The values of templates/Makefile.ejs. */
export function makefileView(plan: Plan, spec: ModelSpec) {
  const { name } = plan.config;
  const mount = bindMount(plan);
  return {
    title: comment(name),
    imageName: make(imageReference(plan.imageName)),
    imageTag: make(imageReference(plan.imageTag)),
    archive: make(name),
    gpus: plan.cuda ? ' all' : '',
    platform: plan.config.platform ? ` ${make(plan.config.platform)}` : '',
    dataText: containerPath(spec.docker.data_path),
    dataPath: containerPath(spec.docker.data_path),
    modelMount: mount === null ? null : make(mount),
    /** The Python to predict with outside of the image. */
    python: plan.base.python ? `python${plan.base.python}` : 'python3',
    /** Where the model is for `make try`, as shell text: MODEL_PATH, or nothing without a model. */
    modelPath: modelVariable(plan),
  };
}

function modelVariable({ config: { model } }: Plan): string {
  if (model?.by === 'copy') return `MODEL_PATH="$$code"/${recipe(`model/${model.file}`)} `;
  return model?.source === undefined ? '' : `MODEL_PATH=${recipe(model.source)} `;
}

/**
 * The engine's option, as shell text, that mounts a model from outside the image; null if the model
 * is inside. Unlike `-v`, `--mount` fails if the source does not exist.
 */
export function bindMount(plan: Plan): string | null {
  const { model } = plan.config;
  if (model?.by !== 'reference' || model.source === undefined) return null;
  const fields = ['type=bind', `source=${model.source}`, `target=${modelPath(plan)}`, 'readonly'];
  return `--mount ${shell(fields.map(mountField).join(','))}`;
}
