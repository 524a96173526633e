import assert from 'node:assert/strict';
import { type AskOptions, askDigest, RegistryError } from '../../src/registry/digest.ts';
import { digestOf, type FakeRegistry, type Manners, serveRegistry } from './fake.ts';

const MANIFEST = '{"schemaVersion":2,"manifests":[]}\n';
const LOGIN = 'Basic bGFiOnNlY3JldA==';

describe('registry: the digest of a tag', () => {
  let registry: FakeRegistry | undefined;
  const serve = async (manners: Manners = {}) => {
    registry = await serveRegistry({ 'lab/python:3.13': MANIFEST }, manners);
    return registry;
  };
  const ask = (options: Partial<AskOptions> & { tag?: string } = {}) => {
    const { tag = '3.13', ...rest } = options;
    const image = { name: `${registry?.host}/lab/python`, tag };
    return askDigest(image, { timeout: 5_000, login: () => null, ...rest });
  };
  const failure = async (options?: Parameters<typeof ask>[0]) => {
    try {
      await ask(options);
    } catch (error) {
      assert.ok(error instanceof RegistryError, String(error));
      assert.doesNotMatch(error.message, /\n/);
      const message = error.message.replaceAll(registry?.host ?? '', 'HOST');
      return { message, answered: error.answered };
    }
    return assert.fail('nothing failed');
  };
  afterEach(async () => {
    await registry?.close();
    registry = undefined;
  });

  it('is what the registry says, by one HEAD request', async () => {
    const { requests } = await serve();
    assert.equal(await ask(), digestOf(MANIFEST));
    assert.deepEqual(requests, ['HEAD /v2/lab/python/manifests/3.13']);
  });

  it('is worked out from the manifest where the registry does not say it', async () => {
    await serve({ silent: true });
    assert.equal(await ask(), digestOf(MANIFEST));
  });

  it('is worked out where the registry says something else than a sha256', async () => {
    await serve({
      always: (request, response) => {
        response.setHeader('Docker-Content-Digest', 'sha256:$(id)');
        response.end(request.method === 'HEAD' ? undefined : MANIFEST);
      },
    });
    assert.equal(await ask(), digestOf(MANIFEST));
  });

  it('comes by GET from a registry that has no HEAD', async () => {
    await serve({
      always: (request, response) => {
        if (request.method === 'HEAD') response.writeHead(405).end();
        else response.end(MANIFEST);
      },
    });
    assert.equal(await ask(), digestOf(MANIFEST));
  });

  it('comes with a token of the realm that the registry names', async () => {
    const { requests } = await serve({ bearer: {} });
    assert.equal(await ask(), digestOf(MANIFEST));
    assert.deepEqual(requests, [
      'HEAD /v2/lab/python/manifests/3.13',
      'GET /token?service=fake%2C+inc.&scope=repository%3Alab%2Fpython%3Apull',
      'HEAD /v2/lab/python/manifests/3.13 Bearer a.b-c',
    ]);
  });

  it('sends a stored login to the realm, and the token alone to the registry', async () => {
    const { requests, host } = await serve({ bearer: { to: LOGIN } });
    const asked: string[] = [];
    const login = (name: string) => {
      asked.push(name);
      return LOGIN;
    };
    assert.equal(await ask({ login }), digestOf(MANIFEST));
    assert.deepEqual(asked, [host]);
    assert.deepEqual(
      requests.map((line) => line.includes(LOGIN)),
      [false, true, false],
    );
  });

  it('sends a stored login to a registry that asks for one itself', async () => {
    await serve({ basic: LOGIN });
    assert.equal(await ask({ login: () => LOGIN }), digestOf(MANIFEST));
  });

  for (const realm of ['http://realm.example.org/token', 'file:///etc/passwd', 'token']) {
    it(`sends no login to ${realm}`, async () => {
      const { requests } = await serve({ bearer: { realm } });
      const { message } = await failure({ login: () => LOGIN });
      assert.match(message, /it sends to a place without https for its token; what may work: /);
      assert.equal(requests.length, 1);
    });
  }

  it('fails with what to do where a login is missing, and never shows one', async () => {
    const { message, answered } = await failureOf({ basic: 'Basic other' }, { login: () => LOGIN });
    assert.equal(
      message,
      'asked HOST for the digest of HOST/lab/python:3.13: 401, which is a login that is missing or not enough, or a name that it does not have; what may work: docker login HOST (read from "auths" in Docker\'s config.json; credential helpers are not asked), or another --base-image',
    );
    assert.ok(answered);
  });

  it('fails likewise where the realm gives no token', async () => {
    assert.match((await failureOf({ bearer: { to: 'Basic other' } })).message, /: 401, /);
  });

  it('fails with what to do where there is no such tag', async () => {
    await serve();
    const { message } = await failure({ tag: '3.99' });
    assert.equal(
      message,
      'asked HOST for the digest of HOST/lab/python:3.99: 404, it has no such tag; what may work: see which it has and give one: ml-image regenerate --base-image NAME:TAG',
    );
  });

  const answers: [string, Manners['always'], RegExp][] = [
    ['too many requests', (_, response) => response.writeHead(429).end(), /: 429, too many req/],
    ['a broken registry', (_, response) => response.writeHead(503).end(), /: 503; what may work/],
    [
      'an endless manifest',
      (request, response) => {
        if (request.method === 'HEAD') return response.end();
        const more = () => {
          while (!response.destroyed && response.write(Buffer.alloc(1_000_000)));
          if (!response.destroyed) response.once('drain', more);
        };
        more();
        return response;
      },
      /: its answer has more than 4194304 bytes; /,
    ],
    [
      'no token in the answer',
      (request, response) => {
        const { host } = request.headers;
        const header = { 'WWW-Authenticate': `Bearer realm="http://${host}/token"` };
        if (request.url?.startsWith('/token')) response.end('{"token": ["x\\ny"]}');
        else response.writeHead(401, header).end();
      },
      /: HOST gave no token; /,
    ],
  ];
  for (const [title, always, expected] of answers) {
    it(`fails in one line: ${title}`, async () => {
      const { message, answered } = await failureOf({ always: always as Manners['always'] & {} });
      assert.match(message, expected);
      assert.ok(answered);
    });
  }

  it('gives up on a registry that takes too long', async () => {
    const { message, answered } = await failureOf({ always: () => {} }, { timeout: 100 });
    assert.match(message, /: no answer \(none within 0\.1 s\); it takes a network that reaches it/);
    assert.equal(answered, false);
  });

  it('says so where nobody listens', async () => {
    const { close } = await serve();
    await close();
    const { message, answered } = await failure();
    assert.match(message, /: no answer \(ECONNREFUSED\); .* or a mirror: ml-image regenerate/);
    assert.equal(answered, false);
  });

  async function failureOf(manners: Manners, options?: Parameters<typeof ask>[0]) {
    await serve(manners);
    return failure(options);
  }
});
