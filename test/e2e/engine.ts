/** A Docker engine to test on: the one that answers, else one that is started for the run. */
import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statfsSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cacheFolder } from './places.ts';
import { must, type Ran, type RunOptions, run } from './run.ts';

const READY_WITHIN = 60_000;
const PID_FILE = '/run/generator-ml-image-dockerd.pid';

let client = '';
let startedPid: number | undefined;

/**
 * Makes sure that an engine answers: starts dockerd (which takes root) where none does, without
 * iptables and a bridge, so that it needs no rights over the network: containers then have the
 * host's network or none. Its data stays in the cache folder. Throws with the log's end where the
 * engine does not come up; a run without an engine is a failed run.
 */
export async function startEngine(): Promise<void> {
  client = await findClient();
  if (await answers()) return;
  const folder = cacheFolder('engine');
  const log = join(folder, 'dockerd.log');
  const out = openSync(log, 'a');
  rmSync(PID_FILE, { force: true });
  const daemon = spawn(
    'dockerd',
    [
      '--iptables=false',
      '--bridge=none',
      `--data-root=${dataRoot()}`,
      '--exec-root=/run/generator-ml-image-docker',
      `--pidfile=${PID_FILE}`,
    ],
    { detached: true, stdio: ['ignore', out, out] },
  );
  const failed = new Promise<never>((_, reject) => {
    daemon.on('error', (error) => reject(new Error(`dockerd cannot be started: ${error.message}`)));
    daemon.on('exit', () => reject(new Error(`dockerd ended at once:\n${tail(log)}`)));
  });
  await Promise.race([failed, untilReady(log)]);
  failed.catch(() => {});
  startedPid = daemon.pid;
  daemon.unref();
}

/** Ends the engine if `startEngine` started it; one that was there before is left running. */
export async function stopEngine(): Promise<void> {
  if (startedPid === undefined) return;
  process.kill(startedPid, 'SIGTERM');
  for (let tries = 0; tries < 100 && existsSync(`/proc/${startedPid}`); tries++) await sleep(100);
  startedPid = undefined;
}

/** True where the engine's data is ours: only there may a stand-in take a public image's name. */
export async function isOurEngine(): Promise<boolean> {
  const info = await docker('info', '--format', '{{.DockerRootDir}}');
  return info.stdout.trim() === dataRoot();
}

/** Runs the docker client; throws where it fails. */
export function docker(...args: string[]): Promise<Ran> {
  return must(client, args, { env: engineEnv() });
}

/** Runs the docker client and gives its status as it is. */
export function tryDocker(args: string[], options: RunOptions = {}): Promise<Ran> {
  return run(client, args, { ...options, env: { ...engineEnv(), ...options.env } });
}

/** The environment in which `docker` is the client found, and builds go through BuildKit. */
export function engineEnv(): NodeJS.ProcessEnv {
  const bin = cacheFolder('bin');
  const link = join(bin, 'docker');
  rmSync(link, { force: true });
  symlinkSync(client, link);
  return { PATH: `${bin}:${process.env.PATH}`, DOCKER_BUILDKIT: '1' };
}

/** Bytes of an image as the engine counts them. */
export async function imageSize(image: string): Promise<number> {
  return Number((await docker('image', 'inspect', '--format', '{{.Size}}', image)).stdout);
}

/**
 * Drops the build cache of our own engine, and images that lost their name to a later build: both
 * would grow with every run. ML_IMAGE_E2E_KEEP_BUILD_CACHE=1 keeps them, for many runs in a row.
 */
export async function prune(): Promise<void> {
  if (process.env.ML_IMAGE_E2E_KEEP_BUILD_CACHE === '1' || !(await isOurEngine())) return;
  await docker('image', 'prune', '--force');
  await docker('builder', 'prune', '--force', '--all');
}

/** Bytes: the largest image, its build cache and an archive of it fit in there. */
const ROOM = 15e9;

/** Drops the build cache of our own engine where the disk grows full; what it held is built again. */
export async function makeRoom(): Promise<void> {
  const { bavail, bsize } = statfsSync(cacheFolder('engine'));
  if (bavail * bsize > ROOM || !(await isOurEngine())) return;
  await docker('image', 'prune', '--force');
  await docker('builder', 'prune', '--force', '--all');
}

/** A client with BuildKit: from 23 on that takes the buildx plugin, which may not be installed. */
async function findClient(): Promise<string> {
  const folders = ['/usr/bin', ...(process.env.PATH ?? '').split(':')];
  for (const path of folders.map((folder) => join(folder, 'docker'))) {
    if (!existsSync(path)) continue;
    const version = await run(path, ['--version']);
    const major = Number(/version (\d+)\./.exec(version.stdout)?.[1]);
    if (major < 23 || (await run(path, ['buildx', 'version'])).status === 0) return path;
  }
  throw new Error(
    'no docker client with BuildKit is installed (Debian: apt-get install docker.io)',
  );
}

function dataRoot(): string {
  const folder = join(cacheFolder('engine'), 'data');
  mkdirSync(folder, { recursive: true });
  return folder;
}

async function answers(): Promise<boolean> {
  return (await run(client, ['version', '--format', '{{.Server.Version}}'])).status === 0;
}

async function untilReady(log: string): Promise<void> {
  for (const end = Date.now() + READY_WITHIN; Date.now() < end; await sleep(300)) {
    if (await answers()) return;
  }
  throw new Error(`dockerd did not answer within ${READY_WITHIN / 1000} s:\n${tail(log)}`);
}

function tail(log: string): string {
  return readFileSync(log, 'utf8').split('\n').slice(-15).join('\n');
}
