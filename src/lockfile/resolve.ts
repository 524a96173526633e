/** Who resolves: uv, else the pip of a fitting Python, else pip in the base image by an engine. */
import { UserError } from '../core/errors.ts';
import { findRunningEngine } from '../engine/engine.ts';
import { resolveByEngine } from './engine.ts';
import { findPip, resolveByPip } from './pip.ts';
import type { LockRequest, Resolution, Resolver } from './types.ts';
import { resolveByUv, uvVersion } from './uv.ts';

export interface ResolveOptions {
  /** The one to take; null: the first that is there. */
  by: Resolver | null;
  /** The build that the engine answers. */
  dockerfile: string;
  buildArgs: readonly string[];
  /** The base image or the system brings packages, which only an engine can look at. */
  brings: boolean;
  /** Told which one is asked, before it is. */
  onAsk?: (who: string) => void;
}

/**
 * Resolves by the first resolver that is there and can know the image.
 * @throws UserError where none is, with what to install; and where the one asked finds no set
 */
export async function resolvePins(
  question: LockRequest,
  options: ResolveOptions,
): Promise<Resolution> {
  const { by, brings, onAsk } = options;
  const target = brings ? null : question.target;
  if (target === null && by !== null && by !== 'engine')
    throw new UserError(
      `${by} cannot know what the base image brings; only an engine can look: ml-image lock --by engine`,
    );
  const may = (resolver: Resolver) => by === null || by === resolver;
  if (target && may('uv')) {
    const version = await uvVersion();
    if (version) {
      onAsk?.(`uv ${version}`);
      return resolveByUv(question, target, version);
    }
  }
  if (target && may('pip')) {
    const pip = await findPip(target);
    if (pip) {
      onAsk?.(pip.title);
      return resolveByPip(question, target, pip);
    }
  }
  if (may('engine')) {
    const engine = await findRunningEngine();
    if (engine) {
      onAsk?.(`pip in the base image (${engine})`);
      return resolveByEngine(question, engine, options.dockerfile, options.buildArgs);
    }
  }
  throw new UserError(`${missing(question, options)}`);
}

/** What to install, when nothing that can resolve is there. */
function missing({ target }: LockRequest, { by, brings }: ResolveOptions): string {
  const engine = 'Docker or Podman, running';
  const python = target ? `Python ${target.python} with pip 22.2 or later on such a machine` : '';
  if (by === 'uv') return 'uv is not installed; install it (pip install uv), or leave out --by';
  if (by === 'pip')
    return `there is no ${python} here, so pip cannot answer for the image; install uv (pip install uv), or leave out --by`;
  if (by === 'engine' || brings || !target)
    return `only an engine can look into this base image, and none answers; install ${engine}`;
  return `nothing here can resolve requirements; install uv (pip install uv), or ${python}, or ${engine}`;
}
