/** A real registry (Debian's docker-registry) on this machine's loopback interface. */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { temporaryFolder } from './places.ts';

const READY_WITHIN = 15_000;

/** A running registry. Engines take one on localhost without TLS. */
export interface Registry {
  /** `localhost:PORT` */
  host: string;
  stop(): Promise<void>;
}

/** Starts it, with an empty storage of its own. */
export async function startRegistry(): Promise<Registry> {
  const port = await freePort();
  const folder = temporaryFolder();
  const config = join(folder, 'config.yml');
  const settings = {
    version: '0.1',
    storage: { filesystem: { rootdirectory: join(folder, 'data') } },
    http: { addr: `127.0.0.1:${port}` },
  };
  // JSON is YAML too.
  writeFileSync(config, JSON.stringify(settings));
  const server = spawn('docker-registry', ['serve', config], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve, reject) => {
    server.on('error', reject);
    server.on('exit', () => resolve());
  });
  const failed = ended.then(() => Promise.reject(new Error('docker-registry ended at once')));
  await Promise.race([failed, untilReady(port)]);
  failed.catch(() => {});
  return {
    host: `localhost:${port}`,
    async stop() {
      server.kill();
      await ended;
    },
  };
}

async function untilReady(port: number): Promise<void> {
  for (const end = Date.now() + READY_WITHIN; Date.now() < end; await sleep(100)) {
    const answer = await fetch(`http://127.0.0.1:${port}/v2/`).catch(() => null);
    if (answer?.ok) return;
  }
  throw new Error(`docker-registry did not answer within ${READY_WITHIN / 1000} s`);
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
