/** Resolving by uv, on this machine: it knows other Pythons and machines than its own. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../core/errors.ts';
import type { Pin, Target } from '../core/types.ts';
import { run, saidBy } from '../engine/run-program.ts';
import { pinsOfUv, releasesOf } from './pins.ts';
import { uvPlatform } from './target.ts';
import type { LockRequest, Resolution } from './types.ts';

/** The version of uv, `0.13.9`; null where it is not installed. */
export async function uvVersion(): Promise<string | null> {
  const { status, stdout } = await run('uv', ['--version']);
  return status === 0 ? (/^uv (\S+)/.exec(stdout)?.[1] ?? null) : null;
}

/**
 * The pins of a question, by `uv pip compile`. Wheels only: nothing of a package is run here.
 * @throws UserError with uv's own reason where there is no set
 */
export async function resolveByUv(
  question: LockRequest,
  target: Target,
  version: string,
): Promise<Resolution> {
  const { parts, kept } = question;
  const all = await compile(question, target, [...parts.framework, ...parts.packages], kept, []);
  const framework =
    parts.framework.length === 0 ? [] : await compile(question, target, parts.framework, [], all);
  return { all, framework, target: null, by: `uv ${version}` };
}

async function compile(
  { root, parts, offline }: LockRequest,
  target: Target,
  requirements: string[],
  kept: readonly string[],
  bounds: readonly Pin[],
): Promise<Pin[]> {
  const folder = mkdtempSync(join(tmpdir(), 'ml-image-lock-'));
  try {
    // uv stays with what its output file holds already.
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
        // The build's pip takes the best of all indexes; uv would stop at the first that has a name.
        ...['--index-strategy', 'unsafe-best-match'],
        ...['--find-links', 'wheels', '--find-links', 'wheels/framework'],
        ...(offline ? ['--no-index', '--offline'] : []),
        ...['--constraints', constraints, '--output-file', output],
      ],
      { cwd: root, input: `${[...options, ...requirements].join('\n')}\n` },
    );
    if (ran.status !== 0) {
      const away = !offline && /Failed to fetch|client error \(Connect\)/.test(ran.stderr);
      const hint = away ? '; with the wheels in wheels/ alone: ml-image lock --offline' : '';
      throw new UserError(`uv finds no set of wheels: ${saidBy(ran)}${hint}`);
    }
    return pinsOfUv(readFileSync(output, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
