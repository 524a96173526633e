/** What PyPI says, without installing anything: by uv's resolver and by the index's JSON pages. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Combination } from './catalog-combinations.ts';

export const PYPI = 'https://pypi.org/simple';

/** The answer of the resolver: how many wheels an image gets, or its reason why there is no set. */
export type Answer = { wheels: number } | { failure: string };

/**
 * What is fetched counts for an hour: otherwise uv asks again for every page at every question,
 * thousands of times in a run. (The server's own word is ten minutes at most.)
 */
const CONFIG = `[[index]]
url = "${PYPI}"
default = true
cache-control = { api = "max-age=3600", files = "max-age=3600" }
`;

const folder = mkdtempSync(join(tmpdir(), 'catalog-verify-'));
const configFile = join(folder, 'uv.toml');
writeFileSync(configFile, CONFIG);
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

/** uv's own version, which also tells whether there is one. */
export async function uvVersion(): Promise<string> {
  const { status, stdout } = await uv(['--version'], '');
  if (status !== 0) throw new Error('catalog:verify asks by uv; install it: pip install uv');
  return stdout.trim().split(' ').slice(0, 2).join(' ');
}

/**
 * Resolves requirements with all that they need to wheels for a combination's Python, C library and
 * architecture. Local versions (`+cpu`) are taken off: PyPI has none.
 */
export async function askPyPI(combination: Combination): Promise<Answer> {
  const { architecture, libc, libcVersion, python, requirements } = combination;
  const platform =
    libc === 'musl'
      ? `${architecture}-unknown-linux-musl`
      : `${architecture}-manylinux_${libcVersion.replace('.', '_')}`;
  const lines = requirements.map((line) => line.replace(/\+[a-z0-9.]+$/, ''));
  const { status, stdout, stderr } = await uv(
    [
      ...['pip', 'compile', '-', '--quiet', '--no-header', '--no-annotate'],
      ...['--config-file', configFile, '--no-python-downloads', '--only-binary', ':all:'],
      ...['--python-version', python, '--python-platform', platform],
    ],
    `${lines.join('\n')}\n`,
  );
  if (status !== 0) return { failure: stderr.trim().replace(/\s+/g, ' ') };
  return { wheels: stdout.split('\n').filter((line) => line.includes('==')).length };
}

/**
 * Final releases of a distribution that have a wheel and are not withdrawn, in no particular order.
 * Format: PEP 691 (the simple index as JSON).
 */
export async function releasesOnPyPI(name: string): Promise<string[]> {
  const response = await fetch(`${PYPI}/${name}/`, {
    headers: { accept: 'application/vnd.pypi.simple.v1+json' },
  });
  if (!response.ok) throw new Error(`${PYPI}/${name}/ answers ${response.status}`);
  const page = (await response.json()) as { files: { filename: string; yanked: unknown }[] };
  const versions = page.files
    .filter(({ filename, yanked }) => filename.endsWith('.whl') && !yanked)
    .map(({ filename }) => filename.split('-')[1] as string);
  return [...new Set(versions)].filter((version) => /^\d+(\.\d+)*$/.test(version));
}

/** Runs uv with a text on its standard input; its settings of this machine stay out of it. */
function uv(
  args: string[],
  input: string,
): Promise<{ status: number; stdout: string; stderr: string }> {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^UV_(.*INDEX|FIND_LINKS)/.test(name),
  );
  return new Promise((done) => {
    const child = spawn('uv', args, { env: Object.fromEntries(kept) });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', ({ message }) => done({ status: -1, stdout, stderr: message }));
    child.on('close', (status) => done({ status: status ?? -1, stdout, stderr }));
    child.stdin.on('error', () => {}).end(input);
  });
}
