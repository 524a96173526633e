/** The container of a shell session, which is removed when the command ends. */
import { createHash, randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { UserError } from '../core/errors.ts';
import type { Engine } from '../engine/engine.ts';

/** The label of every session's container, by which the next run finds those of killed runs. */
const LABEL = 'generator-ml-image.capture';
/** Waits, on every base image, and ends at once on SIGTERM, which Podman sends before removing. */
const WAIT = ['-c', 'trap "exit 0" TERM; while :; do sleep 3600 & wait $!; done'];
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** Milliseconds for a terminal client to restore the terminal after its container is removed. */
const GRACE = 2_000;

/**
 * Starts a container of the image as root, and always removes it at the end, also on SIGINT, SIGTERM
 * and SIGHUP, by which this process then ends.
 * @param args added to the engine's `run`
 * @throws UserError if the image or the engine is missing
 */
export async function withContainer<T>(
  engine: Engine,
  image: string,
  args: readonly string[],
  use: (container: string) => Promise<T>,
): Promise<T> {
  await assertImage(engine, image);
  await removeLeftovers(engine);
  const container = `${prefix()}${process.pid}-${randomBytes(6).toString('hex')}`;
  let stopping = false;
  let starting: Promise<unknown> = Promise.resolve();
  let used: Promise<unknown> = Promise.resolve();
  const end = async (how: () => void) => {
    if (stopping) return;
    stopping = true;
    await starting;
    await remove(engine, container);
    await Promise.race([used, new Promise((resolve) => setTimeout(resolve, GRACE))]);
    leave();
    how();
  };
  const stop = (signal: NodeJS.Signals) => end(() => process.kill(process.pid, signal));
  // Reading from a closed terminal may fail before the signal arrives, as an uncaught exception.
  const fault = (error: NodeJS.ErrnoException) =>
    end(() => {
      if (error.code !== 'EIO') throw error;
      process.kill(process.pid, 'SIGHUP');
    });
  const leave = () => {
    for (const signal of SIGNALS) process.removeListener(signal, stop);
    process.removeListener('uncaughtException', fault);
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  process.on('uncaughtException', fault);
  try {
    const start = engine.run([
      ...['run', '--detach', '--name', container, '--label', LABEL],
      ...['--user', '0:0', '--entrypoint', '/bin/sh'],
      ...args,
      ...[image, ...WAIT],
    ]);
    starting = start.catch(() => {});
    const { status, stderr } = await start;
    if (status !== 0 && !stopping) {
      throw new UserError(
        `${engine.name} cannot start a container of ${image}: ${lastLine(stderr)}`,
        { hint: 'add options of the engine after --, as in ml-image capture -- --network host' },
      );
    }
    const using = stopping ? forever() : use(container);
    used = using.catch(() => {});
    return await using;
  } finally {
    // The signal's handler ends this process; until then no error of the shell may be reported.
    if (stopping) await forever();
    await remove(engine, container);
    leave();
  }
}

/** Whether a container exists and runs. */
export async function isRunning(engine: Engine, container: string): Promise<boolean> {
  const { stdout } = await engine.run([
    ...['container', 'inspect', '-f', '{{.State.Running}}', container],
  ]);
  return stdout.trim() === 'true';
}

async function assertImage(engine: Engine, image: string): Promise<void> {
  const { status, stderr } = await engine.run(['image', 'inspect', image]);
  if (status === 0) return;
  // The messages of Docker, Podman and nerdctl.
  if (/no such (image|object)|not known|no such image/i.test(stderr)) {
    throw new UserError(`there is no image ${image}`, { hint: 'build it first: make build' });
  }
  throw new UserError(`${engine.name} does not respond: ${lastLine(stderr)}`, {
    hint: 'start it and try again',
  });
}

/** Removes the containers of killed runs on this machine. */
async function removeLeftovers(engine: Engine): Promise<void> {
  const listed = await engine.run([
    ...['ps', '--all', '--filter', `label=${LABEL}`, '--format', '{{.Names}}'],
  ]);
  for (const name of listed.stdout.split(/\s+/)) {
    const pid = Number(name.startsWith(prefix()) ? name.slice(prefix().length).split('-')[0] : 0);
    if (pid > 0 && !isAlive(pid)) await remove(engine, name);
  }
}

/** Container names start with a digest of this machine's name, as an engine may serve several machines. */
function prefix(): string {
  const digest = createHash('sha256').update(hostname()).digest('hex');
  return `ml-image-capture-${digest.slice(0, 8)}-`;
}

/** Whether a process runs; a reused id keeps a leftover until that process ends. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Removes a container, if it exists, with its anonymous volumes. */
async function remove(engine: Engine, container: string): Promise<void> {
  // Closing the window may end the client before it has its own session, so it is tried again.
  for (let tries = 0; tries < 3; tries++) {
    const { status, stderr } = await engine.run(['rm', '--force', '--volumes', container]);
    if (status === 0 || /no such container|no container with/i.test(stderr)) return;
  }
}

function lastLine(text: string): string {
  const lines = text.trim().split('\n');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: an engine's message must stay one plain line
  return (lines.at(-1) ?? '').replace(/[\x00-\x1f\x7f]/g, ' ').slice(0, 300);
}

function forever(): Promise<never> {
  return new Promise(() => {});
}
