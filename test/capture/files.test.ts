import assert from 'node:assert/strict';
import { changedFiles, readDiff, relevantLines } from '../../src/capture/files.ts';

/** What a person is told of a diff, where these of its paths belong to packages and these are folders. */
function told(diff: string, owned: string[] = [], folders: string[] = []) {
  const lines = relevantLines(readDiff(diff));
  const loose = lines
    .filter(({ kind, path }) => kind !== 'D' && !owned.includes(path))
    .map(({ path }) => ({ path, folder: folders.includes(path) }));
  return changedFiles(lines, loose);
}

describe('capture: other files that changed', () => {
  it('names a file, and not the folders above it', () => {
    assert.deepEqual(told('C /opt\nA /opt/mine\nC /etc\nC /etc/hosts.allow\nD /srv/old\n'), [
      { path: '/opt/mine', change: 'added' },
      { path: '/srv/old', change: 'deleted' },
      { path: '/etc/hosts.allow', change: 'changed' },
    ]);
  });

  it('lets a new folder stand for what is in it, and says how many files', () => {
    const diff =
      'C /opt\nA /opt/tool\nA /opt/tool/bin\nA /opt/tool/bin/x\nA /opt/tool/y\nA /opt/e\n';
    assert.deepEqual(told(diff, [], ['/opt/tool', '/opt/tool/bin', '/opt/e']), [
      { path: '/opt/e/', change: 'added' },
      { path: '/opt/tool/', change: 'added', files: 2 },
    ]);
  });

  it('looks into a new folder in which a package has a file too', () => {
    const diff = 'A /usr/lib/lab\nA /usr/lib/lab/theirs\nA /usr/lib/lab/mine\n';
    assert.deepEqual(told(diff, ['/usr/lib/lab/theirs'], ['/usr/lib/lab']), [
      { path: '/usr/lib/lab/mine', change: 'added' },
    ]);
  });

  it("says nothing of what packages own, of caches, /tmp, and the shell's history", () => {
    const site = '/opt/venv/lib/python3.13/site-packages';
    const quiet = [
      'A /usr/bin/file',
      'A /tmp/x',
      'C /var/lib/dpkg/status',
      'A /var/cache/apt/a.deb',
      'A /home/model/.bash_history',
      'A /home/model/.cache/pip/x',
      `A ${site}/humanize/__pycache__/a.pyc`,
      `D ${site}/numpy-2.0.dist-info/RECORD`,
      'A /etc/ld.so.cache',
    ];
    assert.deepEqual(told(quiet.join('\n'), ['/usr/bin/file']), []);
  });

  it("takes a deleted file below /usr for a package's where a package went", () => {
    const diff = 'D /usr/bin/curl\nD /opt/mine\n';
    assert.equal(told(diff).length, 2);
    assert.deepEqual(told(`C /var/lib/dpkg/status\n${diff}`), [
      { path: '/opt/mine', change: 'deleted' },
    ]);
  });

  it("puts a person's own places before those of packages", () => {
    const paths = told('A /etc/lab.conf\nA /usr/lib/lab\nA /usr/local/bin/lab\nA /opt/lab\n').map(
      ({ path }) => path,
    );
    assert.deepEqual(paths, ['/opt/lab', '/usr/local/bin/lab', '/etc/lab.conf', '/usr/lib/lab']);
  });

  it('passes over lines of another form', () => {
    assert.deepEqual(readDiff('\nX /a\nA relative\nerror: no such\nA /a b\r\n'), [
      { kind: 'A', path: '/a b' },
    ]);
  });
});
