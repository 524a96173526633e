/** Resolves by uv, else by pip of a compatible Python, else by pip in the base image. */
import { UserError } from '../core/errors.ts';
import { findRunningEngine } from '../engine/engine.ts';
import { resolveByEngine } from './engine.ts';
import { findPip, resolveByPip } from './pip.ts';
import type { Resolution, ResolveRequest, Resolver } from './types.ts';
import { resolveByUv, uvVersion } from './uv.ts';

export interface ResolveOptions {
  /** The resolver to use; null for the first that is available. */
  by: Resolver | null;
  /** The Dockerfile of the engine's build. */
  dockerfile: string;
  buildArgs: readonly string[];
  /** The base image or the system has Python packages, which only an engine can see. */
  preinstalled: boolean;
  /** Called with the resolver's name before it starts. */
  onAsk?: (who: string) => void;
}

/**
 * Resolves by the first resolver that is available and can resolve for the image.
 * @throws UserError with what to install if there is none, or if there is no solution
 */
export async function resolvePins(
  request: ResolveRequest,
  options: ResolveOptions,
): Promise<Resolution> {
  const { by, preinstalled, onAsk } = options;
  const target = preinstalled ? null : request.target;
  if (target === null && by !== null && by !== 'engine')
    throw new UserError(`${by} cannot see the packages of the base image`, {
      hint: 'use ml-image lock --by engine',
    });
  const isAllowed = (resolver: Resolver) => by === null || by === resolver;
  if (target && isAllowed('uv')) {
    const version = await uvVersion();
    if (version) {
      onAsk?.(`uv ${version}`);
      return resolveByUv(request, target, version);
    }
  }
  if (target && isAllowed('pip')) {
    const pip = await findPip(target);
    if (pip) {
      onAsk?.(pip.title);
      return resolveByPip(request, target, pip);
    }
  }
  if (isAllowed('engine')) {
    const engine = await findRunningEngine();
    if (engine) {
      onAsk?.(`pip in the base image (${engine})`);
      return resolveByEngine(request, engine, options.dockerfile, options.buildArgs);
    }
  }
  throw new UserError(missing(request, options));
}

/** Says what to install if no resolver is available. */
function missing({ target }: ResolveRequest, { by, preinstalled }: ResolveOptions): string {
  const engine = 'Docker or Podman (running)';
  const python = target ? `Python ${target.python} with pip 22.2 or later on such a machine` : '';
  if (by === 'uv') return 'uv is not installed; install it (pip install uv), or leave out --by';
  if (by === 'pip')
    return `there is no ${python} here, so pip cannot resolve for the image; install uv (pip install uv), or leave out --by`;
  if (by === 'engine' || preinstalled || !target)
    return `only an engine can see the packages of this base image, and none is running; install ${engine}`;
  return `there is no resolver of requirements here; install uv (pip install uv), or ${python}, or ${engine}`;
}
