/** Hostile text, before real parsers: it stays data in every file, and the image still predicts. */
import assert from 'node:assert/strict';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { engineEnv } from './engine.ts';
import { build, type Folder, fixture, make, mlImage, readSpec } from './folder.ts';
import { temporaryFolder } from './places.ts';
import { FLOAT_PRECISION, predict } from './predict.ts';
import { must, run } from './run.ts';
import { prepareTools } from './tools.ts';

/** Names of model files; each would run `touch pwned` or break a line where it is not quoted. */
const FILE_NAMES = [
  '--help',
  'a b.keras',
  'é.keras',
  '$(touch pwned).keras',
  '`touch pwned`.keras',
  `\${PATH}$$HOME.keras`,
  `it's "quoted"; touch pwned #.keras`,
  '<% touch %>#{x}.keras',
  'back\\slash\\n.keras',
  '\u202Egnp.keras',
  `${'long'.repeat(60)}.keras`,
];

describe('a hostile file name', () => {
  for (const [i, name] of FILE_NAMES.entries()) {
    it(`stays data, or is refused in one line: ${JSON.stringify(name).slice(0, 60)}`, async () => {
      const folder = await scaffoldNamed(name, `hostile${i}`);
      if (folder) await parses(folder);
    });
  }

  it('is refused in one line, and nothing is written, where it holds a line break', async () => {
    const folder = await scaffoldNamed('two\nRUN touch pwned\n.keras', 'newline');
    if (folder) await parses(folder);
  });

  it('does not keep the image from predicting', async () => {
    const folder = await scaffoldNamed(`it's $(touch pwned) \`é\` "$$HOME".keras`, 'predicting');
    assert.ok(folder);
    await build(folder);
    assert.ok((await predict(folder, 'digits.keras')) <= FLOAT_PRECISION);
    assert.equal((await make(folder, 'test')).status, 0);
    assert.deepEqual(find(folder.path, 'pwned'), []);
  });
});

describe('hostile answers', () => {
  const flags: Record<string, string[]> = {
    '--name': ['$(touch pwned)', 'a b', '__import__("os")', 'x\ny', '<%= 1 %>', 'é', '1a', ''],
    '--image': ['a b', 'X:y', '$(touch pwned)', 'a:b:c;d', 'a\nb', '-v', ''],
    '--base-image': ['a b', 'python:3.13\nRUN touch pwned', '$(touch pwned)', '--platform=x', ''],
    '--framework-version': ['2; touch pwned', '2\n3', 'latest', '$(x)'],
    '--python': ['3', '3.13; x', '$(x)', '2.7'],
    '--pip': [
      'numpy\n--index-url=http://x',
      '-r /etc/passwd',
      '$(touch pwned)',
      'a'.repeat(10_000),
    ],
    '--system': ['vim; touch pwned', '-y', '$(touch pwned)', 'a\nb', 'a'.repeat(10_000)],
  };
  for (const [flag, values] of Object.entries(flags)) {
    it(`${flag}: one line and nothing written, or plain data`, async () => {
      for (const value of values) {
        const path = join(temporaryFolder(), 'folder');
        const model = ['--model', fixture('digits.keras')];
        const ran = await mlImage(['--yes', ...model, `${flag}=${value}`, path]);
        if (ran.status === 0) await parses({ path, image: '' });
        else refused(ran.stderr, path);
      }
    });
  }

  it('in the specification stay data in --help, --spec and the command line', async () => {
    const folder = await scaffoldNamed('plain.keras', 'spec');
    assert.ok(folder);
    const spec = readSpec(folder);
    spec.description = '$(touch pwned) `x` \u001b[31m <% %> $HOME';
    spec.name = `"'\\\n`;
    writeFileSync(join(folder.path, 'model-spec.json'), `${JSON.stringify(spec, null, 2)}\n`);
    await parses(folder);
  });
});

/** Scaffolds a copy of the digits model under that name; null where it was refused in one line. */
async function scaffoldNamed(file: string, name: string): Promise<Folder | null> {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'from'));
  copyFileSync(fixture('digits.keras'), join(folder, 'from', file));
  const path = join(folder, name);
  const image = `ml-image-e2e/${name}:0.1.0`;
  const flags = ['--yes', '--name', name, '--image', image, `--model=./${file}`, path];
  const ran = await mlImage(flags, join(folder, 'from'));
  if (ran.status === 0) return { path, image };
  refused(ran.stderr, path);
  return null;
}

function refused(stderr: string, path: string): void {
  assert.match(stderr.trim(), /^[^\n]{1,2000}$/);
  assert.ok(!existsSync(path), 'a refused folder was written');
}

/** Real parsers read every file, and nothing of it runs. */
async function parses({ path }: Folder): Promise<void> {
  const tools = await prepareTools();
  const inFolder = { cwd: path, env: engineEnv() };
  const makefile = readFileSync(join(path, 'Makefile'), 'utf8');
  for (const [, target] of makefile.matchAll(/^([a-z]+):/gm)) {
    const recipe = await must('make', ['--dry-run', 'ENGINE=docker', target ?? ''], inFolder);
    const script = join(temporaryFolder(), 'recipe.sh');
    writeFileSync(script, recipe.stdout);
    await must('sh', ['-n', script]);
  }
  for (const name of readdirSync(path)) {
    const file = join(path, name);
    if (name.endsWith('.py')) {
      await must('/usr/bin/python3', [
        '-c',
        'import ast, sys; ast.parse(open(sys.argv[1]).read())',
        file,
      ]);
    }
    if (name.endsWith('.json')) JSON.parse(readFileSync(file, 'utf8'));
  }
  const linted = await run(join(tools, 'hadolint'), ['Dockerfile'], inFolder);
  assert.equal(linted.stdout + linted.stderr, '');
  assert.deepEqual(find(path, 'pwned'), []);
}

function find(folder: string, name: string): string[] {
  const all = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return all.filter((path) => path.split('/').includes(name));
}
