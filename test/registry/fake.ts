/** A small registry on the loopback interface: one manifest a tag, and what the tests want it to say. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeRegistry {
  /** `127.0.0.1:PORT` */
  host: string;
  /** `METHOD path authorization`, in the order in which they came. */
  requests: string[];
  /** Manifests by `repository:tag`; may be changed meanwhile. */
  manifests: Record<string, string>;
  close(): Promise<void>;
}

export interface Manners {
  /** Does not say the digest: it has to be worked out. */
  silent?: boolean;
  /** Wants a token, which the realm gives; `to` this Authorization only, else to everybody. */
  bearer?: { to?: string; realm?: string };
  /** Wants this Authorization with each request. */
  basic?: string;
  /** Answers everything so, before anything else. */
  always?: (request: IncomingMessage, response: ServerResponse) => void;
}

/** `sha256:` and the digest of a text. */
export function digestOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

const TOKEN = 'a.b-c';

/** Serves manifests as the distribution specification has it. */
export async function serveRegistry(
  manifests: Record<string, string>,
  manners: Manners = {},
): Promise<FakeRegistry> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const { authorization = '' } = request.headers;
    const url = new URL(`http://${request.headers.host}${request.url}`);
    requests.push(`${request.method} ${url.pathname}${url.search} ${authorization}`.trim());
    if (manners.always) return manners.always(request, response);
    if (url.pathname === '/token') {
      const allowed = manners.bearer?.to === undefined || authorization === manners.bearer.to;
      response.writeHead(allowed ? 200 : 401).end(JSON.stringify({ token: TOKEN }));
      return;
    }
    const challenge = challengeFor(`http://${request.headers.host}`, manners, authorization);
    if (challenge) {
      response.writeHead(401, { 'WWW-Authenticate': challenge }).end();
      return;
    }
    const [, repository, tag] = /^\/v2\/(.+)\/manifests\/([^/]+)$/.exec(url.pathname) ?? [];
    const manifest = manifests[`${repository}:${tag}`];
    // One of several architectures would be a pin that suits one kind of machine only.
    if (
      manifest === undefined ||
      !/image\.index.*manifest\.list/.test(`${request.headers.accept}`)
    ) {
      response.writeHead(404).end();
      return;
    }
    if (!manners.silent) response.setHeader('Docker-Content-Digest', digestOf(manifest));
    response.end(request.method === 'HEAD' ? undefined : manifest);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    host: `127.0.0.1:${port}`,
    requests,
    manifests,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function challengeFor(origin: string, manners: Manners, authorization: string): string | null {
  if (manners.basic !== undefined) {
    return authorization === manners.basic ? null : 'Basic realm="fake"';
  }
  if (!manners.bearer || authorization === `Bearer ${TOKEN}`) return null;
  const realm = manners.bearer.realm ?? `${origin}/token`;
  return `Bearer realm="${realm}",service="fake, inc.",scope="repository:lab/python:pull"`;
}

/**
 * Runs something while Docker Hub is played by another registry.
 * @param host where it is; null: nobody answers
 */
export async function asDockerHub<T>(host: string | null, step: () => Promise<T>): Promise<T> {
  const real = globalThis.fetch;
  globalThis.fetch = (input, init) => {
    if (host === null) return Promise.reject(new TypeError('fetch failed', { cause: OFFLINE }));
    return real(String(input).replace('https://registry-1.docker.io', `http://${host}`), init);
  };
  try {
    return await step();
  } finally {
    globalThis.fetch = real;
  }
}

const OFFLINE = Object.assign(new Error('no such host'), { code: 'ENOTFOUND' });
