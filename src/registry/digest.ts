/**
 * Asks a registry for the current digest of a tag.
 * Protocol: https://github.com/opencontainers/distribution-spec/blob/main/spec.md (pulling manifests),
 * with the token flow of https://distribution.github.io/distribution/spec/auth/token/.
 */
import { createHash } from 'node:crypto';
import { UserError } from '../core/errors.ts';
import { type Challenge, readChallenge, tokenAddress } from './challenge.ts';
import { storedLogin } from './login.ts';
import { isSafe, type Place, placeOf, type Tagged } from './place.ts';

/** An index of all architectures before the manifest of one: a pin must suit every machine. */
const ACCEPT = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

const DIGEST = /^sha256:[a-f0-9]{64}$/;

/** Bytes; the specification lets registries refuse larger manifests. */
const MANIFEST_LIMIT = 4 * 1024 * 1024;
/** Bytes; tokens have some kilobytes. */
const TOKEN_LIMIT = 1024 * 1024;

export interface AskOptions {
  /** Milliseconds for all requests together. */
  timeout: number;
  /** Gives the stored login for a registry; from Docker's configuration by default. */
  login?: (registry: string) => string | null;
}

/** One conversation with a registry. */
interface Talk {
  image: Tagged;
  place: Place;
  signal: AbortSignal;
  timeout: number;
  login: (registry: string) => string | null;
}

/**
 * Asks for the content of a tag.
 * @returns `sha256:` and 64 hexadecimal digits; of the index where the image has several architectures
 * @throws RegistryError in one line, where the registry does not answer, refuses, or has no such tag
 */
export async function askDigest(image: Tagged, options: AskOptions): Promise<string> {
  const { timeout, login = storedLogin } = options;
  const signal = AbortSignal.timeout(timeout);
  const talk = { image, place: placeOf(image.name), signal, timeout, login };
  const { place } = talk;
  const url = new URL(`${place.origin}/v2/${place.repository}/manifests/${image.tag}`);
  let authorization: string | null = null;
  // HEAD first: Docker Hub does not count it as a pull.
  let response = await request(talk, url, 'HEAD', null);
  if (response.status === 401) {
    authorization = await authorize(talk, response.headers.get('www-authenticate'));
    response = await request(talk, url, 'HEAD', authorization);
  }
  const said = response.headers.get('docker-content-digest') ?? '';
  if (response.ok && DIGEST.test(said)) return said;
  if (!response.ok && response.status !== 405) throw refused(talk, response.status);
  response = await request(talk, url, 'GET', authorization);
  if (!response.ok) throw refused(talk, response.status);
  const body = await bytes(talk, response, MANIFEST_LIMIT);
  return `sha256:${createHash('sha256').update(body).digest('hex')}`;
}

/** What to send with the request that was answered by a challenge. */
async function authorize(talk: Talk, header: string | null): Promise<string> {
  const { place, login } = talk;
  const challenge = readChallenge(header);
  const basic = login(place.login);
  if (challenge?.scheme === 'basic' && basic !== null) return basic;
  if (challenge?.scheme !== 'bearer') throw refused(talk, 401);
  return `Bearer ${await token(talk, challenge, basic)}`;
}

async function token(talk: Talk, challenge: Challenge, basic: string | null): Promise<string> {
  const url = tokenAddress(challenge, talk.place.repository);
  // The login goes where the registry says, as Docker's own client sends it, but never in the clear.
  if (!url || !isSafe(url)) {
    throw failed(
      talk,
      'it sends to a place without https for its token',
      'ask its administrator for a realm with https',
    );
  }
  const response = await request(talk, url, 'GET', basic);
  if (!response.ok) throw refused(talk, response.status);
  const body = await bytes(talk, response, TOKEN_LIMIT);
  try {
    const { token: first, access_token: second } = JSON.parse(body.toString('utf8'));
    const given = first ?? second;
    if (typeof given === 'string' && /^[\x21-\x7e]+$/.test(given)) return given;
  } catch {
    // Said below, with everything else that is no token.
  }
  throw failed(talk, `${url.host} gave no token`, 'see whether that address is a registry');
}

async function request(
  talk: Talk,
  url: URL,
  method: 'HEAD' | 'GET',
  authorization: string | null,
): Promise<Response> {
  const headers = { Accept: ACCEPT, ...(authorization === null ? {} : { authorization }) };
  let response: Response;
  try {
    response = await fetch(url, { method, headers, signal: talk.signal });
  } catch (error) {
    throw unanswered(talk, error);
  }
  // Redirects are followed (fetch takes the login off to another host), but not into the clear.
  if (URL.canParse(response.url) && !isSafe(new URL(response.url))) {
    throw failed(talk, 'it sends to a place without https', 'give the image by that other name');
  }
  return response;
}

/** The whole body; an endless one is given up. */
async function bytes(talk: Talk, response: Response, limit: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const part of response.body ?? []) {
      size += part.length;
      if (size > limit) break;
      parts.push(part);
    }
  } catch (error) {
    throw unanswered(talk, error);
  }
  if (size <= limit) return Buffer.concat(parts);
  throw failed(talk, `its answer has more than ${limit} bytes`, 'see whether it is a registry');
}

function unanswered(talk: Talk, error: unknown): RegistryError {
  const { name, cause, message } = error as Error & { cause?: { code?: string } };
  const why =
    name === 'TimeoutError' ? `none within ${talk.timeout / 1000} s` : (cause?.code ?? message);
  return new RegistryError(
    `${describeRequest(talk)}: no answer (${why}); it takes a network that reaches it, or a mirror: ml-image regenerate --base-image mirror.example.org/NAME:TAG`,
    false,
  );
}

function refused(talk: Talk, status: number): RegistryError {
  const { host, login } = talk.place;
  const to = login === host ? ` ${host}` : '';
  if (status === 401 || status === 403) {
    return failed(
      talk,
      `${status}, which is a login that is missing or not enough, or a name that it does not have`,
      `docker login${to} (read from "auths" in Docker's config.json; credential helpers are not asked), or another --base-image`,
    );
  }
  if (status === 404) {
    return failed(
      talk,
      '404, it has no such tag',
      'see which it has and give one: ml-image regenerate --base-image NAME:TAG',
    );
  }
  if (status === 429) {
    return failed(talk, '429, too many requests', `wait for a while, or docker login${to}`);
  }
  return failed(talk, `${status}`, 'try again later, or see whether that address is a registry');
}

function failed(talk: Talk, answer: string, remedy: string): RegistryError {
  return new RegistryError(`${describeRequest(talk)}: ${answer}; what may work: ${remedy}`, true);
}

function describeRequest({ image, place }: Talk): string {
  return `asked ${place.host} for the digest of ${image.name}:${image.tag}`;
}

/** One line: what was asked, what the registry answered, what would work. */
export class RegistryError extends UserError {
  /** False: no answer in time, as on a machine without a network. */
  readonly answered: boolean;
  /** @param message the line; never with a login in it */
  constructor(message: string, answered: boolean) {
    super(message);
    this.answered = answered;
  }
}
