/** The container that a shell session runs in: it never outlives the command. */
import { createHash, randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { UserError } from '../core/errors.ts';
import type { Engine } from '../engine/engine.ts';

/** On every container of a session, so that the next run finds what a killed one left. */
const LABEL = 'generator-ml-image.capture';
/** Does nothing, on every base image, and ends at once when told: Podman removes by SIGTERM first. */
const WAIT = ['-c', 'trap "exit 0" TERM; while :; do sleep 3600 & wait $!; done'];
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** Milliseconds that a terminal client gets to put the terminal right after its container is gone. */
const GRACE = 2_000;

/**
 * Starts a container of the image as root, and removes it at the end, whatever happens. On SIGINT,
 * SIGTERM and SIGHUP too; this process then ends by that signal.
 * @param args added to the engine's `run` as they are
 * @throws UserError where the image or the engine is missing
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
  // Whoever reads from a terminal may see that it is gone before the signal comes, as an error of no call.
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
        `${engine.name} starts no container of ${image}: ${lastLine(stderr)}; what it lacks goes behind --, as in ml-image capture -- --network host`,
      );
    }
    const using = stopping ? forever() : use(container);
    used = using.catch(() => {});
    return await using;
  } finally {
    // The signal's handler ends this process; nobody may speak meanwhile of a shell that broke off.
    if (stopping) await forever();
    await remove(engine, container);
    leave();
  }
}

/** Whether it is still there and runs. */
export async function isRunning(engine: Engine, container: string): Promise<boolean> {
  const asked = await engine.run(['container', 'inspect', '-f', '{{.State.Running}}', container]);
  return asked.stdout.trim() === 'true';
}

async function assertImage(engine: Engine, image: string): Promise<void> {
  const { status, stderr } = await engine.run(['image', 'inspect', image]);
  if (status === 0) return;
  // Docker, Podman, nerdctl, in this order.
  if (/no such (image|object)|not known|no such image/i.test(stderr)) {
    throw new UserError(`there is no image ${image} yet; build it first: make build`);
  }
  throw new UserError(`${engine.name} does not answer: ${lastLine(stderr)}`, {
    hint: `start it and try again`,
  });
}

/** Removes containers of runs on this machine that were killed before they could. */
async function removeLeftovers(engine: Engine): Promise<void> {
  const listed = await engine.run([
    ...['ps', '--all', '--filter', `label=${LABEL}`, '--format', '{{.Names}}'],
  ]);
  for (const name of listed.stdout.split(/\s+/)) {
    const pid = Number(name.startsWith(prefix()) ? name.slice(prefix().length).split('-')[0] : 0);
    if (pid > 0 && !isAlive(pid)) await remove(engine, name);
  }
}

/** An engine may serve several machines: each knows its own containers by its name's digest. */
function prefix(): string {
  const digest = createHash('sha256').update(hostname()).digest('hex');
  return `ml-image-capture-${digest.slice(0, 8)}-`;
}

/** A process id that is in use again keeps a leftover until that process ends. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** With its anonymous volumes; one that is not there is no fault. */
async function remove(engine: Engine, container: string): Promise<void> {
  // A window that closes may end the client too, before that has a session of its own.
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
