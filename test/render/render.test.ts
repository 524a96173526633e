import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DockerfileParser } from 'dockerfile-ast';
import packageJson from '../../package.json' with { type: 'json' };
import { UserError } from '../../src/core/errors.ts';
import { DOCS } from '../../src/core/package.ts';
import type { Plan, RenderedFile } from '../../src/core/types.ts';
import { loadTemplates, render } from '../../src/render/render.ts';
import {
  FORMAT_MODULES,
  formatModules,
  GPU_MODULE,
  LOADER_MODULES,
  RUNNER,
} from '../../src/render/templates.ts';
import { frameworkImage, plainOs, plans, pytorch, specFor, tensorflow } from './plans.ts';

const { homepage } = packageJson;
const HERE = dirname(fileURLToPath(import.meta.url));
const TEMPLATES = join(HERE, '../../templates');

/** `UPDATE_EXPECTED=1 npx mocha` writes what is rendered now; the diff is what users will get. */
const UPDATE = process.env.UPDATE_EXPECTED === '1';

async function rendered(plan: Plan): Promise<RenderedFile[]> {
  return render(plan, specFor(plan), await loadTemplates(TEMPLATES, plan.loader));
}

async function textOf(plan: Plan, id: string): Promise<string> {
  const file = (await rendered(plan)).find((one) => one.id === id);
  assert(file, `no file with id ${id}`);
  return file.text;
}

describe('render', () => {
  describe('gives exactly the expected text', () => {
    const ids = ['dockerfile', 'dockerignore', 'makefile', 'readme', 'requirements'];
    for (const [name, plan] of Object.entries({ tensorflow, pytorch })) {
      for (const id of ids) {
        it(`${name}: ${id}`, async () => {
          const file = (await rendered(plan)).find((one) => one.id === id);
          assert(file);
          const path = join(HERE, 'expected', name, file.path);
          if (UPDATE) {
            await mkdir(dirname(path), { recursive: true });
            await writeFile(path, file.text);
          }
          assert.equal(file.text, await readFile(path, 'utf8'));
        });
      }
    }
  });

  it('names each file by an id and a path, and marks what is merged how', async () => {
    const files = await rendered(tensorflow);
    const own = files.filter(({ path }) => !path.startsWith('runner/'));
    assert.deepEqual(
      own.map(({ id, path, kind, once }) => [id, path, kind, once ?? false]),
      [
        ['dockerfile', 'Dockerfile', 'text', false],
        ['dockerignore', '.dockerignore', 'text', false],
        ['gitattributes', '.gitattributes', 'text', true],
        ['gitignore', '.gitignore', 'text', true],
        ['makefile', 'Makefile', 'text', false],
        ['readme', 'README.md', 'text', false],
        ['install', 'install.sh', 'text', false],
        ['test', 'test/run.sh', 'text', false],
        ['test-trials', 'test/trials.py', 'text', false],
        ['entrypoint', 'entrypoint.py', 'text', false],
        ['model-code', 'model.py', 'text', true],
        ['model-spec', 'model-spec.json', 'json', false],
        ['requirements', 'requirements.txt', 'requirements', false],
      ],
    );
    assert(files.every((file) => file.mode === 0o644));
  });

  it('gives the same bytes for the same plan', async () => {
    assert.deepEqual(await rendered(pytorch), await rendered(structuredClone(pytorch)));
  });

  it('gives every file of runner/ an id and a path', async () => {
    const found = await readdir(join(TEMPLATES, 'runner'), { recursive: true });
    const paths = found.filter((name) => name.endsWith('.py')).map((name) => `runner/${name}`);
    assert.deepEqual(
      paths.sort(),
      [
        ...new Set([
          ...RUNNER,
          GPU_MODULE,
          ...FORMAT_MODULES,
          ...Object.values(LOADER_MODULES).flat(),
        ]),
      ].sort(),
    );
    const files = (await rendered(tensorflow)).filter(({ path }) => path.startsWith('runner/'));
    assert.deepEqual(
      files.map(({ id, path, kind, once }) => [`${id.replaceAll('-', '/')}.py`, path, kind, once]),
      [...RUNNER, 'runner/formats/npy.py'].map((path) => [path, path, 'text', undefined]),
    );
  });

  it('copies the formats that the specification names, and what these need', async () => {
    const init = await readFile(join(TEMPLATES, 'runner/formats/__init__.py'), 'utf8');
    const known = [...init.matchAll(/^ {4}"(\.[a-z.]+)":/gm)].map(
      ([, extension]) => extension ?? '',
    );
    assert.equal(known.length, 13);
    for (const extension of known) {
      const modules = formatModules([{ extension }]);
      assert.ok(modules.length > 0, extension);
      for (const path of modules) {
        const code = await readFile(join(TEMPLATES, path), 'utf8');
        for (const [, name] of code.matchAll(/^from runner\.formats\.(\w+) import/gm)) {
          assert.ok(modules.includes(`runner/formats/${name}.py`), `${path} imports ${name}`);
        }
      }
    }
    const columns = [{ name: 'age' }];
    assert.deepEqual(
      formatModules([{ extension: '.CSV', columns }, { extension: 'constructor' }]),
      ['runner/formats/csv_table.py', 'runner/formats/named_columns.py'],
    );
  });

  it('copies the entrypoint, its parts and the loader as they are', async () => {
    for (const [id, path] of [
      ['entrypoint', 'entrypoint.py'],
      ['runner-formats-npy', 'runner/formats/npy.py'],
      ['model-code', 'model/keras.py'],
    ] as const) {
      const template = await readFile(join(TEMPLATES, path), 'utf8');
      // model.py has an example below it.
      const text = await textOf(tensorflow, id);
      assert.equal(id === 'model-code' ? text.slice(0, template.length) : text, template);
    }
  });

  it('writes the specification as JSON, two blanks deep, with a final line break', async () => {
    const spec = specFor(tensorflow);
    assert.equal(await textOf(tensorflow, 'model-spec'), `${JSON.stringify(spec, null, 2)}\n`);
  });

  it('ends every text with exactly one line break and no line with a blank', async () => {
    for (const [name, plan] of Object.entries(plans)) {
      for (const { path, text } of await rendered(plan)) {
        if (text === '') continue;
        assert.match(text, /[^\n]\n$/, `${name}: ${path}`);
        assert.doesNotMatch(text, /[ \t]\n/, `${name}: ${path}`);
        assert.doesNotMatch(text, /\n\n\n\n/, `${name}: ${path}`);
      }
    }
  });

  it('puts a note into model/ only while no model is copied there', async () => {
    for (const [name, plan] of Object.entries(plans)) {
      const files = await rendered(plan);
      const copied = plan.config.model?.by === 'copy';
      assert.equal(
        files.some((file) => file.id === 'model-note'),
        !copied,
        name,
      );
    }
    assert.match(await textOf(frameworkImage, 'model-note'), /`\/models\/digits\.keras`/);
  });

  it('builds for the platform of the answers, and says what another machine needs', async () => {
    const plan: Plan = { ...tensorflow, config: { ...tensorflow.config, platform: 'linux/arm64' } };
    assert.match(await textOf(plan, 'makefile'), /^PLATFORM \?= linux\/arm64$/m);
    const readme = await textOf(plan, 'readme');
    assert.match(readme, /^docker run --rm --platform linux\/arm64 -u /m);
    assert.match(readme, /The image is for `linux\/arm64`; on another kind of machine/);
    assert.match(await textOf(tensorflow, 'makefile'), /^PLATFORM \?=$/m);
  });

  it('keeps the README short, and its links to pages that there are', async () => {
    const pages = await readdir(join(TEMPLATES, '../docs'));
    for (const [name, plan] of Object.entries(plans)) {
      const readme = await textOf(plan, 'readme');
      const lines = readme.split('\n').length - 1;
      assert.ok(lines <= 80, `${name}: ${lines}`);
      const links = [...readme.matchAll(/\]\((https:\/\/github\.com[^)]*)\)/g)].map(([, to]) => to);
      assert.ok(links.length >= 2, name);
      for (const link of links)
        assert.ok(link?.startsWith(`${DOCS}/`) && pages.includes(basename(link)), link);
    }
    assert.ok(homepage.startsWith(DOCS.replace('/blob/main/docs', '#')), homepage);
  });

  it('names the template that is missing', () => {
    assert.throws(() => render(tensorflow, specFor(tensorflow), {}), /template Dockerfile\.ejs/);
  });

  it('refuses a value that cannot stand where it would have to, with one line', async () => {
    const plan = { ...tensorflow, base: { ...tensorflow.base, image: 'a b' } };
    await assert.rejects(rendered(plan), (error) => error instanceof UserError);
  });
});

