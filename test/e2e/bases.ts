/**
 * Stand-ins for the official python images, where those cannot be pulled: a minimal Debian by
 * debootstrap with Debian's own Python, made to look like the official image where it matters
 * (python3 and pip in /usr/local/bin, no PEP 668 lock). What they cannot show is said here once:
 * the official images' own layers, sizes and Python builds are not tested by them.
 */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { docker, isOurEngine, tryDocker } from './engine.ts';
import { cacheFolder } from './places.ts';
import { must } from './run.ts';

/** Debian releases and the image names that each stands in for. */
const STAND_INS = {
  // Debian 12 has Python 3.11, so it also plays the image of 3.11 on Debian 13.
  bookworm: ['python:3.11-slim-bookworm', 'python:3.11-slim-trixie'],
  trixie: ['python:3.13-slim-trixie'],
} as const;

type Release = keyof typeof STAND_INS;

const MIRROR = process.env.ML_IMAGE_E2E_DEBIAN || 'http://deb.debian.org/debian';
const PACKAGES = ['python3', 'python3-venv', 'python3-pip', 'ca-certificates'];

/** Makes sure that the engine has every base image that the tests build on. */
export async function prepareBases(): Promise<void> {
  const ours = await isOurEngine();
  for (const [release, images] of Object.entries(STAND_INS)) {
    for (const image of images) {
      if ((await tryDocker(['image', 'inspect', image])).status === 0) continue;
      if (!ours && (await tryDocker(['pull', '--quiet', image])).status === 0) continue;
      await standIn(release as Release, image);
    }
  }
}

/** Imports the release's root file system under the name `image`. */
async function standIn(release: Release, image: string): Promise<void> {
  const archive = join(cacheFolder('bases'), `${release}.tar`);
  if (!existsSync(archive)) await bootstrap(release, archive);
  const settings = [
    'ENV PATH=/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin',
    'ENV LANG=C.UTF-8',
    'CMD ["python3"]',
  ];
  await docker('import', ...settings.flatMap((line) => ['--change', line]), archive, image);
}

/** Writes the release's root file system as a tar archive; takes root and half a minute. */
async function bootstrap(release: Release, archive: string): Promise<void> {
  const root = join(cacheFolder('bases'), `${release}.root`);
  rmSync(root, { recursive: true, force: true });
  const include = `--include=${PACKAGES.join(',')}`;
  await must('debootstrap', ['--variant=minbase', include, release, root, MIRROR]);
  slim(root);
  // The host's certificates, in case it reaches the package registries through a gateway of its own.
  const bundle = 'etc/ssl/certs/ca-certificates.crt';
  await must('cp', ['--dereference', `/${bundle}`, join(root, bundle)]);
  const links = { python: 'python3', python3: 'python3', pip: 'pip3', pip3: 'pip3' };
  for (const [name, target] of Object.entries(links)) {
    await must('ln', ['-sfn', `/usr/bin/${target}`, join(root, 'usr/local/bin', name)]);
  }
  await must('tar', ['-C', root, '--exclude=./dev/*', '-cf', `${archive}.part`, '.']);
  await must('mv', [`${archive}.part`, archive]);
  rmSync(root, { recursive: true, force: true });
}

/** Takes out what the slim images lack as well: documentation, caches, and Debian's pip lock. */
function slim(root: string): void {
  for (const folder of [
    'usr/share/doc',
    'usr/share/man',
    'usr/share/locale',
    'var/lib/apt/lists',
  ]) {
    for (const entry of readdirSync(join(root, folder))) {
      rmSync(join(root, folder, entry), { recursive: true });
    }
  }
  const apt = join(root, 'var/cache/apt');
  rmSync(join(apt, 'archives'), { recursive: true, force: true });
  for (const file of ['pkgcache.bin', 'srcpkgcache.bin']) rmSync(join(apt, file), { force: true });
  for (const folder of readdirSync(join(root, 'usr/lib')).filter((name) =>
    /^python3\./.test(name),
  )) {
    rmSync(join(root, 'usr/lib', folder, 'EXTERNALLY-MANAGED'), { force: true });
  }
}
