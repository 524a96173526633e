/** A private package index on this machine: one wheel, a password, and an authority of its own. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { temporaryFolder } from './places.ts';
import { must } from './run.ts';

/** A name that resolves nowhere (RFC 6761, 6.4). */
export const PROXIED = 'packages.e2e.invalid';

/** Writes a wheel (PEP 427) with one module, by Python's own zip module. */
const MAKE_WHEEL = `
import sys, zipfile
version = sys.argv[2]
info = f"e2e_private-{version}.dist-info"
files = {
    "e2e_private.py": "ANSWER = 42\\n",
    info + "/METADATA": "Metadata-Version: 2.1\\nName: e2e-private\\nVersion: " + version + "\\n",
    info + "/WHEEL": "Wheel-Version: 1.0\\nGenerator: e2e\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
}
files[info + "/RECORD"] = "".join(name + ",,\\n" for name in [*files, info + "/RECORD"])
with zipfile.ZipFile(sys.argv[1], "w") as wheel:
    for name, text in files.items():
        wheel.writestr(name, text)
`;

export interface PrivateIndex {
  /** The requirement that only this index can satisfy. */
  requirement: string;
  /** Its address with the password, for a pip.conf. */
  url: string;
  /** The same by a name that no machine knows: it takes a proxy that routes PROXIED to `port`. */
  proxiedUrl: string;
  port: number;
  /** The certificate (a PEM file) that only who is given it can trust. */
  certificate: string;
  close(): void;
}

/** Writes the wheel of a version to a path, which ends with the wheel's file name. */
export async function makeWheel(path: string, version: string): Promise<void> {
  await must('/usr/bin/python3', ['-c', MAKE_WHEEL, path, version]);
}

/** Serves the wheel over TLS on the loopback interface to whoever knows the password. */
export async function servePrivateIndex(password: string): Promise<PrivateIndex> {
  const folder = temporaryFolder();
  // New each time: secrets are no part of the build cache, so that an old layer would do else.
  const version = `1.${Date.now()}`;
  const name = `e2e_private-${version}-py3-none-any.whl`;
  const path = join(folder, name);
  await makeWheel(path, version);
  const wheel = readFileSync(path);
  const sha256 = createHash('sha256').update(wheel).digest('hex');
  const allowed = `Basic ${Buffer.from(`e2e:${password}`).toString('base64')}`;
  const { key, certificate } = await makeCertificate(folder);
  const tls = { key: readFileSync(key), cert: readFileSync(certificate) };
  const server = createServer(tls, (request, response) => {
    if (request.headers.authorization !== allowed) {
      response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="e2e"' }).end();
    } else if (request.url === '/simple/e2e-private/') {
      response.setHeader('Content-Type', 'text/html');
      response.end(`<a href="/${name}#sha256=${sha256}">${name}</a>`);
    } else if (request.url === `/${name}`) {
      response.end(wheel);
    } else {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    requirement: `e2e-private==${version}`,
    url: `https://e2e:${password}@localhost:${port}/simple`,
    proxiedUrl: `https://e2e:${password}@${PROXIED}/simple`,
    port,
    certificate,
    close: () => server.close(),
  };
}

async function makeCertificate(folder: string): Promise<{ key: string; certificate: string }> {
  const key = join(folder, 'key.pem');
  const certificate = join(folder, 'certificate.pem');
  await must('openssl', [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=e2e'],
    ...[
      '-addext',
      `subjectAltName=DNS:localhost,DNS:${PROXIED}`,
      '-keyout',
      key,
      '-out',
      certificate,
    ],
  ]);
  return { key, certificate };
}
