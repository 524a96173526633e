/**
 * `npm run bench:size`: how big images are, as base + packages + model + ours, beside the same image
 * by a textbook recipe. Takes an engine, as `npm run test:e2e` does (test/e2e/README.md). Sizes are
 * what the engine counts: the bytes of all layers, uncompressed; the model is 500 MB of random bytes.
 * Ends with 1 where one of ours is larger, or holds more than 2 MB beside its parts.
 */
import { randomBytes } from 'node:crypto';
import {
  cpSync,
  createReadStream,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { prepareBases } from '../test/e2e/bases.ts';
import { docker, imageSize, startEngine, stopEngine } from '../test/e2e/engine.ts';
import {
  build,
  countImage,
  type Folder,
  inImage,
  removeImages,
  scaffold,
} from '../test/e2e/folder.ts';
import { cacheFolder, removeTemporary, temporaryFolder } from '../test/e2e/places.ts';
import { fillWheels } from '../test/e2e/wheels.ts';

const MODEL_SIZE = 500_000_000;
const MEGABYTE = 1_000_000;
/** Reach: what may stand beside the parts, and how much larger the textbook's image is. */
const OURS_AT_MOST = 2 * MEGABYTE;
const TEXTBOOK_AT_LEAST = 1.5;

const CASES: Record<string, { flags: string[]; wheels?: true }> = {
  'TensorFlow CPU': { flags: ['--framework', 'tensorflow'] },
  // From wheels that the host fetches, as in the end-to-end tests; what is installed is the same.
  'PyTorch CPU': {
    flags: ['--framework', 'pytorch', '--framework-version', '2.13.0', '--python', '3.11'],
    wheels: true,
  },
  'scikit-learn': { flags: ['--framework', 'scikit-learn'] },
};

/** Single stage, everything copied and then made readable, cleaned up in a layer after the mess. */
const textbook = (base: string, pip: string) => `FROM ${base}
WORKDIR /app
COPY . .
RUN apt-get update
RUN apt-get install -y libgomp1
RUN pip install ${pip} -r requirements.txt
RUN chmod -R a+rX,g+w /app
RUN rm -rf /var/lib/apt/lists/* /root/.cache
CMD ["python", "entrypoint.py"]
`;

await main();

async function main(): Promise<void> {
  await startEngine();
  await prepareBases();
  const index = await serveWheels(cacheFolder('wheels'));
  try {
    console.log('MB             base  packages  model  ours   in all  textbook');
    for (const [name, { flags, wheels }] of Object.entries(CASES)) {
      await measure(name, flags, wheels ? index.options : null);
    }
  } finally {
    index.close();
    await removeImages();
    removeTemporary();
    await stopEngine();
  }
}

/** Builds both images and prints their line. */
async function measure(name: string, flags: string[], fromWheels: string | null): Promise<void> {
  const model = join(temporaryFolder(), 'weights.bin');
  writeModel(model);
  const id = `size-${name.toLowerCase().replaceAll(/[^a-z]+/g, '-')}`;
  const folder = await scaffold(id, ['--model', model, ...flags]);
  const recipe = await textbookImage(folder, fromWheels);
  if (fromWheels) await fillWheels(folder);
  await build(folder);
  const base = await imageSize(baseOf(folder));
  const sum = "find /opt/venv -type f -printf '%s\\n' | awk '{ n += $1 } END { print n }'";
  const packages = Number(await inImage(folder, sum));
  const all = await imageSize(folder.image);
  const ours = all - base - packages - MODEL_SIZE;
  const ratio = recipe / all;
  const columns = [base, packages, MODEL_SIZE, ours, all, recipe].map((bytes) =>
    (bytes / MEGABYTE).toFixed(1).padStart(8),
  );
  console.log(`${name.padEnd(14)}${columns.join('')}  ${ratio.toFixed(2)} x ours`);
  if (ours > OURS_AT_MOST || recipe < all) {
    console.log(`${name}: out of reach: ours larger than the textbook's, or 2 MB over its parts`);
    process.exitCode = 1;
  }
  if (ratio < TEXTBOOK_AT_LEAST) {
    console.log(`${name}: the textbook's is less than ${TEXTBOOK_AT_LEAST} x ours`);
  }
}

/** Bytes of the image that the textbook makes of the same model, requirements and code. */
async function textbookImage({ path, image }: Folder, fromWheels: string | null): Promise<number> {
  const context = temporaryFolder();
  for (const part of ['model', 'runner', 'entrypoint.py', 'model.py', 'model-spec.json']) {
    cpSync(join(path, part), join(context, part), { recursive: true });
  }
  const requirements = readFileSync(join(path, 'requirements.txt'), 'utf8');
  const own = fromWheels ? requirements.replaceAll(/^--.*$/gm, '') : requirements;
  writeFileSync(join(context, 'requirements.txt'), own);
  writeFileSync(join(context, 'Dockerfile'), textbook(baseOf({ path, image }), fromWheels ?? ''));
  const tag = `${image}-textbook`;
  await docker('build', '--quiet', '--network', 'host', '--tag', tag, context);
  countImage(tag);
  return imageSize(tag);
}

function baseOf({ path }: Folder): string {
  const dockerfile = readFileSync(join(path, 'Dockerfile'), 'utf8');
  return /^ARG BASE_IMAGE=(.*)$/m.exec(dockerfile)?.[1] ?? '';
}

function writeModel(path: string): void {
  const file = openSync(path, 'w');
  for (let written = 0; written < MODEL_SIZE; written += 10 * MEGABYTE) {
    writeSync(file, randomBytes(10 * MEGABYTE));
  }
}

/** Serves wheels as PyPI does, for ever the same, so that pip keeps them in its cache likewise. */
async function serveWheels(folder: string): Promise<{ options: string; close(): void }> {
  const server = createServer((request, response) => {
    const name = decodeURIComponent((request.url ?? '/').slice(1));
    const file = join(folder, name);
    response.setHeader('Cache-Control', 'max-age=365000000, immutable, public');
    if (name === '') {
      const links = readdirSync(folder).map(
        (wheel) => `<a href="/${encodeURIComponent(wheel)}">x</a>`,
      );
      return response.setHeader('Content-Type', 'text/html').end(links.join(''));
    }
    if (!/^[\w.+-]+\.whl$/.test(name) || !existsSync(file)) return response.writeHead(404).end();
    return createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    options: `--find-links http://127.0.0.1:${port}/ --trusted-host 127.0.0.1`,
    close: () => server.close(),
  };
}
