/** Resolving by pip inside the image's own base: right for any base image, and for packages as sources. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../core/errors.ts';
import { run, saidBy } from '../engine/run-program.ts';
import { pinsOfPip } from './pins.ts';
import type { LockRequest, Resolution } from './types.ts';

/**
 * The pins of a question, as a build that installs nothing answers it.
 * @param dockerfile from `lockDockerfile` (src/render/lock.ts)
 * @param buildArgs added to the engine's build, as make's BUILD_ARGS
 * @throws UserError with the end of the build's log where there is no set
 */
export async function resolveByEngine(
  { root, kept, offline }: LockRequest,
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
        // An index may have something else by now: the answer of an earlier build is not taken.
        ...['--build-arg', `ASKED=${folder}`, '--build-arg', `KEPT=${kept.join(' ')}`],
        ...(offline ? ['--build-arg', 'PIP_NO_INDEX=1'] : []),
        ...buildArgs,
        '.',
      ],
      { cwd: root, env: { DOCKER_BUILDKIT: '1', BUILDKIT_PROGRESS: 'plain' } },
    );
    if (ran.status !== 0 || !existsSync(join(out, 'target')))
      throw new UserError(`${engine} could not ask pip in the base image: ${saidBy(ran)}`);
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
