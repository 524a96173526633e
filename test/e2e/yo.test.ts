/** The package as a person installs it: packed, installed, and asked through the real `yo`. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build, type Folder, fixture, mlImage } from './folder.ts';
import { folderForYo, installed } from './installed.ts';
import { temporaryFolder } from './places.ts';
import { FLOAT_PRECISION, predict } from './predict.ts';
import { must, run } from './run.ts';

const ANSWERS = ['--yes', '--model', fixture('digits.keras'), '--image', 'ml-image-e2e/yo:0.1.0'];

describe('the packed package', () => {
  let home: string;

  before(async () => {
    home = await installed();
  });

  const throughYo = (cwd: string, words: string[]) =>
    run(join(home, 'node_modules/.bin/yo'), words, {
      cwd,
      env: { HOME: cwd, XDG_CONFIG_HOME: cwd },
    });

  it('holds what a user needs and nothing else', async () => {
    const installed = join(home, 'node_modules/generator-ml-image');
    const top = readdirSync(installed).sort();
    const allowed = [
      ...['CHANGELOG.md', 'CONTRIBUTING.md', 'LICENSE', 'README.md', 'package.json'],
      ...['dist', 'docs', 'examples', 'src', 'templates'],
    ];
    assert.deepEqual(
      top.filter((name) => !allowed.includes(name)),
      [],
    );
    for (const name of ['LICENSE', 'dist', 'templates']) assert.ok(top.includes(name), name);
  });

  it('gives the same folder by yo and by its bin, and that folder predicts', async () => {
    const through = { yo: await folderForYo('yo'), bin: await folderForYo('bin') };
    const asked = await throughYo(through.yo, ['ml-image', ...ANSWERS, 'digits']);
    assert.equal(asked.status, 0, asked.stdout + asked.stderr);
    await must(join(home, 'node_modules/.bin/ml-image'), [...ANSWERS, 'digits'], {
      cwd: through.bin,
    });
    const [yo, bin] = [join(through.yo, 'digits'), join(through.bin, 'digits')];
    assert.deepEqual(files(yo), files(bin));

    const folder: Folder = { path: yo, image: 'ml-image-e2e/yo:0.1.0' };
    await build(folder);
    assert.ok((await predict(folder, 'digits.keras')) <= FLOAT_PRECISION);
  });

  it('understands behind yo what its bin understands, commas and blanks among it', async () => {
    const cwd = await folderForYo('spellings');
    await throughYo(cwd, ['ml-image', ...ANSWERS, 'digits']);
    const folder = join(cwd, 'digits');
    const pip = () => JSON.parse(read(join(folder, '.yo-rc.json')))['generator-ml-image'].pip;
    const given: [string[], string[]][] = [
      [
        ['numpy,', 'pandas>=2.2,<3'],
        ['numpy', 'pandas>=2.2,<3'],
      ],
      [
        ['--yes', 'scipy==1.10', ',tqdm'],
        ['numpy', 'pandas>=2.2,<3', 'scipy==1.10', 'tqdm'],
      ],
      [
        ['scipy,', 'tqdm,', '--remove', '--force'],
        ['numpy', 'pandas>=2.2,<3'],
      ],
    ];
    for (const [words, expected] of given) {
      const { status, stdout, stderr } = await throughYo(folder, ['ml-image:pip', ...words]);
      assert.equal(status, 0, stdout + stderr);
      assert.deepEqual(pip(), expected, words.join(' '));
    }
    const unknown = await throughYo(folder, ['ml-image:regenerate', '--frob']);
    assert.equal(unknown.status, 1);
    assert.match(unknown.stderr, /--frob is not a flag of ml-image; see ml-image --help/);
    for (const words of [
      ['--version'],
      ['humanize', '--version'],
      ['--help'],
      ['humanize', '-h'],
    ]) {
      const told = await throughYo(folder, ['ml-image:pip', ...words]);
      assert.equal(told.status, 0, told.stderr);
      const text = words.includes('--version')
        ? /^\d+\.\d+\.\d+$/m
        : /yo ml-image:pip REQUIREMENT\.\.\./;
      assert.match(told.stdout, text, words.join(' '));
    }
    assert.deepEqual(pip(), ['numpy', 'pandas>=2.2,<3'], 'what only asks adds nothing');
  });

  for (const [through, program] of [
    ['yo', ['yo', 'ml-image']],
    ['its bin', ['ml-image']],
  ] as const) {
    it(`leaves nothing behind after Ctrl-C in a long copy through ${through}`, async () => {
      const cwd = await folderForYo(`stopped-${program[0]}`);
      // On another disk, where a copy is neither a clone nor a link; with holes, so made at once.
      const elsewhere = mkdtempSync('/dev/shm/ml-image-e2e-');
      chmodSync(elsewhere, 0o755);
      try {
        const model = join(elsewhere, 'big.bin');
        writeFileSync(model, 'weights of a kind that nobody knows');
        truncateSync(model, 8e9);
        const [name, ...words] = program;
        const child = spawn(
          join(home, 'node_modules/.bin', name),
          [...words, '--yes', '--framework', 'custom', '--model', model, 'big'],
          { cwd, env: { ...process.env, HOME: cwd, XDG_CONFIG_HOME: cwd }, stdio: 'ignore' },
        );
        const ended = once(child, 'exit');
        while (child.exitCode === null && sizeBelow(join(cwd, 'big')) < 50e6) await sleep(20);
        child.kill('SIGINT');
        assert.deepEqual((await ended)[0], 130);
        assert.equal(existsSync(join(cwd, 'big')), false);
      } finally {
        rmSync(elsewhere, { recursive: true });
      }
    });
  }

  it('is what the repository itself gives', async () => {
    const target = join(temporaryFolder(), 'digits');
    const ran = await mlImage([...ANSWERS, target]);
    assert.equal(ran.status, 0, ran.stderr);
    assert.deepEqual(files(target), files(join(home, 'bin/digits')));
  });
});

/** Bytes of the files below a folder; 0 where there is none. */
function sizeBelow(folder: string): number {
  if (!existsSync(folder)) return 0;
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0)
    .reduce((sum, size) => sum + size, 0);
}

/** Every file below a folder with its content, by path. */
function files(folder: string): Record<string, string> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const all = paths.sort().map((path) => [path.slice(folder.length), read(path)]);
  return Object.fromEntries(all);
}

const read = (path: string): string => readFileSync(path).toString('latin1');
