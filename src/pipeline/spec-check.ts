/** Compares the specification with the image that the folder builds and the model that it has. */
import { SPEC_FILE } from '../core/layout.ts';
import { isRecord } from '../core/record.ts';
import { visibleLine } from '../core/text.ts';
import { readFolderText } from '../folder/state.ts';
import { tensorMismatches } from '../model-spec/signature.ts';
import { rootAbove } from './find-folder.ts';
import { resolveConfig } from './plan.ts';
import { renderFolder } from './render-folder.ts';
import { readConfig } from './stored-config.ts';

/**
 * Finds where image, tag, entrypoint and the model's signature differ from the specification, one line
 * each.
 * @throws UserError where there is no image folder, or its answers are faulty
 */
export function findDisagreements(cwd: string, spec: Record<string, unknown>): string[] {
  const root = rootAbove(cwd);
  const { config } = readConfig(root);
  const { plan } = resolveConfig(config);
  const rendered = renderFolder(plan);
  const texts = (path: string): Texts => ({
    found: readFolderText(root, path) ?? '',
    rendered: rendered.find((file) => file.path === path)?.text ?? '',
  });
  const { inputs = null, outputs = null } = config.model ?? {};
  const image = `${plan.imageName}:${plan.imageTag}`;
  return [
    ...checkImage(spec, image),
    ...tensorMismatches(spec, { inputs, outputs }).map((line) => `${SPEC_FILE}: ${line}`),
    ...checkMakefile(texts('Makefile'), image),
    ...checkEntrypoint(texts('Dockerfile')),
  ].map(visibleLine);
}

/** A file as it is in the folder, and as the answers render it. */
interface Texts {
  found: string;
  rendered: string;
}

function checkImage(spec: Record<string, unknown>, image: string): string[] {
  const docker = isRecord(spec.docker) ? spec.docker : {};
  const named = `${docker.image_name}:${docker.image_tag}`;
  if (named === image) return [];
  return [
    `${SPEC_FILE}: docker names ${named}, and the answers build ${image}; ml-image regenerate --image ${named}, or edit docker`,
  ];
}

function checkMakefile({ found, rendered }: Texts, image: string): string[] {
  return ['IMAGE_NAME', 'TAG'].flatMap((name) => {
    const [is, expected] = [assignmentIn(found, name), assignmentIn(rendered, name)];
    if (!is || !expected || is.value === expected.value) return [];
    return [
      `Makefile:${is.line}: ${name} is ${is.value}, and the answers say ${expected.value}; so make builds another image than ${image}`,
    ];
  });
}

function checkEntrypoint({ found, rendered }: Texts): string[] {
  const [is, expected] = [entrypointIn(found), entrypointIn(rendered)];
  if (!expected || is?.value === expected.value) return [];
  if (!is) return [`Dockerfile: no ENTRYPOINT; ${expected.value} is what reads ${SPEC_FILE}`];
  return [
    `Dockerfile:${is.line}: ENTRYPOINT is ${is.value}, and ${expected.value} is what reads ${SPEC_FILE}`,
  ];
}

/** A value in a file. */
interface Line {
  value: string;
  /** From 1. */
  line: number;
}

/** The last plain assignment of a variable in a Makefile. */
function assignmentIn(text: string, name: string): Line | undefined {
  const pattern = new RegExp(`^${name}\\s*[:?]?=\\s*(.*?)\\s*$`);
  return lastMatch(text, (line) => pattern.exec(line)?.[1]);
}

/** What the last ENTRYPOINT of a Dockerfile starts, its continued lines joined. */
function entrypointIn(text: string): Line | undefined {
  const joined = text.replace(/\\[ \t]*\r?\n/g, (ends) => ends.replace(/[\\\n]/g, ' '));
  const found = lastMatch(joined, (line) => /^\s*ENTRYPOINT\s+(.*?)\s*$/i.exec(line)?.[1]);
  if (!found) return undefined;
  const line = lastMatch(text, (one) => (/^\s*ENTRYPOINT\s/i.test(one) ? one : undefined))?.line;
  return { value: found.value.replace(/\s+/g, ' '), line: line ?? found.line };
}

function lastMatch(text: string, match: (line: string) => string | undefined): Line | undefined {
  const found = text.split('\n').flatMap((line, at) => {
    const value = match(line);
    return value === undefined ? [] : [{ value, line: at + 1 }];
  });
  return found.at(-1);
}
