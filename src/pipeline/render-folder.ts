/** Renders all files of the folder from a plan. */
import { join } from 'node:path';
import { withReaders } from '../catalog/check-requirements.ts';
import { readersFor } from '../catalog/data/readers.ts';
import { storeText } from '../config/store.ts';
import type { DeclaredFile } from '../core/declared-file.ts';
import { STORE_FILE } from '../core/layout.ts';
import { packageRoot } from '../core/package.ts';
import type { Plan, RenderedFile } from '../core/types.ts';
import { buildSpec } from '../model-spec/build.ts';
import { render } from '../render/render.ts';
import { loadTemplates } from '../render/templates.ts';
import { reasonsToRead } from './model.ts';

/**
 * All files of the folder for a plan, the stored answers among them.
 * @param declared inputs and outputs that the specification in the folder names
 * @throws UserError where a requirement conflicts with a package that reads these
 */
export function renderFolder(plan: Plan, declared: readonly DeclaredFile[] = []): RenderedFile[] {
  const { config, requirements } = plan;
  const spec = buildSpec(config, { name: plan.imageName, tag: plan.imageTag });
  const parts = [...Object.values(spec.inputs), ...Object.values(spec.outputs)];
  const files = [...parts, ...declared];
  const readers = readersFor(files);
  const hasPackages = requirements.packages.length > 0;
  const whole = {
    ...plan,
    modelImports: config.model ? reasonsToRead(config.model.safety) : [],
    requirements: hasPackages ? withReaders(plan, readers) : { ...requirements, readers },
  };
  return [
    ...render(whole, spec, loadTemplates(join(packageRoot(), 'templates'), plan.loader), files),
    { id: 'answers', path: STORE_FILE, mode: 0o644, kind: 'json', text: storeText(config) },
  ];
}
