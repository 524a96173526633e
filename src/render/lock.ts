/** The files of `ml-image lock`: requirements.lock, and the Dockerfile that resolves it. */
import type { LockedSet, ModelSpec, Pin, Plan } from '../core/types.ts';
import { dockerfileView } from './dockerfile.ts';
import { comment, fileHash, requirement } from './quote.ts';
import { fill } from './render.ts';
import { LOCK_DOCKERFILE, type Templates } from './templates.ts';

/**
 * The text of requirements.lock. It depends on the pins only, not on time, paths or indexes.
 * @throws UserError if a requirement or hash cannot be written to it (see quote.ts)
 */
export function lockText({ target, inputs, framework, packages }: LockedSet): string {
  const lines = [
    '# What requirements.txt comes to, each file by its hash. Written by `ml-image lock`: run it again',
    '# after a change of requirements.txt. While this file is here, the image is built from it alone;',
    '# delete it (`ml-image lock --remove`) to build from requirements.txt again.',
    `# target: ${comment(target)}`,
    `# inputs: sha256:${comment(inputs)}`,
    '',
    '# --- framework: installed in a layer of its own',
    ...framework.flatMap(pinLines),
    '',
    '# --- packages: installed after it',
    ...packages.flatMap(pinLines),
  ];
  return `${lines.join('\n')}\n`;
}

/** A requirement and its hashes, one per line, continued by backslashes. */
function pinLines(pin: Pin): string[] {
  const hashes = pin.hashes.map((hash) => `    --hash=${fileHash(hash)}`);
  return [requirement(pin.requirement), ...hashes].join(' \\\n').split('\n');
}

/**
 * The Dockerfile that runs pip in the base image and returns its reports as files.
 * @param templates from `loadTemplates`
 */
export function lockDockerfile(plan: Plan, spec: ModelSpec, templates: Templates): string {
  return fill(templates, LOCK_DOCKERFILE, dockerfileView(plan, spec));
}
