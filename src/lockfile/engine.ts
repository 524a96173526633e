/** Resolves by pip in the base image, which works for any base image, and for source packages. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../core/errors.ts';
import { run, saidBy } from '../engine/run-program.ts';
import { pinsOfPip } from './pins.ts';
import type { Resolution, ResolveRequest } from './types.ts';

/**
 * Resolves by a build that installs nothing.
 * @param dockerfile from `lockDockerfile` (src/render/lock.ts)
 * @param buildArgs added to the engine's build, as make's BUILD_ARGS
 * @throws UserError with the end of the build's log if there is no solution
 */
export async function resolveByEngine(
  { root, kept, offline }: ResolveRequest,
  engine: string,
  dockerfile: string,
  buildArgs: readonly string[],
): Promise<Resolution> {
  const folder = mkdtempSync(join(tmpdir(), 'ml-image-lock-'));
  try {
    const file = join(folder, 'Dockerfile');
    const out = join(folder, 'answer');
    writeFileSync(file, dockerfile);
    const ran = await run(
      engine,
      [
        ...['build', '--file', file, '--output', `type=local,dest=${out}`],
        // The index may have changed, so the result of an earlier build is not used.
        ...['--build-arg', `ASKED=${folder}`, '--build-arg', `KEPT=${kept.join(' ')}`],
        ...(offline ? ['--build-arg', 'PIP_NO_INDEX=1'] : []),
        ...buildArgs,
        '.',
      ],
      { cwd: root, env: { DOCKER_BUILDKIT: '1', BUILDKIT_PROGRESS: 'plain' } },
    );
    if (ran.status !== 0 || !existsSync(join(out, 'target')))
      throw new UserError(`${engine} could not run pip in the base image: ${saidBy(ran)}`);
    const answer = (name: string) => readFileSync(join(out, name), 'utf8');
    return {
      all: pinsOfPip(answer('all.json')),
      framework: existsSync(join(out, 'framework.json')) ? pinsOfPip(answer('framework.json')) : [],
      target: answer('target').trim(),
      by: `pip in the base image (${engine})`,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
