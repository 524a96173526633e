/** Whether the folder builds the image that its specification speaks of, of the model that it has. */

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
 * Where image, tag, entrypoint and the model's signature are not those of the specification, one line
 * each.
 * @throws UserError where there is no image folder, or its answers are faulty
 */
export async function disagreements(cwd: string, spec: Record<string, unknown>): Promise<string[]> {
  const root = rootAbove(cwd);
  const { config } = readConfig(root);
  const { plan } = resolveConfig(config);
  const rendered = renderFolder(plan);
  const ours = (path: string) => rendered.find((file) => file.path === path)?.text ?? '';
  const docker = isRecord(spec.docker) ? spec.docker : {};
  const said = `${docker.image_name}:${docker.image_tag}`;
  const built = `${plan.imageName}:${plan.imageTag}`;
  const lines: string[] = [];
  if (said !== built) {
    lines.push(
      `${SPEC_FILE}: docker names ${said}, and the answers build ${built}; ml-image regenerate --image ${said}, or edit docker`,
    );
  }
  const { inputs = null, outputs = null } = config.model ?? {};
  for (const line of tensorMismatches(spec, { inputs, outputs }))
    lines.push(`${SPEC_FILE}: ${line}`);
  const makefile = readFolderText(root, 'Makefile');
  for (const name of ['IMAGE_NAME', 'TAG']) {
    const [is, was] = [makefile, ours('Makefile')].map((text) => assigned(text ?? '', name));
    if (is && was && is.value !== was.value) {
      lines.push(
        `Makefile:${is.line}: ${name} is ${is.value}, and the answers say ${was.value}; so make builds another image than ${built}`,
      );
    }
  }
  const [is, was] = [readFolderText(root, 'Dockerfile') ?? '', ours('Dockerfile')].map(entrypoint);
  if (was && !is) {
    lines.push(`Dockerfile: no ENTRYPOINT; ${was.value} is what reads ${SPEC_FILE}`);
  } else if (was && is && is.value !== was.value) {
    lines.push(
      `Dockerfile:${is.line}: ENTRYPOINT is ${is.value}, and ${was.value} is what reads ${SPEC_FILE}`,
    );
  }
  return lines.map(visibleLine);
}

interface Line {
  value: string;
  /** From 1. */
  line: number;
}

/** The last plain assignment of a variable in a Makefile. */
function assigned(text: string, name: string): Line | undefined {
  const pattern = new RegExp(`^${name}\\s*[:?]?=\\s*(.*?)\\s*$`);
  return lastMatch(text, (line) => pattern.exec(line)?.[1]);
}

/** What the last ENTRYPOINT of a Dockerfile starts, its continued lines joined. */
function entrypoint(text: string): Line | undefined {
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
