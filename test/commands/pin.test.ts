import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asDockerHub, digestOf, type FakeRegistry, serveRegistry } from '../registry/fake.ts';
import { ENTRY_POINTS, type Options } from './entry-points.ts';

const IMAGE = 'library/python:3.13-slim-trixie';

for (const [entry, through] of ENTRY_POINTS) {
  describe(`the base image's pin through ${entry}`, function () {
    this.timeout(30_000);
    let cwd: string;
    let root: string;
    let hub: FakeRegistry;
    const read = (name: string) => readFileSync(join(root, name), 'utf8');
    const answers = () => JSON.parse(read('.yo-rc.json'))['generator-ml-image'];
    const run = (
      command: 'pin' | 'regenerate',
      options: Options = {},
      positionals: string[] = [],
      host: string | null = hub.host,
    ) => asDockerHub(host, () => through(root, command, positionals, { yes: true, ...options }));

    beforeEach(async () => {
      hub = await serveRegistry({ [IMAGE]: 'first' }, { bearer: {} });
      cwd = mkdtempSync(join(tmpdir(), 'ml-image-pin-'));
      root = join(cwd, 'plain');
      const made = await through(cwd, '', ['plain'], { yes: true, framework: 'custom' });
      assert.deepEqual(made, { status: 0, error: '' });
    });
    afterEach(async () => {
      await hub.close();
      rmSync(cwd, { recursive: true, force: true });
    });

    it('follows the tag in the answers and the Dockerfile, and nothing else changes there', async () => {
      const before = read('Dockerfile');
      assert.equal((await run('pin')).status, 0);
      const pinned = `python:3.13-slim-trixie@${digestOf('first')}`;
      assert.equal(answers().baseImage, pinned);
      assert.equal(answers().python, '3.13');
      assert.equal(
        read('Dockerfile'),
        before.replace('BASE_IMAGE=python:3.13-slim-trixie\n', `BASE_IMAGE=${pinned}\n`),
      );
    });

    it('goes again, and leaves no trace', async () => {
      const before = [read('Dockerfile'), read('.yo-rc.json'), read('README.md')];
      await run('pin');
      assert.equal((await run('pin', { remove: true })).status, 0);
      assert.deepEqual([read('Dockerfile'), read('.yo-rc.json'), read('README.md')], before);
    });

    it('takes the new digest once the tag has moved', async () => {
      await run('pin');
      hub.manifests[IMAGE] = 'second';
      assert.equal((await run('pin')).status, 0);
      assert.match(read('Dockerfile'), new RegExp(`trixie@${digestOf('second')}\n`));
    });

    it('is compared by --check in a note, never in its status', async () => {
      await run('pin');
      const same = await run('regenerate', { check: true });
      hub.manifests[IMAGE] = 'second';
      const moved = await run('regenerate', { check: true });
      const offline = await run('regenerate', { check: true }, [], null);
      assert.deepEqual([same.status, moved.status, offline.status], [0, 0, 0]);
      if (entry !== 'the bin') return;
      const short = (text: string) => digestOf(text).slice(0, 19);
      assert.equal(same.error, '');
      assert.equal(
        moved.error,
        `note: python:3.13-slim-trixie has moved: it is ${short('second')} now, and the folder is pinned to ${short('first')}; ml-image pin takes the new one`,
      );
      assert.equal(
        offline.error,
        'note: could not ask registry-1.docker.io whether python:3.13-slim-trixie has moved',
      );
    });

    it('is not asked for if there is none', async () => {
      await run('regenerate', { check: true });
      assert.deepEqual(hub.requests, []);
    });

    it('is removed with a note if its Python or flavour is changed', async () => {
      await run('pin');
      const { status, error } = await run('regenerate', { python: '3.12' });
      assert.equal(status, 0, error);
      assert.equal(answers().baseImage, null);
      assert.match(read('Dockerfile'), /BASE_IMAGE=python:3\.12-slim-trixie\n/);
      if (entry === 'the bin') {
        assert.match(error, /^note: the pin of python:3\.13-slim-trixie is gone with the answers/);
      }
    });

    it('keeps a given base image what it is', async () => {
      const given = `${hub.host}/lab/python:3.13`;
      hub.manifests['lab/python:3.13'] = 'lab';
      await run('regenerate', { 'base-image': given });
      const before = read('Dockerfile');
      assert.equal((await run('pin')).status, 0);
      assert.equal(
        read('Dockerfile'),
        before.replace(`BASE_IMAGE=${given}`, `BASE_IMAGE=${given}@${digestOf('lab')}`),
      );
      await run('pin', { remove: true });
      assert.equal(read('Dockerfile'), before);
    });

    const wrong: [string, Options, string[], string | null, RegExp][] = [
      ['a registry out of reach', {}, [], null, /no answer \(ENOTFOUND\)/],
      ['a pin to remove that is not there', { remove: true }, [], null, /is not pinned, so there/],
      [
        'a name',
        {},
        ['numpy'],
        null,
        /^pin takes no argument \('numpy'\): .*; to change that, write /,
      ],
    ];
    for (const [title, options, positionals, host, message] of wrong) {
      it(`refuses ${title}, and writes nothing`, async () => {
        const before = [read('Dockerfile'), read('.yo-rc.json')];
        const { status, error } = await run('pin', options, positionals, host);
        assert.equal(status, 1);
        assert.match(error, message);
        assert.doesNotMatch(error, /\n/);
        assert.deepEqual([read('Dockerfile'), read('.yo-rc.json')], before);
      });
    }
  });
}