describe('the Dockerfile', () => {
  const parsed = async (plan: Plan) => DockerfileParser.parse(await textOf(plan, 'dockerfile'));

  it('takes its base image from an ARG, and no syntax line', async () => {
    for (const plan of Object.values(plans)) {
      const text = await textOf(plan, 'dockerfile');
      assert(text.includes(`\nARG BASE_IMAGE=${plan.base.image}\n`));
      assert.doesNotMatch(text, /^#\s*(syntax|escape|check)\s*=/im);
      const froms = (await parsed(plan)).getFROMs().map((from) => from.getImage());
      const stages = new Set(['base', 'build', 'scratch']);
      assert(froms.every((image) => image === '${BASE_IMAGE}' || stages.has(image ?? '')));
    }
  });

  it('uses nothing that Docker 20.10 or Podman 4 refuses', async () => {
    for (const plan of Object.values(plans)) {
      assert.doesNotMatch(await textOf(plan, 'dockerfile'), /<<|--link|--exclude|--parents/);
    }
  });

  it('ends as 1001:0 with an entrypoint in exec form', async () => {
    for (const plan of Object.values(plans)) {
      const last = (await parsed(plan)).getInstructions().slice(-2);
      assert.deepEqual(
        last.map((instruction) => [instruction.getKeyword(), instruction.getArgumentsContent()]),
        [
          ['USER', '1001:0'],
          ['ENTRYPOINT', '["/opt/venv/bin/python", "/app/entrypoint.py"]'],
        ],
      );
    }
  });

  it('names the model only when it knows it', async () => {
    assert.match(
      await textOf(tensorflow, 'dockerfile'),
      /MODEL_PATH=\/app\/model\/digits\.keras$/m,
    );
    assert.doesNotMatch(await textOf(plainOs, 'dockerfile'), /MODEL_PATH/);
  });

  it('copies no model that stays where it is', async () => {
    assert.doesNotMatch(await textOf(frameworkImage, 'dockerfile'), /COPY.*model /);
    assert.doesNotMatch(await textOf(frameworkImage, 'dockerignore'), /^!model$/m);
  });

  it('installs no framework that the base image brings, and keeps its versions', async () => {
    const text = await textOf(frameworkImage, 'dockerfile');
    assert.match(text, /--system-site-packages/);
    assert.doesNotMatch(text, /framework\.txt/);
  });
});
