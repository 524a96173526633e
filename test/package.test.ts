/** The packed tarball: what its README links to is in it, and the package page knows where it comes from. */
import assert from 'node:assert/strict';
import { type ExecFileSyncOptionsWithStringEncoding, execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const text = (path: string) => readFileSync(join(ROOT, path), 'utf8');

describe('the package', function () {
  this.timeout(60_000);
  let files: string[] = [];

  before(() => {
    const options: ExecFileSyncOptionsWithStringEncoding = {
      cwd: ROOT,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    };
    const args = ['pack', '--dry-run', '--json', '--ignore-scripts'];
    const [packed] = JSON.parse(execFileSync('npm', args, options)) as {
      files: { path: string }[];
    }[];
    files = packed?.files.map(({ path }) => path) ?? [];
  });

  it('says where it comes from', () => {
    const { repository, homepage, bugs } = JSON.parse(text('package.json'));
    const address = repository.url.replace(/^git\+|\.git$/g, '');
    assert.match(address, /^https:\/\/[^/]+\/[\w-]+\/generator-ml-image$/);
    assert.equal(homepage, `${address}#readme`);
    assert.equal(bugs, `${address}/issues`);
  });

  it('has every file that its pages link to', () => {
    const pages = files.filter((path) => /^(README|CONTRIBUTING|docs\/[\w-]+)\.md$/.test(path));
    assert.ok(pages.length > 8, pages.join());
    const missing = pages.flatMap((page) =>
      [...text(page).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)]
        .map(([, link = '']) => join(dirname(page), link).replace(/\/$/, ''))
        .filter((path) => !files.some((file) => file === path || file.startsWith(`${path}/`)))
        .map((path) => `${page}: ${path}`),
    );
    assert.deepEqual(missing, []);
  });

  it('has the licence, the templates and the lists of known names, and none of the sources', () => {
    for (const path of ['templates/Dockerfile.ejs', 'LICENSE', 'CHANGELOG.md'])
      assert.ok(files.includes(path), path);
    assert.deepEqual(
      files.filter((path) => path.startsWith('src/')),
      ['past', 'present'].map((name) => `src/inspect/pickle/known/${name}.json`),
    );
  });
});
