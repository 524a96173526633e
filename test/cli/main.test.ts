import assert from 'node:assert/strict';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { main } from '../../src/cli/main.ts';
import { commit } from '../../src/pipeline/commit.ts';
import { prepareScaffold } from '../../src/pipeline/scaffold.ts';
import { Command } from './command.ts';

const MODELS = fileURLToPath(new URL('../fixtures/models', import.meta.url));

describe('ml-image', () => {
  let cwd: string;
  let out: string;
  let err: string;
  const command = new Command();
  const run = async (...argv: string[]) => {
    const status = await command.run(cwd, argv);
    ({ out, err } = command);
    return status;
  };
  beforeEach(() => {
    cwd = mkdtempSync(join(tmpdir(), 'ml-image-cli-'));
    copyFileSync(join(MODELS, 'digits.keras'), join(cwd, 'digits.keras'));
  });
  afterEach(() => rmSync(cwd, { recursive: true, force: true }));

  describe('a new folder', () => {
    it('follows from the model alone', async () => {
      assert.equal(await run('--model', 'digits.keras'), 0, err);
      assert.deepEqual(readdirSync(join(cwd, 'digits')).sort(), [
        '.dockerignore',
        '.gitattributes',
        '.gitignore',
        '.ml-image',
        '.yo-rc.json',
        'Dockerfile',
        'Makefile',
        'README.md',
        'entrypoint.py',
        'install.sh',
        'model',
        'model-spec.json',
        'model.py',
        'requirements.txt',
        'runner',
        'test',
      ]);
      assert.match(out, /framework +tensorflow +Keras 3\.\S+ file/);
      assert.match(out, /cd digits\n.*make build test/);
      assert.equal(err, '');
    });

    it('holds the model, byte for byte', async () => {
      await run('--model', 'digits.keras');
      assert.deepEqual(
        readFileSync(join(cwd, 'digits/model/digits.keras')),
        readFileSync(join(cwd, 'digits.keras')),
      );
    });

    it('holds a note in model/ where the model is left out', async () => {
      assert.equal(await run('--framework', 'pytorch', '--name', 'later'), 0, err);
      assert.deepEqual(readdirSync(join(cwd, 'later/model')), ['README.md']);
      assert.match(out, /put the model into model\//);
    });

    it('leaves a referenced model where it is', async () => {
      assert.equal(await run('--model', 'digits.keras', '--model-by', 'reference'), 0, err);
      assert.ok(!existsSync(join(cwd, 'digits/model/digits.keras')));
      assert.ok(
        readFileSync(join(cwd, 'digits/Makefile'), 'utf8').includes(join(cwd, 'digits.keras')),
      );
    });

    it('is a directory model’s copy too', async () => {
      assert.equal(await run('--model', join(MODELS, 'digits_savedmodel')), 0, err);
      assert.ok(existsSync(join(cwd, 'digits_savedmodel/model/digits_savedmodel/saved_model.pb')));
    });

    it('is one JSON object with --json, all else on stderr', async () => {
      assert.equal(await run('--model', 'digits.keras', '--json'), 0, err);
      const result = JSON.parse(out);
      assert.equal(result.root, join(cwd, 'digits'));
      assert.equal(result.config.framework, 'tensorflow');
      assert.equal(result.written, true);
      assert.match(err, /make build test/);
    });

    it('asks nothing with --json, at a terminal either: a question would stand on stdout', async () => {
      let text = '';
      const status = await main(['--model', 'digits.keras', '--json'], {
        cwd,
        out: (part) => {
          text += part;
        },
        err: () => {},
        interactive: true,
        outIsTerminal: false,
        errIsTerminal: false,
      });
      assert.equal(status, 0);
      assert.equal(JSON.parse(text).config.name, 'digits');
    });

    it('is only shown with --dry-run', async () => {
      assert.equal(await run('--model', 'digits.keras', '--dry-run'), 0, err);
      assert.deepEqual(readdirSync(cwd), ['digits.keras']);
      assert.match(out, /\+ENTRYPOINT/);
    });

    it('is the same, byte for byte, a second time', async () => {
      await run('one', '--model', 'digits.keras');
      await run('two', '--model', 'digits.keras');
      for (const name of [
        'Dockerfile',
        'Makefile',
        'README.md',
        '.yo-rc.json',
        'model-spec.json',
      ]) {
        assert.equal(
          readFileSync(join(cwd, 'one', name), 'utf8'),
          readFileSync(join(cwd, 'two', name), 'utf8'),
        );
      }
    });

    it('names no path of this machine', async () => {
      await run('--model', 'digits.keras');
      const files = readdirSync(join(cwd, 'digits'), { recursive: true, withFileTypes: true });
      for (const entry of files.filter((entry) => entry.isFile())) {
        const text = readFileSync(join(entry.parentPath, entry.name), 'latin1');
        assert.ok(!text.includes(cwd), entry.name);
      }
    });
  });

  describe('bad input is one line, status 1, nothing written', () => {
    const long = 'x'.repeat(10_000);
    const cases: [string, string[], RegExp][] = [
      ['a model that is not there', ['--model', 'nope.pt'], /nope\.pt/],
      ['an empty model', ['--model', 'empty.pt'], /empty/],
      ['a dangling symlink', ['--model', 'dangling.pt'], /dangling\.pt/],
      ['an empty directory', ['--model', 'void'], /void/],
      ['a path of 10,000 characters', ['--model', long], /x/],
      [
        'a framework that contradicts the file',
        ['--model', 'digits.keras', '--framework', 'pytorch'],
        /keras file, which PyTorch does not load; use --framework tensorflow/,
      ],
      ['Alpine for TensorFlow', ['--model', 'digits.keras', '--os', 'alpine'], /musl.*--os debian/],
      [
        "a requirement against the framework's pin",
        ['--model', 'digits.keras', '--pip', 'keras==2.1'],
        /'keras==2\.1' conflicts with 'keras==3.*the model asks for it .*; leave keras out/,
      ],
      [
        'a package without a wheel for this Python, by the flags of this command',
        ['--framework', 'custom', '--name', 'x', '--os', 'alpine', '--pip', 'torch'],
        /use --os debian$/m,
      ],
      [
        'a word of Python as a name',
        ['--name', 'class'],
        /'class' is a Python keyword; use 'model_class'/,
      ],
      [
        'JAX for a file of scikit-learn',
        ['--model', join(MODELS, 'digits_sklearn.joblib'), '--framework', 'jax'],
        /sklearn file, which JAX does not load; use --framework scikit-learn/,
      ],
      ['a mistaken name', ['--model', 'digits.keras', '--pip', 'sklearn'], /use scikit-learn/],
      ['a target that is not empty', ['taken', '--model', 'digits.keras'], /taken/],
      ['a target that is a file', ['digits.keras', '--model', 'digits.keras'], /digits\.keras/],
      [
        'two directories',
        ['a', 'b', '--model', 'digits.keras'],
        /2 paths were given \(a, b\).*only the new directory/,
      ],
      ['no model and no framework', [], /--model PATH or --framework/],
      ['an unknown flag', ['--modle', 'x'], /did you mean --model/],
      ['hostile name', ['--model', 'digits.keras', '--name', '$(touch x)'], /Python identifier/],
      ['hostile image', ['--model', 'digits.keras', '--image', 'a`id`'], /image name/],
      ['hostile requirement', ['--model', 'digits.keras', '--pip', 'a\nRUN id'], /requirement/],
      [
        'hostile system package',
        ['--model', 'digits.keras', '--system', 'a && id'],
        /package name/,
      ],
    ];
    beforeEach(() => {
      writeFileSync(join(cwd, 'empty.pt'), '');
      symlinkSync('nowhere', join(cwd, 'dangling.pt'));
      mkdirSync(join(cwd, 'void'));
      mkdirSync(join(cwd, 'taken'));
      writeFileSync(join(cwd, 'taken/notes.txt'), 'mine');
    });
    for (const [title, argv, message] of cases) {
      it(title, async () => {
        const before = readdirSync(cwd, { recursive: true }).sort();
        assert.equal(await run(...argv), 1, out);
        assert.match(err, /^ml-image: [^\n]*\n$/);
        assert.match(err, message);
        assert.ok(err.length < 500, 'one readable line');
        assert.equal(out, '');
        assert.deepEqual(readdirSync(cwd, { recursive: true }).sort(), before);
      });
    }

    it('a folder inside the model’s own directory', async () => {
      mkdirSync(join(cwd, 'saved'));
      assert.equal(await run('--model', `${MODELS}/digits_savedmodel`, '--dry-run'), 0, err);
      const inside = join(cwd, 'sm');
      const { cpSync } = await import('node:fs');
      cpSync(join(MODELS, 'digits_savedmodel'), inside, { recursive: true });
      assert.equal(await run('sm/out', '--model', 'sm'), 1);
      assert.match(err, /would lie inside the model's directory/);
      assert.ok(!existsSync(join(inside, 'out')));
    });
  });

  describe('file names that look like something else are plain data', () => {
    for (const name of [
      '--help',
      'a b.keras',
      'é.keras',
      '$(touch x).keras',
      '`id`.keras',
      "it's.keras",
      '%s.keras',
      '#{x}.keras',
      '<%= 1 %>.keras',
    ]) {
      it(JSON.stringify(name), async () => {
        copyFileSync(join(cwd, 'digits.keras'), join(cwd, name));
        assert.equal(await run('out', `--model=${name}`), 0, err);
        assert.ok(existsSync(join(cwd, 'out/model', name)));
        assert.ok(!existsSync(join(cwd, 'x')));
      });
    }
  });

  it('a read-only parent is one line, and nothing is written there', async () => {
    const locked = join(cwd, 'locked');
    mkdirSync(locked);
    const request = { cwd, directory: 'locked/new', given: { model: 'digits.keras' }, ask: null };
    const prepared = await prepareScaffold(request);
    // As root every folder is writable, so the writing is done as somebody else.
    await import('../../src/folder/apply.ts');
    chmodSync(cwd, 0o755);
    chmodSync(locked, 0o555);
    const root = process.getuid?.() === 0;
    if (root) process.seteuid?.(65534);
    try {
      await assert.rejects(commit(prepared), {
        name: 'UserError',
        line: /^[^\n]*locked[^\n]*$/,
      });
    } finally {
      if (root) process.seteuid?.(0);
    }
    assert.deepEqual(readdirSync(locked), []);
  });

  it('a failure with --json is one JSON object too', async () => {
    assert.equal(await run('--model', 'nope.pt', '--json'), 1);
    assert.deepEqual(Object.keys(JSON.parse(out)), ['error', 'status']);
    assert.match(JSON.parse(out).error, /nope\.pt/);
    assert.match(err, /^ml-image: [^\n]*nope\.pt[^\n]*\n$/);
  });

  it('--version prints the version, --help the help', async () => {
    assert.equal(await run('--version'), 0);
    assert.match(out, /^\d+\.\d+\.\d+\n$/);
    assert.equal(await run('--help'), 0);
    assert.match(out, /--model PATH/);
  });
});
