/** A generated folder under test: scaffolded by the bin, built by its own Makefile, run. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelSpec } from '../../src/core/types.ts';
import { docker, engineEnv, makeRoom, tryDocker } from './engine.ts';
import { FIXTURES, REPOSITORY, temporaryFolder } from './places.ts';
import { type Ran, run } from './run.ts';

/** A model of test/fixtures/models. */
export const fixture = (name: string): string => join(FIXTURES, 'models', name);

export interface Folder {
  path: string;
  /** `NAME:TAG` of the image that it builds. */
  image: string;
}

/** What makes a build that can reach nothing: every wheel has to be in the folder. */
export const OFFLINE = {
  BUILD_ARGS: '--network none --build-arg PIP_NO_INDEX=1 --progress plain',
};

const built = new Set<string>();

/** How many images were built so far. */
export const imagesBuilt = (): number => built.size;

/** Counts an image among those that were built, and are taken away at the end. */
export const countImage = (image: string): unknown => built.add(image);

/** Takes the images away that were built. */
export async function removeImages(): Promise<void> {
  for (const image of built) await tryDocker(['image', 'rm', '--force', image]);
}

/** Runs the compiled bin, as a person would without a terminal, and gives what came of it. */
export function mlImage(args: string[], cwd = REPOSITORY): Promise<Ran> {
  return run(process.execPath, [join(REPOSITORY, 'dist/bin/ml-image.cjs'), ...args], { cwd });
}

/** Scaffolds a folder named `name` with the given flags; throws where the bin refuses. */
export async function scaffold(name: string, flags: string[]): Promise<Folder> {
  const path = join(temporaryFolder(), name);
  const image = `ml-image-e2e/${name}:0.1.0`;
  const ran = await mlImage(['--yes', '--image', image, ...flags, path]);
  if (ran.status !== 0) throw new Error(`ml-image ended with ${ran.status}:\n${ran.stderr}`);
  return { path, image };
}

/**
 * Runs a target of the folder's Makefile. There is no bridge on the engine that the tests start, so
 * builds get the host's network and containers none, unless `variables` say otherwise.
 */
export function make(
  { path }: Folder,
  target: string,
  variables: Record<string, string> = {},
): Promise<Ran> {
  const all = {
    ENGINE: 'docker',
    BUILD_ARGS: '--network host --progress plain',
    RUN_ARGS: '--network none',
    ...variables,
  };
  const assigned = Object.entries(all).map(([name, value]) => `${name}=${value}`);
  return run('make', ['-C', path, target, ...assigned], { env: engineEnv() });
}

/** Builds the folder's image and gives the build's log; throws with its end where it fails. */
export async function build(
  folder: Folder,
  variables: Record<string, string> = {},
): Promise<string> {
  await makeRoom();
  const ran = await make(folder, 'build', variables);
  const log = `${ran.stdout}\n${ran.stderr}`;
  if (ran.status !== 0) {
    throw new Error(
      `make build ended with ${ran.status}:\n${log.split('\n').slice(-40).join('\n')}`,
    );
  }
  countImage(folder.image);
  return log;
}

/** The folder's model specification. */
export function readSpec({ path }: Folder): ModelSpec {
  return JSON.parse(readFileSync(join(path, 'model-spec.json'), 'utf8'));
}

/** Runs the image with no network; throws where it fails. */
export function runImage(folder: Folder, options: string[], args: string[]): Promise<Ran> {
  return docker('run', '--rm', '--network', 'none', ...options, folder.image, ...args);
}

/** Runs the image with no network and gives its status as it is. */
export function tryImage(folder: Folder, options: string[], args: string[]): Promise<Ran> {
  return tryDocker(['run', '--rm', '--network', 'none', ...options, folder.image, ...args]);
}

/** Runs a shell line in the image instead of its entrypoint. */
export async function inImage(
  folder: Folder,
  line: string,
  options: string[] = [],
): Promise<string> {
  const ran = await runImage(folder, [...options, '--entrypoint', 'sh'], ['-c', line]);
  return ran.stdout.trim();
}
