/** What a registry asks for before it answers: the WWW-Authenticate header. */

export interface Challenge {
  /** `bearer`: a token from `realm`; `basic`: name and password with the request itself. */
  scheme: 'bearer' | 'basic';
  realm: string;
  service: string | null;
  scope: string | null;
}

const PARAMETER = /([a-z]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/gi;

/**
 * Reads the header of a 401 (RFC 9110, section 11.6.1; the parameters of a bearer challenge are
 * those of https://distribution.github.io/distribution/spec/auth/token/).
 * @returns null where it is none that this client can meet
 */
export function readChallenge(header: string | null): Challenge | null {
  const [, scheme, rest] = /^\s*(bearer|basic)(?:\s+(.*))?$/i.exec(header ?? '') ?? [];
  if (scheme === undefined) return null;
  const given = new Map<string, string>();
  for (const [, name = '', quoted, plain] of (rest ?? '').matchAll(PARAMETER)) {
    given.set(name.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? plain ?? '');
  }
  return {
    scheme: scheme.toLowerCase() === 'bearer' ? 'bearer' : 'basic',
    realm: given.get('realm') ?? '',
    service: given.get('service') ?? null,
    scope: given.get('scope') ?? null,
  };
}

/** The address that gives a token, or null where the realm is no address. */
export function tokenAddress(challenge: Challenge, repository: string): URL | null {
  if (!URL.canParse(challenge.realm)) return null;
  const url = new URL(challenge.realm);
  if (challenge.service !== null) url.searchParams.set('service', challenge.service);
  url.searchParams.set('scope', challenge.scope ?? `repository:${repository}:pull`);
  return url;
}
