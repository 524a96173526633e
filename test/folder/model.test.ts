import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { join } from 'node:path';
import type { Disk } from '../../src/folder/disk.ts';
import { emptyFolder, put, removeFolders, run, snapshot } from './folders.ts';
import { rendered } from './memory.ts';

const FILES = [rendered('Dockerfile', 'FROM a\n')];

/** A disk between whose folders nothing can be cloned or linked, and on which so many bytes are free. */
function plainDisk({ free = Number.MAX_SAFE_INTEGER, links = false } = {}): Disk {
  const cannot = () => {
    throw Object.assign(new Error('cross-device link'), { code: 'EXDEV' });
  };
  const own: Partial<Disk> = {
    copyFileSync: cannot,
    linkSync: links ? fs.linkSync : cannot,
    statfsSync: (() => ({ bavail: free, bsize: 1 })) as unknown as Disk['statfsSync'],
  };
  return { ...fs, ...own };
}

/** The image folder's files without what the tool keeps for itself. */
function filesOf(root: string): Record<string, string> {
  const all = Object.entries(snapshot(root) ?? {});
  return Object.fromEntries(all.filter(([path]) => !path.startsWith('.ml-image')));
}

describe('copying a model', () => {
  let root: string;
  let models: string;
  beforeEach(() => {
    [root, models] = [emptyFolder(), emptyFolder()];
  });
  afterEach(removeFolders);

  const file = (name: string, to = `model/${name}`) => [{ from: join(models, name), to }];

  it('makes a copy where it cannot clone, and no hard link: a later training would change it', async () => {
    put(models, { m: 'weights' });
    const result = await run(root, FILES, { copies: file('m'), disk: plainDisk({ links: true }) });
    assert.deepEqual(result.copies, [{ to: 'model/m', how: 'copy', bytes: 7 }]);
    fs.writeFileSync(join(models, 'm'), 'trained again');
    assert.equal(fs.readFileSync(join(root, 'model/m'), 'utf8'), 'weights');
  });

  it('copies code into src/, without what programs leave beside it, and leaves it to the user', async () => {
    put(models, {
      m: 'weights',
      'blocks/a.py': 'A = 1',
      'blocks/__pycache__/a.pyc': '',
      'blocks/.x': '',
    });
    const copies = [...file('m'), ...file('blocks', 'src/blocks')];
    await run(root, FILES, { copies });
    assert.deepEqual(fs.readdirSync(join(root, 'src/blocks')), ['a.py']);
    fs.writeFileSync(join(root, 'src/blocks/a.py'), 'A = 2');
    await run(root, FILES, { copies: file('m') });
    assert.equal(fs.readFileSync(join(root, 'src/blocks/a.py'), 'utf8'), 'A = 2');
  });

  it('copies in pieces where it can do neither, and tells how far it is', async () => {
    const weights = Buffer.alloc((9 << 20) + 5, 'weights');
    put(models, { m: weights });
    const told: number[][] = [];
    const result = await run(root, FILES, {
      copies: file('m'),
      disk: plainDisk(),
      onProgress: ({ done, total }) => told.push([done, total]),
    });
    assert.equal(result.copies[0]?.how, 'copy');
    assert.deepEqual(
      told.map(([done]) => done),
      [4 << 20, 8 << 20, weights.length],
    );
    assert.ok(told.every(([, total]) => total === weights.length));
    assert.ok(fs.readFileSync(join(root, 'model/m')).equals(weights));
  });

  it('is given up when aborted, and leaves nothing behind', async () => {
    put(models, { m: Buffer.alloc(9 << 20) });
    const abort = new AbortController();
    const copying = run(root, FILES, {
      copies: file('m'),
      disk: plainDisk(),
      signal: abort.signal,
      onProgress: () => abort.abort(),
    });
    await assert.rejects(copying, { name: 'AbortError' });
    assert.deepEqual(snapshot(root), {});
  });

  it('is refused before it begins where the disk has no room', async () => {
    put(models, { m: 'weights' });
    await assert.rejects(run(root, FILES, { copies: file('m'), disk: plainDisk({ free: 6 }) }), {
      message: 'the disk is full: model/m needs 7 bytes, and 6 are free; nothing was changed',
    });
    assert.deepEqual(snapshot(root), {});
  });

  it('takes a directory with all below it, and follows links that stay inside', async () => {
    put(models, { 'saved/a/pb': 'graph', 'saved/v/data': 'weights' });
    fs.symlinkSync('../v/data', join(models, 'saved/a/data'));
    await run(root, FILES, { copies: file('saved') });
    assert.deepEqual(filesOf(root), {
      Dockerfile: '644 FROM a\n',
      'model/saved/a/data': '644 weights',
      'model/saved/a/pb': '644 graph',
      'model/saved/v/data': '644 weights',
    });
  });

  it('follows a link that is given as the model itself', async () => {
    put(models, { blob: 'weights' });
    fs.symlinkSync('blob', join(models, 'm'));
    await run(root, FILES, { copies: file('m') });
    assert.equal(filesOf(root)['model/m'], '644 weights');
  });

  const bad: [string, RegExp, () => void][] = [
    ['is not there', /is not there, or a link to nothing/, () => {}],
    [
      'is a link to nothing',
      /a link to nothing/,
      () => fs.symlinkSync('nothing', join(models, 'm')),
    ],
    ['is an empty directory', /is an empty directory/, () => fs.mkdirSync(join(models, 'm'))],
    [
      'holds a link that leads out',
      /holds the link out, which leads out/,
      () => {
        put(models, { 'm/a': '', secret: '' });
        fs.symlinkSync('../secret', join(models, 'm/out'));
      },
    ],
    [
      'holds a link to itself',
      /holds the link loop, which leads back/,
      () => {
        put(models, { 'm/a': '' });
        fs.symlinkSync('.', join(models, 'm/loop'));
      },
    ],
  ];
  for (const [what, message, make] of bad)
    it(`is refused where the model ${what}`, async () => {
      make();
      await assert.rejects(run(root, FILES, { copies: file('m') }), {
        name: 'UserError',
        line: message,
      });
      assert.deepEqual(snapshot(root), {});
    });

  it('is refused where the model may not be read', async () => {
    put(models, { m: 'weights' });
    const accessSync: Disk['accessSync'] = () => {
      throw Object.assign(new Error('no'), { code: 'EACCES' });
    };
    await assert.rejects(run(root, FILES, { copies: file('m'), disk: { ...fs, accessSync } }), {
      name: 'UserError',
      line: /^the model .* cannot be read \(EACCES\)$/,
    });
  });

  it('is refused outside of model/', async () => {
    put(models, { m: '' });
    for (const to of ['m', '../m', 'model/../m', '/m'])
      await assert.rejects(
        run(root, FILES, { copies: file('m', to) }),
        /the model cannot be copied to/,
      );
  });

  it('leaves alone what is there already', async () => {
    put(models, { m: 'weights' });
    await run(root, FILES, { copies: file('m') });
    const before = snapshot(root);
    const self = [{ from: join(root, 'model/m'), to: 'model/m' }];
    for (const copies of [file('m'), self]) {
      const result = await run(root, FILES, { copies });
      assert.deepEqual(result, {
        written: [],
        removed: [],
        copies: [{ to: 'model/m', how: 'same', bytes: 7 }],
        kept: [],
      });
    }
    assert.deepEqual(snapshot(root), before);
  });
});

