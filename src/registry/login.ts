/** The login for a registry, as stored by `docker login`. It is never shown. */
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../core/errors.ts';

/** Docker's configuration file, only its `auths` is read: credential helpers are programs, and not run. */
export function configPath(env: NodeJS.ProcessEnv = process.env): string {
  return join(env.DOCKER_CONFIG || join(homedir(), '.docker'), 'config.json');
}

/**
 * The value of an `Authorization: Basic` header for a registry, or null where no login is stored.
 * Format: https://docs.docker.com/reference/cli/docker/login/ (`auths`, keyed by host, by Docker
 * Hub's old address, or by a host with a scheme).
 * @throws UserError where the file is there and is no JSON
 */
export function storedLogin(registry: string, path = configPath()): string | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    // No file, or none that this user may read: ask without a login.
    return null;
  }
  let auths: unknown;
  try {
    auths = JSON.parse(text)?.auths;
  } catch {
    // The parser's own message would quote the file.
    throw new UserError(`${path} cannot be read as JSON`, {
      hint: 'repair it, or log in again: docker login',
    });
  }
  if (typeof auths !== 'object' || auths === null) return null;
  for (const [key, value] of Object.entries(auths)) {
    if (key !== registry && hostOf(key) !== registry) continue;
    const { auth, username, password } = (value ?? {}) as Record<string, unknown>;
    if (typeof auth === 'string' && /^[A-Za-z0-9+/]+=*$/.test(auth)) return `Basic ${auth}`;
    if (typeof username === 'string' && typeof password === 'string') {
      return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
    }
  }
  return null;
}

function hostOf(key: string): string {
  return key.replace(/^https?:\/\//, '').replace(/\/.*$/, '');
}
