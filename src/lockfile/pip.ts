/** Resolves by pip of a Python on this machine that is compatible with the image's. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../core/errors.ts';
import type { Pin, Target } from '../core/types.ts';
import { run, saidBy } from '../engine/run-program.ts';
import { pinsOfPip, releasesOf } from './pins.ts';
import { pipPlatforms, soabi } from './target.ts';
import type { Resolution, ResolveRequest } from './types.ts';
import { findLinks } from './wheel-folders.ts';

/** A Python with a pip that can report what it would install (`--report`, pip 22.2). */
export interface HostPip {
  python: string;
  /** `pip 25.1 of python3.13` */
  title: string;
}

/** Prints the SOABI of a Python and its pip's version. `-I` ignores modules of the folder. */
const ASK = 'import pip, sysconfig; print(sysconfig.get_config_var("SOABI"), pip.__version__)';

/**
 * A Python on this machine with the target's SOABI, or null. pip can resolve for another Python and
 * machine, but evaluates markers for the Python that runs it.
 */
export async function findPip(target: Target): Promise<HostPip | null> {
  for (const python of [`python${target.python}`, 'python3', 'python']) {
    const { status, stdout } = await run(python, ['-I', '-c', ASK]);
    const [kind, version = ''] = status === 0 ? stdout.trim().split(' ') : [];
    const [major = 0, minor = 0] = version.split('.').map(Number);
    if (kind === soabi(target) && (major > 22 || (major === 22 && minor >= 2)))
      return { python, title: `pip ${version} of ${python}` };
  }
  return null;
}

/**
 * Resolves by `pip install --dry-run --report`, with wheels only, so that no code of a package runs
 * here. pip reports one hash per package, of the file it would install.
 * @throws UserError with pip's reason if there is no solution
 */
export async function resolveByPip(
  request: ResolveRequest,
  target: Target,
  pip: HostPip,
): Promise<Resolution> {
  const { parts, kept } = request;
  const every = [...parts.framework, ...parts.packages];
  const install = (requirements: string[], bounds: readonly string[]) =>
    report(request, target, pip, requirements, bounds);
  // If the kept pins do not fit any more, everything is resolved again.
  const all = await install(every, kept).catch((error) => {
    if (kept.length === 0) throw error;
    return install(every, []);
  });
  const framework =
    parts.framework.length === 0 ? [] : await install(parts.framework, releasesOf(all));
  return { all, framework, target: null, by: pip.title };
}

async function report(
  { root, parts, offline }: ResolveRequest,
  target: Target,
  { python }: HostPip,
  requirements: string[],
  bounds: readonly string[],
): Promise<Pin[]> {
  const folder = mkdtempSync(join(tmpdir(), 'ml-image-lock-'));
  try {
    const file = (name: string, lines: readonly string[]) => {
      const path = join(folder, name);
      writeFileSync(path, lines.map((line) => `${line}\n`).join(''));
      return path;
    };
    const answer = join(folder, 'report.json');
    const options = offline ? [] : parts.options;
    const ran = await run(
      python,
      [
        ...['-I', '-m', 'pip', 'install', '--dry-run', '--quiet', '--disable-pip-version-check'],
        ...['--ignore-installed', '--no-input', '--report', answer, '--target', folder],
        ...['--only-binary', ':all:'],
        ...pipPlatforms(target).flatMap((name) => ['--platform', name]),
        ...findLinks(root),
        ...(offline ? ['--no-index'] : []),
        ...['--requirement', file('requirements.txt', [...options, ...requirements])],
        ...['--constraint', file('constraints.txt', bounds)],
      ],
      { cwd: root },
    );
    if (ran.status !== 0) throw new UserError(`pip found no compatible wheels: ${saidBy(ran)}`);
    return pinsOfPip(readFileSync(answer, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