describe('replacing a model', () => {
  let root: string;
  let models: string;
  beforeEach(async () => {
    [root, models] = [emptyFolder(), emptyFolder()];
    put(models, { old: 'old weights', 'new/a': 'new', 'new/b': 'new too' });
    await run(root, FILES, {
      copies: [{ from: join(models, 'old'), to: 'model/m' }],
      disk: plainDisk(),
    });
  });
  afterEach(removeFolders);

  const replace = (from: string, to: string) =>
    run(root, FILES, { copies: [{ from: join(models, from), to }] });

  it('takes the old files away', async () => {
    const result = await replace('new/a', 'model/n');
    assert.deepEqual(result.removed, ['model/m']);
    assert.deepEqual(filesOf(root), { Dockerfile: '644 FROM a\n', 'model/n': '644 new' });
  });

  it('keeps an old file that the person changed, and tells it', async () => {
    put(root, { 'model/m': 'my weights!' });
    assert.deepEqual((await replace('new/a', 'model/n')).kept, ['model/m']);
    assert.deepEqual(filesOf(root), {
      Dockerfile: '644 FROM a\n',
      'model/m': '644 my weights!',
      'model/n': '644 new',
    });
  });

  it('puts the new one in the same place', async () => {
    await replace('new/a', 'model/m');
    assert.equal(filesOf(root)['model/m'], '644 new');
  });

  it('puts a directory in place of a file, and a file in place of a directory', async () => {
    await replace('new', 'model/m');
    assert.deepEqual(filesOf(root), {
      Dockerfile: '644 FROM a\n',
      'model/m/a': '644 new',
      'model/m/b': '644 new too',
    });
    await replace('old', 'model/m');
    assert.deepEqual(filesOf(root), { Dockerfile: '644 FROM a\n', 'model/m': '644 old weights' });
  });

  it('is refused where the person’s own file stands in the place', async () => {
    put(root, { 'model/m': 'my weights!', 'model/n': 'mine', 'model/d/x': 'mine' });
    for (const to of ['model/m', 'model/n', 'model/d'])
      await assert.rejects(
        replace('new/a', to),
        /is in the way, and it is not as this generator put it there/,
      );
  });

  it('with none takes the old one away, and without saying leaves it', async () => {
    await run(root, [...FILES, rendered('Makefile', 'all:\n')]);
    assert.equal(filesOf(root)['model/m'], '644 old weights');
    await run(root, FILES, { copies: [] });
    assert.deepEqual(filesOf(root), { Dockerfile: '644 FROM a\n' });
  });

  it('sees a change in a large file of the same size', async () => {
    const weights = Buffer.alloc(3 << 20, 1);
    put(models, { big: weights });
    await run(root, FILES, {
      copies: [{ from: join(models, 'big'), to: 'model/big' }],
      disk: plainDisk(),
    });
    put(root, { 'model/big': Buffer.from(weights).fill(2, weights.length - 100) });
    assert.deepEqual((await replace('old', 'model/m')).kept, ['model/big']);
  });
});
