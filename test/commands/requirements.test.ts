/** How requirements are read: words, files, wheels. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ENTRY_POINTS, type Options } from './entry-points.ts';

const WHEEL = 'lab_tools-1.10-py3-none-any.whl';

for (const [entry, through] of ENTRY_POINTS) {
  describe(`requirements through ${entry}`, function () {
    this.timeout(30_000);
    let cwd: string;
    let root: string;
    const read = (name: string) => readFileSync(join(root, name), 'utf8');
    const pip = () => JSON.parse(read('.yo-rc.json'))['generator-ml-image'].pip;
    const run = (
      command: '' | 'pip' | 'system' | 'regenerate',
      positionals: string[] = [],
      options: Options = {},
      from = root,
    ) => through(from, command, positionals, { yes: true, ...options });
    const fromFile = (text: string | Uint8Array) => {
      writeFileSync(join(root, 'mine.txt'), text);
      return run('pip', [], { requirement: 'mine.txt' });
    };
    const putWheel = (name: string) => {
      mkdirSync(join(root, 'wheels'), { recursive: true });
      writeFileSync(join(root, 'wheels', name), '');
    };
    const make = (options: Options) => run('', ['lab'], { name: 'lab', ...options }, cwd);

    beforeEach(async () => {
      cwd = mkdtempSync(join(tmpdir(), 'ml-image-requirements-'));
      root = join(cwd, 'lab');
      assert.deepEqual(await make({ framework: 'custom' }), { status: 0, error: '' });
    });
    afterEach(() => rmSync(cwd, { recursive: true, force: true }));

    const whole = 'lab @ https://example.org/x,y.tar.gz';
    const marked = 'tomli; python_version in "3.10,3.11"';

    it('keeps commas in an address and in quotes, as words, by flag and from a file', async () => {
      assert.deepEqual(await run('pip', [whole, marked]), { status: 0, error: '' });
      assert.deepEqual(pip(), [whole, marked]);
      await run('pip', ['lab', 'tomli'], { remove: true });
      await run('regenerate', [], { pip: [whole, marked] });
      assert.deepEqual(pip(), [whole, marked]);
      await run('pip', ['lab', 'tomli'], { remove: true });
      assert.deepEqual(await fromFile(`${whole}\n${marked}\n`), { status: 0, error: '' });
      assert.deepEqual(pip(), [whole, marked]);
    });

    it('takes a list in one word apart', async () => {
      await run('pip', ['numpy,pandas>=2,<3', 'scipy, six']);
      assert.deepEqual(pip(), ['numpy', 'pandas>=2,<3', 'scipy', 'six']);
    });

    const refused: [string[], RegExp][] = [
      [['numpy=1.2'], /^'numpy=1\.2' is not a Python requirement: .*write 'numpy==1\.2'$/],
      [
        ['numpy', '>=1'],
        /^'>=1' is separate from the name of its package; write both as one word: ml-image pip 'numpy>=1'$/,
      ],
      [['numpy', '==', '1.2'], /ml-image pip 'numpy==1\.2'$/],
      [['install', 'numpy', 'six>=1'], /write ml-image pip numpy 'six>=1'$/],
      [['uninstall', 'numpy'], /write ml-image pip --remove numpy$/],
      [['a ; foo == "b"'], /^'a ; foo == "b"' is not a Python requirement: in its marker/],
    ];
    for (const [words, message] of refused) {
      it(`refuses ${words.join(' ')}, and names no flag`, async () => {
        const { status, error } = await run('pip', words);
        assert.equal(status, 1);
        assert.match(error, message);
        assert.doesNotMatch(error, /--pip|\n/);
        assert.deepEqual(pip(), []);
      });
    }

    it('answers a verb before system packages with the command', async () => {
      const { status, error } = await run('system', ['install', 'libgomp1']);
      assert.equal(status, 1);
      assert.match(error, /^ml-image system needs no 'install'; write ml-image system libgomp1$/);
      assert.match((await run('system', ['x$(id)'])).error, /^'x\$\(id\)' is not a package name/);
    });

    it('names the flag where one was given', async () => {
      const { error } = await run('regenerate', [], { pip: 'numpy=1.2' });
      assert.match(error, /^--pip 'numpy=1\.2' is not a Python requirement/);
    });

    it('takes over a requirements file, comments and continued lines understood', async () => {
      const text =
        '\uFEFF# tools \\\nscipy  # maths\npandas>=2.2,\\\n   <3\n\ntomli; \\\n    os_name  in  "a  b"\nsix\\';
      assert.deepEqual(await fromFile(text), { status: 0, error: '' });
      assert.deepEqual(pip(), ['scipy', 'pandas>=2.2, <3', 'tomli; os_name in "a  b"', 'six']);
    });

    it('reads a file with the line ends of any system', async () => {
      await fromFile('scipy\rsix\r\nnumpy\n');
      assert.deepEqual(pip(), ['scipy', 'six', 'numpy']);
    });

    it('follows a file that another names, beside that one', async () => {
      mkdirSync(join(root, 'more/deep'), { recursive: true });
      writeFileSync(join(root, 'more/a.txt'), 'six\n--requirement=deep/b.txt\n');
      writeFileSync(join(root, 'more/deep/b.txt'), 'attrs\nscipy==1..2\n');
      const wrong = await fromFile('pandas\n-r more/a.txt\n');
      assert.match(
        wrong.error,
        /^more\/deep\/b\.txt:2: 'scipy==1\.\.2' is not a Python requirement/,
      );
      writeFileSync(join(root, 'more/deep/b.txt'), 'attrs\n');
      assert.deepEqual(await fromFile('pandas\n-r more/a.txt\n'), { status: 0, error: '' });
      assert.deepEqual(pip(), ['pandas', 'six', 'attrs']);
    });

    const wrongFiles: [string, string | Uint8Array, RegExp][] = [
      ['a circle', 'six\n-r mine.txt\n', /^mine\.txt:2: -r mine\.txt goes round in a circle; /],
      ['a file that is not there', '-rno.txt', /^mine\.txt:1: -r no\.txt is not there; give a/],
      ['another file by address', '-r https://e.org/r.txt', /^mine\.txt:1: -r https.*download it/],
      ['bounds', '-c x.txt', /^mine\.txt:1: '-c x\.txt' is an option.*write the bounds into/],
      [
        'an editable',
        'six\n-e .',
        /^mine\.txt:2: '-e \.' is an option of pip.*build a wheel of it/,
      ],
      [
        'an index',
        '--index-url https://e.org',
        /^mine\.txt:1: .* is an option.*the secret pip\.conf/,
      ],
      [
        'a hash',
        'six==1.0 \\\n  --hash=sha256:00',
        /^mine\.txt:1: .* has an option \(--hash\) of pip.*ml-image lock writes/,
      ],
      [
        'two in a line',
        'numpy, six',
        /^mine\.txt:1: 'numpy, six' is more than one requirement; give/,
      ],
      ['another option', '--foo', /is an option of pip.*; leave it out$/],
      ['a slip', 'six\n\nnumpy=1.2', /^mine\.txt:3: 'numpy=1\.2' is not a Python .*'numpy==1\.2'$/],
      [
        'UTF-16',
        Buffer.from('\uFEFFsix\n', 'utf16le'),
        /^-r mine\.txt is not UTF-8 text; save it as/,
      ],
      [
        'a wheel that is not there',
        `six\nwheels/${WHEEL}`,
        /^mine\.txt:2: wheels\/lab_.* not there/,
      ],
    ];
    for (const [title, text, message] of wrongFiles) {
      it(`refuses a file with ${title}, with its line`, async () => {
        const { status, error } = await fromFile(text);
        assert.equal(status, 1);
        assert.match(error, message);
        assert.doesNotMatch(error, /--pip|\n/);
        assert.deepEqual(pip(), []);
      });
    }

    it('says what was given to -r if it is not a file', async () => {
      const errorOf = async (requirement: string) => (await run('pip', [], { requirement })).error;
      assert.equal(await errorOf('nothere'), '-r nothere is not there; give a requirements file');
      assert.match(await errorOf('https://e.org/r.txt'), /is an address; download it first/);
      assert.equal(await errorOf(''), '-r has no file; write -r requirements.txt');
      assert.match(await errorOf('model'), /^-r model is a directory; give a requirements file$/);
    });

    it('takes a wheel in wheels/ by its name and version, and out again', async () => {
      putWheel(WHEEL);
      assert.deepEqual(await run('pip', [`wheels/${WHEEL}`]), { status: 0, error: '' });
      assert.deepEqual(pip(), ['lab-tools==1.10']);
      putWheel('lab_tools-1.11-py3-none-any.whl');
      await run('regenerate', [], { pip: ['wheels/lab_tools-1.11-py3-none-any.whl'] });
      assert.deepEqual(pip(), ['lab-tools==1.11']);
      await run('pip', ['scipy,', `wheels/${WHEEL}`]);
      await run('pip', ['scipy,', 'wheels/lab_tools-1.11-py3-none-any.whl'], { remove: true });
      assert.deepEqual(pip(), []);
      assert.deepEqual(await fromFile(`scipy\nwheels/${WHEEL}\n`), { status: 0, error: '' });
      assert.deepEqual(pip(), ['scipy', 'lab-tools==1.10']);
    });

    it('finds a wheel by every path to it', async () => {
      putWheel(WHEEL);
      const paths: [string, string][] = [
        ['wheels', WHEEL],
        ['model', `../wheels/${WHEEL}`],
        ['model', `wheels/${WHEEL}`],
        ['.', WHEEL],
        ['.', `./wheels/${WHEEL}`],
        ['.', join(root, 'wheels', WHEEL)],
      ];
      mkdirSync(join(root, 'model'), { recursive: true });
      for (const [from, path] of paths) {
        const made = await run('pip', [path], {}, join(root, from));
        assert.deepEqual([path, made], [path, { status: 0, error: '' }]);
        assert.deepEqual(pip(), ['lab-tools==1.10']);
        await run('pip', ['lab-tools'], { remove: true });
      }
    });

    it('refuses a wheel that is not there, or lies elsewhere, and says where it belongs', async () => {
      const errorOf = async (path: string) => (await run('pip', [path])).error;
      assert.equal(
        await errorOf(`wheels/${WHEEL}`),
        `wheels/${WHEEL} is not there; copy it into wheels/ first`,
      );
      assert.match(await errorOf(`/etc/wheels/${WHEEL}`), /is outside wheels\/.*give wheels\/lab_/);
      writeFileSync(join(root, WHEEL), '');
      assert.match(
        await errorOf(WHEEL),
        /is outside wheels\/.*copy it there and give wheels\/lab_/,
      );
      assert.deepEqual(pip(), []);
    });

    it('refuses a wheel that the image cannot install, with what would fit', async () => {
      for (const name of ['lab-1-cp39-cp39-manylinux2014_x86_64.whl', 'lab-1-py3-none-win32.whl'])
        putWheel(name);
      const python = await run('pip', ['wheels/lab-1-cp39-cp39-manylinux2014_x86_64.whl']);
      assert.match(python.error, /^lab-1-\S+ is for CPython 3\.9, and .*; use .*a wheel for/);
      const system = await run('pip', ['wheels/lab-1-py3-none-win32.whl']);
      assert.match(system.error, /is for Windows, and the image is Linux; use a manylinux/);
      assert.deepEqual(pip(), []);
    });

    it('says that a new folder needs the wheel, and does not warn of musl for it', async () => {
      root = join(cwd, 'other');
      const made = await run(
        '',
        ['other'],
        { framework: 'custom', name: 'other', os: 'alpine', pip: `wheels/${WHEEL}` },
        cwd,
      );
      assert.equal(made.status, 0);
      assert.deepEqual(pip(), ['lab-tools==1.10']);
      if (entry === 'the bin') {
        assert.match(
          made.error,
          /note: copy lab_tools-1\.10\S+ into \S+wheels\/ before make build/,
        );
        assert.doesNotMatch(made.error, /lab-tools comes without a wheel/);
      }
      const bad = { framework: 'custom', name: 'bad', pip: 'wheels/lab-1-py3-none-win32.whl' };
      assert.match((await run('', ['bad'], bad, cwd)).error, /is for Windows/);
    });
  });
}
