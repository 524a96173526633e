/** `lock` by the bin and by yo, with a uv that is a script: what it is asked, and what becomes of its answer. */
import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ENTRY_POINTS, type Options } from './entry-points.ts';

const HASH = 'a'.repeat(64);

/**
 * Stands for uv: keeps its arguments, and pins each requirement that it reads on its input to the
 * release that its output file has, else to the one in the file `release`.
 */
const UV = `#!/bin/sh
here="$(dirname "$0")"
if [ "$1" = --version ]; then echo 'uv 0.13.9 (made up)'; exit; fi
echo "$*" >> "$here/asked"
if [ -e "$here/fails" ]; then
  echo 'error: no solution at https://me:s3cret@pypi.example.org
  cause: because' >&2
  exit 1
fi
for last; do :; done
release="$(cat "$here/release")"
grep -v '^--' | sed 's/[^A-Za-z0-9-].*//' | while read -r name; do
  had="$(grep "^$name==" "$last")"
  echo "\${had:-$name==$release} --hash=sha256:${HASH}"
done > "$last.new"
mv "$last.new" "$last"
`;

for (const [entry, through] of ENTRY_POINTS) {
  describe(`the lock through ${entry}`, function () {
    this.timeout(30_000);
    let cwd: string;
    let root: string;
    let bin: string;
    let path: string | undefined;
    const read = (name: string) => readFileSync(join(root, name), 'utf8');
    const pins = () => read('requirements.lock').match(/^[a-z].*==\S+/gm);
    const lock = (options: Options = {}, positionals: string[] = []) =>
      through(root, 'lock', positionals, { yes: true, ...options });
    const asked = () => readFileSync(join(bin, 'asked'), 'utf8').trim().split('\n');

    beforeEach(async () => {
      cwd = mkdtempSync(join(tmpdir(), 'ml-image-lock-entries-'));
      bin = join(cwd, 'bin');
      mkdirSync(bin);
      writeFileSync(join(bin, 'uv'), UV);
      writeFileSync(join(bin, 'release'), '1.0');
      chmodSync(join(bin, 'uv'), 0o755);
      path = process.env.PATH;
      process.env.PATH = `${bin}:/usr/bin:/bin`;
      root = join(cwd, 'plain');
      const options = { yes: true, framework: 'custom', pip: 'humanize' };
      assert.deepEqual(await through(cwd, '', ['plain'], options), { status: 0, error: '' });
    });
    afterEach(() => {
      process.env.PATH = path;
      rmSync(cwd, { recursive: true, force: true });
    });

    it('is written in two parts, for the Python, C library and machine of the answers', async () => {
      const before = [read('requirements.txt'), read('Dockerfile'), read('.yo-rc.json')];
      assert.equal((await lock()).status, 0);
      const text = read('requirements.lock');
      assert.match(text, /^# target: cpython-313-x86_64-linux-gnu$/m);
      assert.match(
        text,
        new RegExp(
          `# --- framework: .*\nnumpy==1.0 \\\\\n {4}--hash=sha256:${HASH}\n\n# --- packages: .*\nhumanize==1.0 \\\\\n {4}--hash=sha256:${HASH}\n$`,
        ),
      );
      assert.match(
        asked()[0] as string,
        /--generate-hashes .*--python-version 3\.13 --python-platform x86_64-manylinux_2_40 --only-binary :all: /,
      );
      assert.deepEqual([read('requirements.txt'), read('Dockerfile'), read('.yo-rc.json')], before);
    });

    it('is the same again while nothing else is asked for', async () => {
      await lock();
      const before = read('requirements.lock');
      writeFileSync(join(bin, 'release'), '2.0');
      assert.equal((await lock()).status, 0);
      assert.equal(read('requirements.lock'), before);
    });

    it('keeps its releases when a package comes, and takes newer ones with --upgrade', async () => {
      await lock();
      writeFileSync(join(bin, 'release'), '2.0');
      await through(root, 'pip', ['six'], { yes: true });
      await lock();
      assert.deepEqual(pins(), ['numpy==1.0', 'humanize==1.0', 'six==2.0']);
      await lock({ upgrade: true });
      assert.deepEqual(pins(), ['numpy==2.0', 'humanize==2.0', 'six==2.0']);
    });

    it('is said to be stale after pip, regenerate and an edit, which --check answers with 2', async () => {
      await lock();
      assert.equal((await lock({ check: true })).status, 0);
      const { error } = await through(root, 'pip', ['six'], { yes: true });
      assert.equal((await lock({ check: true })).status, 2);
      const check = await through(root, 'regenerate', [], { check: true });
      assert.equal(check.status, 0);
      await lock();
      assert.equal((await lock({ check: true })).status, 0);
      writeFileSync(join(root, 'requirements.txt'), `${read('requirements.txt')}toml\n`);
      assert.equal((await lock({ check: true })).status, 2);
      await lock();
      const other = await through(root, 'regenerate', [], { yes: true, python: '3.12' });
      if (entry !== 'the bin') return;
      const stale = 'note: requirements.lock is stale: ';
      const until = 'Until ml-image lock makes it again, the build ends there';
      assert.equal(error, `${stale}requirements.txt has changed. ${until}`);
      assert.equal(check.error, error);
      assert.equal(
        other.error,
        `${stale}it was made for cpython-313-x86_64-linux-gnu, but the image is cpython-312-x86_64-linux-gnu. ${until}`,
      );
    });

    it('is taken out by --remove, and --check says that there is none', async () => {
      await lock();
      assert.equal((await lock({ remove: true })).status, 0);
      assert.ok(!existsSync(join(root, 'requirements.lock')));
      assert.equal((await lock({ check: true })).status, 2);
      const again = await lock({ remove: true });
      assert.equal(again.status, 1);
      assert.equal(
        again.error,
        'there is no requirements.lock to remove; write ml-image lock to make one',
      );
    });

    it('is shown and not written by --dry-run', async () => {
      assert.equal((await lock({ 'dry-run': true })).status, 0);
      assert.ok(!existsSync(join(root, 'requirements.lock')));
      assert.equal(asked().length, 2);
    });

    it('asks no index with --offline, not even the one in requirements.txt', async () => {
      const text = read('requirements.txt');
      mkdirSync(join(root, 'wheels/framework'), { recursive: true });
      const index = '--extra-index-url https://me:s3cret@pypi.example.org/simple';
      writeFileSync(join(root, 'requirements.txt'), `${index}\n${text}`);
      assert.equal((await lock({ offline: true })).status, 0);
      assert.match(
        asked()[0] as string,
        /--find-links wheels --find-links wheels\/framework --no-index/,
      );
      assert.doesNotMatch(read('requirements.lock'), /s3cret|pypi\.example/);
    });

    it('says in one line why there is no set, without a password, and writes nothing', async () => {
      writeFileSync(join(bin, 'fails'), '');
      const { status, error } = await lock();
      assert.equal(status, 1);
      assert.match(
        error,
        /uv found no compatible wheels: error: no solution at https:\/\/\*\*\*@pypi\.example\.org cause: because/,
      );
      assert.ok(!existsSync(join(root, 'requirements.lock')));
    });

    it('says what to install where nothing can resolve', async () => {
      process.env.PATH = join(cwd, 'nothing');
      const { status, error } = await lock();
      assert.equal(status, 1);
      assert.equal(
        error,
        'there is no resolver of requirements here; install uv (pip install uv), or Python 3.13 with pip 22.2 or later on such a machine, or Docker or Podman (running)',
      );
    });

    it('needs an engine for a base image that only an engine can look into', async () => {
      const base = { yes: true, 'base-image': 'registry.example.org/lab/base:1' };
      await through(root, 'regenerate', [], base);
      const uv = await lock({ by: 'uv' });
      assert.match(
        uv.error,
        /^uv cannot see the packages of the base image; use ml-image lock --by engine/,
      );
      process.env.PATH = bin;
      const none = await lock();
      assert.match(
        none.error,
        /only an engine can see the packages of this base image, and none is running/,
      );
    });

    it('does not overwrite a file of another program, nor write through a link', async () => {
      const file = join(root, 'requirements.lock');
      writeFileSync(file, 'numpy==1.0\n');
      const foreign = await lock();
      assert.equal(foreign.status, 1);
      assert.match(
        foreign.error,
        /is not one that ml-image lock wrote, and it would be overwritten/,
      );
      assert.equal(read('requirements.lock'), 'numpy==1.0\n');
      assert.equal((await lock({ check: true })).status, 2);
      rmSync(file);
      writeFileSync(join(cwd, 'elsewhere'), '');
      symlinkSync(join(cwd, 'elsewhere'), file);
      assert.equal((await lock()).status, 1);
      assert.equal(readFileSync(join(cwd, 'elsewhere'), 'utf8'), '');
    });

    const wrong: [string, Options, string[], RegExp][] = [
      [
        'a name',
        {},
        ['numpy'],
        /^lock takes no argument \('numpy'\): it locks all of requirements\.txt/,
      ],
      [
        'an unknown resolver',
        { by: 'conda' },
        [],
        /^--by 'conda' is not a resolver; choose one of uv, pip, engine$/,
      ],
      ['--check with --remove', { check: true, remove: true }, [], /were given; give one$/],
    ];
    for (const [title, options, positionals, message] of wrong) {
      it(`refuses ${title}`, async () => {
        const { status, error } = await lock(options, positionals);
        assert.equal(status, 1);
        assert.match(error, message);
      });
    }

    it('refuses what no hash can hold', async () => {
      await through(root, 'pip', ['lab @ git+https://example.org/lab.git'], { yes: true });
      const { error } = await lock();
      assert.match(
        error,
        /requirements\.txt:\d+: 'lab @ git\+https.*' cannot be locked: a repository/,
      );
    });
  });
}
