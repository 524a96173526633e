import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configPath, storedLogin } from '../../src/registry/login.ts';

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

describe('registry: a stored login', () => {
  let folder: string;
  let path: string;
  const stored = (text: string, registry = 'lab:5000') => {
    writeFileSync(path, text);
    return storedLogin(registry, path);
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ml-image-login-'));
    path = join(folder, 'config.json');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is read from the file that Docker would read', () => {
    assert.equal(configPath({ DOCKER_CONFIG: '/x' }), '/x/config.json');
    assert.match(configPath({}), /\/\.docker\/config\.json$/);
  });

  it('is none where there is no file, or the file has none for the registry', () => {
    assert.equal(storedLogin('lab:5000', path), null);
    for (const text of ['{}', 'null', '{"auths": []}', '{"auths": {"lab:5000": {}}}']) {
      assert.equal(stored(text), null, text);
    }
    const others = { 'lab:50': { auth: 'eDp5' }, 'lab:5000.example.org': { auth: 'eDp5' } };
    assert.equal(stored(JSON.stringify({ auths: others })), null);
  });

  for (const key of ['lab:5000', 'https://lab:5000', 'http://lab:5000/v1/']) {
    it(`is found under ${key}`, () => {
      const auth = Buffer.from('me:secret').toString('base64');
      assert.equal(stored(JSON.stringify({ auths: { [key]: { auth } } })), basic('me:secret'));
    });
  }

  it('is found for Docker Hub under its old address', () => {
    const hub = 'https://index.docker.io/v1/';
    const text = JSON.stringify({ auths: { [hub]: { username: 'me', password: 'sécret' } } });
    assert.equal(stored(text, hub), basic('me:sécret'));
  });

  it('goes into no header where it is no base64', () => {
    assert.equal(stored(JSON.stringify({ auths: { 'lab:5000': { auth: 'x\r\nHost: y' } } })), null);
  });

  it('shows nothing of a file that is no JSON', () => {
    assert.throws(
      () => stored('{"auths": {"lab:5000": {"auth": "c2VjcmV0"}}'),
      (error: Error) => error.name === 'UserError' && !error.message.includes('c2Vj'),
    );
  });
});
