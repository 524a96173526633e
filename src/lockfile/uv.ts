/** Resolves by uv on this machine, which can resolve for other Pythons and machines. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../core/errors.ts';
import type { Pin, Target } from '../core/types.ts';
import { run, saidBy } from '../engine/run-program.ts';
import { pinsOfUv, releasesOf } from './pins.ts';
import { uvPlatform } from './target.ts';
import type { Resolution, ResolveRequest } from './types.ts';
import { findLinks } from './wheel-folders.ts';

/** The version of uv, `0.13.9`; null if it is not installed. */
export async function uvVersion(): Promise<string | null> {
  const { status, stdout } = await run('uv', ['--version']);
  return status === 0 ? (/^uv (\S+)/.exec(stdout)?.[1] ?? null) : null;
}

/**
 * Resolves by `uv pip compile`, with wheels only, so that no code of a package runs here.
 * @throws UserError with uv's reason if there is no solution
 */
export async function resolveByUv(
  request: ResolveRequest,
  target: Target,
  version: string,
): Promise<Resolution> {
  const { parts, kept } = request;
  const all = await compile(request, target, [...parts.framework, ...parts.packages], kept, []);
  const framework =
    parts.framework.length === 0 ? [] : await compile(request, target, parts.framework, [], all);
  return { all, framework, target: null, by: `uv ${version}` };
}

async function compile(
  { root, parts, offline }: ResolveRequest,
  target: Target,
  requirements: string[],
  kept: readonly string[],
  bounds: readonly Pin[],
): Promise<Pin[]> {
  const folder = mkdtempSync(join(tmpdir(), 'ml-image-lock-'));
  try {
    // uv keeps the pins in its output file.
    const output = join(folder, 'requirements.lock');
    const constraints = join(folder, 'constraints.txt');
    writeFileSync(output, kept.map((line) => `${line}\n`).join(''));
    writeFileSync(
      constraints,
      releasesOf(bounds)
        .map((line) => `${line}\n`)
        .join(''),
    );
    const options = offline ? [] : parts.options;
    const ran = await run(
      'uv',
      [
        ...['pip', 'compile', '-', '--quiet', '--generate-hashes', '--no-header', '--no-annotate'],
        ...['--python-version', target.python, '--python-platform', uvPlatform(target)],
        ...['--only-binary', ':all:', '--no-python-downloads'],
        // The image's pip uses the best version of all indexes; by default, uv stops at the first index.
        ...['--index-strategy', 'unsafe-best-match'],
        ...findLinks(root),
        ...(offline ? ['--no-index', '--offline'] : []),
        ...['--constraints', constraints, '--output-file', output],
      ],
      { cwd: root, input: `${[...options, ...requirements].join('\n')}\n` },
    );
    if (ran.status !== 0) {
      const away = !offline && /Failed to fetch|client error \(Connect\)/.test(ran.stderr);
      throw new UserError(`uv found no compatible wheels: ${saidBy(ran)}`, {
        hint: away ? 'to use only the wheels in wheels/: ml-image lock --offline' : null,
      });
    }
    return pinsOfUv(readFileSync(output, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
