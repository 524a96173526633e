/** Reads pins from the output of uv and pip. */

import { UserError } from '../core/errors.ts';
import { normaliseName } from '../core/record.ts';
import type { Pin } from '../core/types.ts';

const NAME = '[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?';
const REQUIREMENT = new RegExp(`^${NAME}(==[A-Za-z0-9.!+_-]+| @ https?://[^\\s;\\\\]+)$`);

/**
 * The pins in the output of `uv pip compile --generate-hashes`: `name==1.0 \` and a line per hash.
 * @throws UserError for a requirement without a hash, or one that is neither a release nor an address
 */
export function pinsOfUv(text: string): Pin[] {
  const joined = text.replace(/\\\r?\n/g, ' ').split(/\r?\n/);
  return joined.flatMap((line) => {
    const plain = line.replace(/(^|\s)#.*$/, '').trim();
    if (plain === '' || plain.startsWith('-')) return [];
    const [requirement, ...options] = plain.split(/\s+--hash[= ]/) as [string, ...string[]];
    return [pin(requirement.trim(), options)];
  });
}

/** One distribution in pip's installation report. */
interface Installed {
  metadata: { name: string; version: string };
  download_info: { url: string; archive_info?: { hashes?: Record<string, string> } };
  is_direct: boolean;
}

/**
 * The pins in a report of `pip install --dry-run --report`
 * (https://pip.pypa.io/en/stable/reference/installation-report/).
 * @throws UserError as pinsOfUv does
 */
export function pinsOfPip(text: string): Pin[] {
  const { install } = JSON.parse(text) as { install: Installed[] };
  return install.map(({ metadata, download_info, is_direct }) => {
    const { url, archive_info } = download_info;
    const hashes = Object.entries(archive_info?.hashes ?? {})
      .filter(([kind]) => kind === 'sha256')
      .map(([kind, digits]) => `${kind}:${digits}`);
    const { name, version } = metadata;
    return pin(is_direct ? `${name} @ ${url}` : `${name}==${version}`, hashes);
  });
}

/** `name==1.0` by normalised name (PEP 503). */
export function nameOf(requirement: string): string {
  const name = /^[A-Za-z0-9._-]+/.exec(requirement)?.[0] ?? requirement;
  return normaliseName(name);
}

/** The releases among the pins (`numpy==2.4.6`), as constraints; addresses need none. */
export function releasesOf(pins: readonly Pin[]): string[] {
  return pins.map(({ requirement }) => requirement).filter((text) => text.includes('=='));
}

function pin(requirement: string, hashes: string[]): Pin {
  const valid = hashes.filter((hash) => /^sha256:[0-9a-f]{64}$/.test(hash));
  if (!REQUIREMENT.test(requirement) || /\/\/[^/]*@/.test(requirement))
    throw new UserError(
      `'${requirement.replace(/\/\/[^/]*@/g, '//***@').slice(0, 200)}' cannot be locked: only releases (numpy==2.4.6) and addresses without a password can`,
    );
  if (valid.length === 0)
    throw new UserError(
      `the index gives no sha256 of ${requirement.slice(0, 200)}, which a lock needs (an address may end in #sha256=...)`,
    );
  return { requirement, hashes: [...new Set(valid)].sort() };
}
