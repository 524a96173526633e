/** The values of templates/requirements.txt.ejs, made from the plan and quoted. */
import type { Plan } from '../core/types.ts';
import { comment, indexUrl, requirement } from './quote.ts';

/** The values of templates/requirements.txt.ejs. */
export function requirementsView(plan: Plan) {
  const { framework, indexUrls, packages, readers } = plan.requirements;
  const origin =
    plan.base.frameworkBySystem || plan.base.kind === 'framework'
      ? ` comes with the ${plan.base.frameworkBySystem ? 'system packages' : 'base image'}`
      : null;
  const title = plan.config.framework === 'custom' ? 'the basis' : comment(plan.frameworkTitle);
  return {
    frameworkComment:
      framework.length > 0
        ? `${origin ? `what goes with ${title}, which${origin}` : title}, in a layer of its own that is built again only when this part changes`
        : `${title}${origin ?? ' comes with the base image'}`,
    framework: [
      ...indexUrls.map((url) => `--extra-index-url ${indexUrl(url)}`),
      ...framework.map(requirement),
    ],
    packages: packages.map(requirement),
    readers: readers.map(requirement),
  };
}
