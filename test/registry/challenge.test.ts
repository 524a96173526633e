import assert from 'node:assert/strict';
import { readChallenge, tokenAddress } from '../../src/registry/challenge.ts';

describe('registry: what it asks for first', () => {
  it('is a token, by realm, service and scope', () => {
    const header =
      'Bearer realm="https://auth.example.org/token?x=1", service=reg, scope="repository:a/b:pull,push"';
    const challenge = readChallenge(header);
    assert.deepEqual(challenge, {
      scheme: 'bearer',
      realm: 'https://auth.example.org/token?x=1',
      service: 'reg',
      scope: 'repository:a/b:pull,push',
    });
    assert.equal(
      challenge && tokenAddress(challenge, 'a/b')?.href,
      'https://auth.example.org/token?x=1&service=reg&scope=repository%3Aa%2Fb%3Apull%2Cpush',
    );
  });

  it('is a token for reading where no scope is said', () => {
    const challenge = readChallenge('bearer realm="https://auth.example.org/"');
    assert.equal(
      challenge && tokenAddress(challenge, 'a/b')?.href,
      'https://auth.example.org/?scope=repository%3Aa%2Fb%3Apull',
    );
  });

  it('is a login with a basic challenge', () => {
    assert.equal(readChallenge('Basic realm="x \\"y\\""')?.realm, 'x "y"');
    assert.equal(readChallenge('basic')?.scheme, 'basic');
  });

  it('is nothing that can be met with another scheme or no header', () => {
    for (const header of [null, '', 'Negotiate', 'Digest realm="x"', 'Bearerish realm="x"']) {
      assert.equal(readChallenge(header), null);
    }
  });

  it('has no token where the realm is no address', () => {
    const challenge = readChallenge('Bearer realm="token"');
    assert.equal(challenge && tokenAddress(challenge, 'a'), null);
  });
});
