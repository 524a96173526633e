/** Renders all files of the folder from a plan. */
import { join } from 'node:path';
import { withReaders } from '../catalog/check-requirements.ts';
import { readersFor } from '../catalog/data/readers.ts';
import { storeText } from '../config/store.ts';
import { STORE_FILE } from '../core/layout.ts';
import { packageRoot } from '../core/package.ts';
import type { ModelSpec, Plan, RenderedFile } from '../core/types.ts';
import { buildSpec } from '../model-spec/build.ts';
import { requirementName } from '../packages/requirement.ts';
import { render } from '../render/render.ts';
import { loadTemplates } from '../render/templates.ts';
import { reasonsToRead } from './model.ts';

/**
 * All files of the folder for a plan, the stored answers among them.
 * @param shown the specification that the folder will have, which the other files follow; else that of
 * the answers
 * @throws UserError where a requirement conflicts with a package that reads its files
 */
export function renderFolder(plan: Plan, shown?: ModelSpec): RenderedFile[] {
  const { config, requirements } = plan;
  const spec = buildSpec(config, { name: plan.imageName, tag: plan.imageTag });
  const { inputs, outputs } = shown ?? spec;
  // What comes with the framework, at the model's own pin, is not asked for twice.
  const names = new Set(requirements.framework.map((text) => requirementName(text)));
  const readers = readersFor([...Object.values(inputs), ...Object.values(outputs)]).filter(
    (text) => !names.has(requirementName(text)),
  );
  const hasPackages = requirements.packages.length > 0;
  const whole = {
    ...plan,
    modelImports: config.model ? reasonsToRead(config.model.safety) : [],
    requirements: hasPackages ? withReaders(plan, readers) : { ...requirements, readers },
  };
  return [
    ...render(whole, spec, loadTemplates(join(packageRoot(), 'templates'), plan.loader), shown),
    { id: 'answers', path: STORE_FILE, mode: 0o644, kind: 'json', text: storeText(config) },
  ];
}
