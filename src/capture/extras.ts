/**
 * Infers requested extras: pip does not record `torchio[csv]`, but it installs the extra's dependencies.
 * Markers other than `extra` are not evaluated: a requirement with one may or may not apply here.
 */
import { normaliseName } from '../core/record.ts';
import type { Distribution } from './state.ts';

interface Requirement {
  name: string;
  /** Its extra; null if it is always needed. */
  extra: string | null;
  /** Whether it depends on another condition, such as the platform. */
  conditional: boolean;
}

/**
 * The extras that explain the new dependencies that nothing else needs.
 * @param after everything that is installed
 * @param news normalised names of new distributions that were not requested
 * @returns extras by the distribution's normalised name, and names that stay unexplained
 */
export function deduceExtras(
  after: readonly Distribution[],
  news: readonly string[],
): { extras: Map<string, string[]>; unexplained: string[] } {
  const installed = new Set(after.map(({ name }) => normaliseName(name)));
  const needed = new Set(
    after.flatMap(({ requires }) =>
      requires
        .map(readRequirement)
        .filter(({ extra }) => extra === null)
        .map(({ name }) => name),
    ),
  );
  let open = news.filter((name) => !needed.has(name));
  const extras = new Map<string, string[]>();
  for (const { name, requested, requires, extras: known } of after) {
    if (!requested || open.length === 0) continue;
    const requirements = requires.map(readRequirement);
    const explains = known
      .map((extra) => ({
        extra,
        of: requirements.filter((one) => one.extra === normaliseName(extra)),
      }))
      .filter(({ of }) => of.every((one) => one.conditional || installed.has(one.name)))
      .map(({ extra, of }) => ({ extra, names: of.map((one) => one.name) }))
      // The extra that explains most comes first: `all` instead of its parts.
      .sort((a, b) => covered(b.names, open) - covered(a.names, open));
    for (const { extra, names } of explains) {
      if (covered(names, open) === 0) continue;
      extras.set(normaliseName(name), [...(extras.get(normaliseName(name)) ?? []), extra]);
      open = open.filter((one) => !names.includes(one));
    }
  }
  return { extras, unexplained: open };
}

function covered(names: readonly string[], open: readonly string[]): number {
  return open.filter((name) => names.includes(name)).length;
}

/** The name, extra and condition of a PEP 508 text. */
function readRequirement(text: string): Requirement {
  const name = /^\s*([A-Za-z0-9._-]+)/.exec(text)?.[1] ?? '';
  const marker = text.includes(';') ? text.slice(text.indexOf(';') + 1) : '';
  const extra = /\bextra\s*==\s*['"]([^'"]*)['"]/.exec(marker);
  const rest = marker.replace(extra?.[0] ?? '', '').replace(/[()\s]|\band\b/g, '');
  return {
    name: normaliseName(name),
    extra: extra ? normaliseName(extra[1] as string) : null,
    conditional: rest !== '',
  };
}
