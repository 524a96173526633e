import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ENTRY_POINTS, type Options } from './entry-points.ts';

const MODELS = fileURLToPath(new URL('../fixtures/models', import.meta.url));

for (const [entry, through] of ENTRY_POINTS) {
  describe(`requirements among the answers through ${entry}`, function () {
    this.timeout(30_000);
    let cwd: string;
    let root: string;
    const read = (name: string) => readFileSync(join(root, name), 'utf8');
    const pip = () => JSON.parse(read('.yo-rc.json'))['generator-ml-image'].pip as string[];
    const lines = () => read('requirements.txt').match(/^[^#\n].*$/gm) as string[];
    const run = (
      command: '' | 'pip' | 'system' | 'regenerate',
      positionals: string[] = [],
      options: Options = {},
    ) => through(root, command, positionals, { yes: true, ...options });
    const store = (list: string[]) =>
      writeFileSync(
        join(root, '.yo-rc.json'),
        read('.yo-rc.json').replace(/"pip": \[[^\]]*\]/, `"pip": ${JSON.stringify(list)}`),
      );
    const refused = async (step: Promise<{ status: number; error: string }>, message: RegExp) => {
      const { status, error } = await step;
      assert.equal(status, 1);
      assert.match(error, message);
      assert.doesNotMatch(error, /\n/);
    };

    beforeEach(async () => {
      cwd = mkdtempSync(join(tmpdir(), 'ml-image-requirements-'));
      root = cwd;
      copyFileSync(join(MODELS, 'torchscript.pt'), join(cwd, 'torchscript.pt'));
      copyFileSync(join(MODELS, 'digits_sklearn.onnx'), join(cwd, 'digits.onnx'));
      const made = await run('', ['made'], { model: 'torchscript.pt' });
      assert.equal(made.status, 0, made.error);
      root = join(cwd, 'made');
    });
    afterEach(() => rmSync(cwd, { recursive: true, force: true }));

    const PARTED = ['scipy<2; python_version<"3.9"', 'scipy>=2; python_version>="3.9"'];

    it('keeps lines of one package that markers part, and changes all of them at once', async () => {
      await run('pip', ['pandas', ...PARTED, 'tqdm']);
      assert.deepEqual(pip(), ['pandas', ...PARTED, 'tqdm']);
      assert.deepEqual(lines().slice(-4), pip());
      await run('pip', ['SciPy==1.10']);
      assert.deepEqual(pip(), ['pandas', 'SciPy==1.10', 'tqdm']);
      assert.deepEqual(lines().slice(-3), pip());
      writeFileSync(join(root, 'mine.txt'), `${PARTED.join('\n')}\n`);
      await run('pip', [], { requirement: 'mine.txt' });
      assert.deepEqual(pip(), ['pandas', ...PARTED, 'tqdm']);
      await run('pip', ['scipy'], { remove: true });
      assert.deepEqual(pip(), ['pandas', 'tqdm']);
    });

    it('refuses one package that is given twice, by words, file or flag', async () => {
      writeFileSync(join(root, 'mine.txt'), 'a>=1\na<2\n');
      const twice = /^a is given twice \(a>=1, a<2\); write one, as in a>=1,<2$/;
      await refused(run('pip', [], { requirement: 'mine.txt' }), twice);
      await refused(run('pip', ['a>=1', 'a<2']), twice);
      await refused(run('regenerate', [], { pip: ['a>=1', 'a<2'] }), twice);
      await refused(run('system', ['libgl1', 'libgl1=1']), /^libgl1 is given twice/);
      root = cwd;
      await refused(run('', ['more'], { model: 'torchscript.pt', pip: ['a>=1', 'a<2'] }), twice);
    });

    it('names the line of a package that was written twice by hand', async () => {
      store(['scipy', 'SciPy==1']);
      const message =
        /\.yo-rc\.json:\d+: "pip" is not valid: scipy is listed twice \(scipy, SciPy==1\); write one, as in scipy==1$/;
      await refused(run('regenerate'), message);
    });

    it('names the line of a package written by hand that cannot work', async () => {
      store(['sklearn']);
      const message =
        /\.yo-rc\.json:\d+: "pip" is not valid: sklearn is not what it is called on PyPI; use scikit-learn$/;
      await refused(run('regenerate'), message);
    });

    it("says which packages are the framework's, and suggests near names", async () => {
      const cases: [string, RegExp][] = [
        ['Torch', /^torch is the framework's own \(torch==2\S+\), so it is not taken out; another/],
        ['numpy', /^numpy is the framework's own \(numpy>=1\.26,<3\): the image needs it/],
        ['x\u001b[31m', /^x\\u001b\[31m is not among the requirements; there are none$/],
      ];
      for (const [name, message] of cases) {
        await refused(run('pip', [name], { remove: true }), message);
      }
      await run('pip', ['pandas', ...Array.from({ length: 12 }, (_, i) => `lab${i}-kit`)]);
      await refused(run('pip', ['panda'], { remove: true }), /; did you mean pandas\?$/);
      await refused(
        run('pip', ['xyz'], { remove: true }),
        /; there are pandas, lab0-kit, .*, lab8-kit and 3 more$/,
      );
      await refused(
        run('system', ['libx'], { remove: true }),
        /^libx is not among the system packages; there are none$/,
      );
    });

    it('names no flag where none was given', async () => {
      await refused(run('pip', ['x; $(id)']), /^'x; \$\(id\)' is not a Python requirement/);
      await refused(run('system', ['x$']), /^'x\$' is not a package name/);
      await refused(
        run('regenerate', [], { pip: 'x$' }),
        /^--pip 'x\$' is not a Python requirement/,
      );
    });

    it('takes the requirements of a training project, and leaves out what the image brings', async () => {
      const before = lines();
      writeFileSync(join(root, 'mine.txt'), 'torch>=2\nnumpy\nscipy\nTorch>=2\n');
      const { status, error } = await run('pip', [], { requirement: 'mine.txt' });
      assert.equal(status, 0, error);
      assert.deepEqual(pip(), ['torch>=2', 'numpy', 'scipy']);
      assert.deepEqual(lines(), [...before, 'scipy']);
      assert.equal((await run('regenerate', [], { check: true })).status, 0);
      if (entry === 'the bin') {
        assert.match(
          error,
          /^note: torch>=2 is met by the framework's torch==2\S+, so it is left out/m,
        );
      }
      await run('pip', ['numpy==2.1'], {});
      assert.deepEqual(lines(), [...before.slice(0, -1), 'numpy==2.1', 'scipy']);
      await run('pip', ['numpy', 'torch', 'scipy'], { remove: true });
      assert.deepEqual(lines(), before);
    });

    it('judges requirements that are there by the answers that change, and blames no file', async () => {
      assert.equal((await run('pip', ['tensorflow'])).status, 0);
      await refused(
        run('regenerate', [], { python: '3.14' }),
        /^tensorflow has no wheel for Python 3\.14 .*, or ml-image pip --remove tensorflow$/,
      );
      await refused(
        run('regenerate', [], { os: 'alpine', python: '3.14' }),
        /^PyTorch has no build/,
      );
    });

    it('leaves out a requirement that another framework brings, and has it again without', async () => {
      root = cwd;
      await run('', ['onnx'], { model: 'digits.onnx' });
      root = join(cwd, 'onnx');
      await run('pip', ['torch>=2']);
      const before = read('requirements.txt');
      const other = { model: join(cwd, 'torchscript.pt'), framework: 'pytorch' };
      const { status, error } = await run('regenerate', [], other);
      assert.equal(status, 0, error);
      assert.deepEqual(pip(), ['torch>=2']);
      assert.ok(!lines().includes('torch>=2'));
      const back = { model: join(cwd, 'digits.onnx'), framework: 'onnxruntime' };
      assert.equal((await run('regenerate', [], back)).status, 0);
      assert.equal(read('requirements.txt'), before);
    });

    if (entry === 'the bin') {
      it('says a note of the combination once, not at every later command', async () => {
        const { error } = await run('regenerate', [], { accelerator: 'cuda' });
        assert.match(error, /note: CUDA 1/);
        assert.deepEqual(await run('pip', ['scipy']), { status: 0, error: '' });
        assert.deepEqual(await run('regenerate', [], { name: 'other' }), { status: 0, error: '' });
      });

      it('says it of an answer changed by hand too', async () => {
        const text = read('.yo-rc.json').replace('"accelerator": "cpu"', '"accelerator": "cuda"');
        writeFileSync(join(root, '.yo-rc.json'), text);
        assert.match((await run('regenerate')).error, /note: CUDA 1/);
        assert.equal((await run('regenerate')).error, '');
      });
    }
  });
}
