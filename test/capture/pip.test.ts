import assert from 'node:assert/strict';
import fc from 'fast-check';
import { pipChanges } from '../../src/capture/pip.ts';
import type { Distribution } from '../../src/capture/state.ts';

const dist = (name: string, version: string, more: Partial<Distribution> = {}): Distribution => ({
  name,
  version,
  requested: true,
  requires: [],
  extras: [],
  direct: null,
  ...more,
});
const along = (name: string, version = '1.0') => dist(name, version, { requested: false });
const texts = (before: Distribution[], after: Distribution[]) =>
  pipChanges(before, after).found.map(({ action, text }) => `${action} ${text}`);

describe('capture: what pip was asked for', () => {
  const numpy = dist('numpy', '2.4.6');

  it('is what was named, at the version that came, without what came along', () => {
    const requests = dist('requests', '2.34.2', { requires: ['idna<4'] });
    const changes = pipChanges([numpy], [numpy, requests, along('idna')]);
    assert.deepEqual(
      changes.found.map(({ text }) => text),
      ['requests==2.34.2'],
    );
    assert.deepEqual([changes.along, changes.notKept], [['idna'], []]);
  });

  it('is nothing where nothing was installed, in any order', () => {
    const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,6}$/), { maxLength: 8 });
    fc.assert(
      fc.property(names, (some) => {
        const before = some.map((name) => dist(name, '1'));
        assert.deepEqual(pipChanges(before, before.toReversed()), {
          found: [],
          notKept: [],
          along: [],
        });
      }),
    );
  });

  it('is a newer version of what was there, by any spelling of its name', () => {
    assert.deepEqual(texts([dist('Foo.Bar', '1.0')], [dist('foo_bar', '1.1')]), [
      'add foo_bar==1.1',
    ]);
  });

  it('is what came along before and was then asked for by name', () => {
    assert.deepEqual(texts([along('idna')], [dist('idna', '1.0')]), ['add idna==1.0']);
  });

  it('is taking out what was asked for before', () => {
    assert.deepEqual(texts([numpy], []), ['remove numpy']);
    assert.match(pipChanges([along('idna')], []).notKept[0]?.what ?? '', /^idna was uninstalled$/);
  });

  it('has the extras that what came along tells of', () => {
    const torchio = dist('torchio', '0.20', {
      extras: ['csv', 'plot', 'all', 'video'],
      requires: [
        'numpy',
        'pandas>=2; extra == "csv"',
        "matplotlib ; python_version >= '3.9' and extra == 'plot'",
        'pandas>=2 ; extra == "all"',
        'matplotlib; extra == "all"',
        'ffmpeg ; extra == "video"',
      ],
    });
    const one = texts([numpy], [numpy, torchio, along('pandas')]);
    assert.deepEqual(one, ['add torchio[csv]==0.20']);
    const both = texts([numpy], [numpy, torchio, along('matplotlib'), along('pandas')]);
    assert.deepEqual(both, ['add torchio[all]==0.20']);
    const later = texts([numpy, torchio], [numpy, torchio, along('pandas')]);
    assert.deepEqual(later, ['add torchio[csv]==0.20']);
  });

  it('says what came along for no reason, and what changed unasked', () => {
    const { found, notKept } = pipChanges([along('numpy')], [along('numpy', '1.26'), along('odd')]);
    assert.deepEqual(found, []);
    assert.deepEqual(
      notKept.map(({ what }) => what),
      ['numpy 1.0 -> 1.26 as a dependency', 'odd as a dependency'],
    );
  });

  const from = (direct: Record<string, unknown>) =>
    pipChanges([], [dist('lab', '1.0', { direct })]);
  it('has the address of what came from one', () => {
    const archive = { url: 'https://example.org/lab-1.0.tar.gz', archive_info: {} };
    const git = {
      url: 'https://example.org/lab.git',
      vcs_info: { vcs: 'git', commit_id: 'a1b2', requested_revision: 'main' },
      subdirectory: 'python',
    };
    assert.equal(from(archive).found[0]?.text, `lab @ ${archive.url}`);
    assert.equal(
      from(git).found[0]?.text,
      `lab @ git+https://example.org/lab.git@a1b2#subdirectory=python`,
    );
  });

  const apart: [string, Record<string, unknown>, RegExp][] = [
    ['a folder', { url: 'file:///opt/lab', dir_info: { editable: true } }, /put it into wheels/],
    ['a wheel', { url: 'file:///tmp/lab-1.0-py3-none-any.whl' }, /copy lab-1\.0-.* into wheels/],
    [
      'an odd address',
      { url: 'https://x/a b; rm -rf' },
      /write it into requirements\.txt yourself/,
    ],
  ];
  for (const [title, direct, why] of apart) {
    it(`cannot keep what came from ${title}, and says what to do`, () => {
      const { found, notKept } = from(direct);
      assert.deepEqual(found, []);
      assert.match(notKept[0]?.why ?? '', why);
    });
  }

  it('leaves what only serves the shell to a person', () => {
    assert.deepEqual(
      pipChanges([], [dist('pip', '26.0'), dist('lab', '1')]).found.map(({ tool }) => tool),
      [true, false],
    );
  });

  it('takes no name or version that could be more than one requirement', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (name, version) => {
        for (const { text } of pipChanges([], [dist(name, version)]).found) {
          assert.match(text, /^[A-Za-z0-9._-]+==[A-Za-z0-9.+!_-]+$/);
        }
      }),
    );
    for (const name of ['lab, evil', 'lab\nevil', '-r', 'lab;x', '']) {
      assert.deepEqual(texts([], [dist(name, '1')]), [], name);
    }
  });
});
