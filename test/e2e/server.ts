/** ABLInfer's own server, `ablinfer.inferserver`, on loopback (see serve.py), and jobs for it. */
import { spawn } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Job } from './dispatch.ts';
import { engineEnv } from './engine.ts';
import { type Folder, readSpec } from './folder.ts';
import { temporaryFolder } from './places.ts';
import { type Ran, run } from './run.ts';
import { prepareTools } from './tools.ts';

export interface Server {
  url: string;
  stop(): void;
}

/** Starts the server with the folder's specification; throws with its log where it does not answer. */
export async function startServer(folder: Folder): Promise<Server> {
  const models = temporaryFolder();
  const id = readSpec(folder).id;
  copyFileSync(join(folder.path, 'model-spec.json'), join(models, `${id}.json`));
  const settings = join(temporaryFolder(), 'settings.py');
  const sessions = temporaryFolder();
  const values = { MODEL_PATH: models, SESSION_PATH: sessions, CLEANUP_TIMER: -1 };
  const lines = Object.entries(values).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
  writeFileSync(settings, `${lines.join('\n')}\n`);
  const port = await freePort();
  const log = join(temporaryFolder(), 'log');
  const script = join(import.meta.dirname, 'serve.py');
  const python = join(await prepareTools(), 'python');
  const child = spawn('sh', ['-c', 'exec "$@" > "$0" 2>&1', log, python, script, String(port)], {
    env: { ...process.env, ...engineEnv(), INFERSERVER_SETTINGS: settings },
    stdio: 'ignore',
  });
  const url = `http://127.0.0.1:${port}/`;
  const stop = () => child.kill('SIGKILL');
  for (const end = Date.now() + 30_000; Date.now() < end && child.exitCode === null; ) {
    if (await answers(url)) return { url, stop };
    await sleep(200);
  }
  stop();
  throw new Error(`ablinfer.inferserver does not answer:\n${readFileSync(log, 'utf8')}`);
}

/** Sends a job of the folder's specification to the server by ABLInfer's own client. */
export async function sendJob({ path }: Folder, { url }: Server, job: Job): Promise<Ran> {
  const file = join(temporaryFolder(), 'job.json');
  writeFileSync(file, JSON.stringify({ params: {}, ...job }));
  const script = join(import.meta.dirname, 'dispatch.py');
  const python = join(await prepareTools(), 'python');
  return run(python, [script, join(path, 'model-spec.json'), file, url], { timeout: 120_000 });
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0));
    });
  });
}
