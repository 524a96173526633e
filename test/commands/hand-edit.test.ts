/** What a person may have done to `.yo-rc.json` by hand, and what is said of it. */
import assert from 'node:assert/strict';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ENTRY_POINTS, type Options } from './entry-points.ts';

const MODELS = fileURLToPath(new URL('../fixtures/models', import.meta.url));

/** Runs something as a user to whom nothing belongs: to root every file can be read. */
async function asNobody<T>(step: () => Promise<T>): Promise<T> {
  const root = process.geteuid?.() === 0;
  if (root) process.seteuid?.(65534);
  try {
    return await step();
  } finally {
    if (root) process.seteuid?.(0);
  }
}

for (const [entry, through] of ENTRY_POINTS) {
  describe(`.yo-rc.json edited by hand, through ${entry}`, function () {
    this.timeout(30_000);
    let cwd: string;
    let root: string;
    const place = (name: string) => join(root, name);
    const read = (name: string) => readFileSync(place(name), 'utf8');
    const answers = () => JSON.parse(read('.yo-rc.json'))['generator-ml-image'];
    const run = (options: Options = {}) =>
      through(root, 'regenerate', [], { yes: true, ...options });
    const edit = (change: (text: string) => string) => {
      const before = read('.yo-rc.json');
      const after = change(before);
      assert.notEqual(after, before);
      writeFileSync(place('.yo-rc.json'), after);
    };
    const put = (key: string, value: unknown) =>
      edit((text) => {
        const store = JSON.parse(text);
        store['generator-ml-image'][key] = value;
        return `${JSON.stringify(store, null, 2)}\n`;
      });
    const everything = () =>
      Object.fromEntries(
        readdirSync(root, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name))
          .sort()
          .map((name) => [name.slice(root.length), readFileSync(name, 'latin1')]),
      );
    /** One line, status 1, and nothing written. */
    const refused = async (message: RegExp, options: Options = {}) => {
      const before = everything();
      const { status, error } = await run(options);
      assert.match(error, message);
      assert.doesNotMatch(error, /\n/);
      assert.equal(status, 1);
      assert.deepEqual(everything(), before);
    };
    const make = async (options: Options) => {
      root = cwd;
      const made = await through(root, '', ['made'], { yes: true, ...options });
      assert.equal(made.status, 0, made.error);
      root = join(cwd, 'made');
    };

    beforeEach(async () => {
      cwd = mkdtempSync(join(tmpdir(), 'ml-image-hand-'));
      copyFileSync(join(MODELS, 'digits.keras'), join(cwd, 'digits.keras'));
      await make({ model: 'digits.keras', name: 'digits' });
    });
    afterEach(() => rmSync(cwd, { recursive: true, force: true }));

    const faults: [string, (text: string) => string, RegExp][] = [
      [
        'a key taken out',
        (t) => t.replace(/ {4}"os": "debian",\n/, ''),
        /\.yo-rc\.json:2: "os" is missing; put back "os": "debian", as last rendered; allowed are debian, ubuntu, alpine$/,
      ],
      [
        'a null that cannot be',
        (t) => t.replace('"os": "debian"', '"os": null'),
        /\.yo-rc\.json:\d\d: "os" must not be null; put back "os": "debian", as last rendered; allowed are debian, ubuntu, alpine$/,
      ],
      [
        'a whole model taken out',
        (t) => t.replace('"model": {', '"defaults": {'),
        /\.yo-rc\.json:2: "model" is missing; put it back as in \.ml-image\/base\/\.yo-rc\.json; allowed is an object, or null$/,
      ],
      [
        'answers in a list',
        () => '{\n  "other": 1,\n  "generator-ml-image": []\n}\n',
        /\.yo-rc\.json:3: "generator-ml-image" must be an object of answers/,
      ],
      [
        'two letters that changed places',
        (t) => t.replace('"python"', '"pyhton"'),
        /\.yo-rc\.json:\d\d: "pyhton" is not an answer \(did you mean "python"\?\); allowed are /,
      ],
      [
        'an unknown key of the model',
        (t) => t.replace('"by": "copy",', '"by": "copy",\n      "shape": [1],'),
        /\.yo-rc\.json:7: "model\.shape" is not a field of a model; allowed are file, by, /,
      ],
      [
        'a misspelt dtype',
        (t) => t.replace('"dtype": "float32"', '"dtype": "flaot32"'),
        /\.yo-rc\.json:\d+: "model\.inputs" .* the dtype "flaot32" \(did you mean "float32"\?\)/,
      ],
      [
        'markers of git',
        (t) =>
          t.replace(
            /( {4}"os": )"debian",\n/,
            '<<<<<<< HEAD\n$1"debian",\n=======\n$1"ubuntu",\n>>>>>>> theirs\n',
          ),
        /\.yo-rc\.json:\d\d: conflict markers are left at lines \d\d, \d\d: keep the right lines/,
      ],
      [
        'a comma too many',
        (t) => t.replace('"specAlso": []\n', '"specAlso": [],\n'),
        /\.yo-rc\.json:\d\d: invalid JSON: a comma before \}, after "specAlso"; remove the comma$/,
      ],
      [
        'no Python beside no base image',
        (t) => t.replace('"python": "3.13"', '"python": null'),
        /\.yo-rc\.json:\d\d: "python" is null, but no Python is named, and there is no base image .*; allowed are .*"3\.13"/,
      ],
      [
        'no release of a framework that is installed',
        (t) => t.replace(/"frameworkVersion": "[\d.]+"/, '"frameworkVersion": null'),
        /\.yo-rc\.json:\d\d: "frameworkVersion" is null, but no release of TensorFlow is named, .*; allowed are "2\./,
      ],
      [
        'a framework with the release of the one before',
        (t) => t.replace('"framework": "tensorflow"', '"framework": "jax"'),
        /\.yo-rc\.json:\d\d: "frameworkVersion" is "2\.\d+\.\d+", a release of tensorflow, and the framework is jax now; allowed are "0\./,
      ],
      [
        'no framework with the release of the one before',
        (t) => t.replace('"framework": "tensorflow"', '"framework": "custom"'),
        /"frameworkVersion" is "2\.\d+\.\d+", a release of tensorflow, .* custom now; allowed is null$/,
      ],
    ];
    for (const [what, change, message] of faults) {
      it(`names the line, the key and what is allowed for ${what}`, async () => {
        edit(change);
        await refused(message);
      });
    }

    it('lets a flag mend what is null', async () => {
      put('python', null);
      put('frameworkVersion', null);
      assert.equal((await run({ python: '3.12', 'framework-version': '2.21.0' })).status, 0);
      assert.deepEqual([answers().python, answers().frameworkVersion], ['3.12', '2.21.0']);
    });

    it('names the Python that lacks where a base image is taken out by hand', async () => {
      await run({ 'base-image': 'registry.example.org/lab/x:1' });
      put('baseImage', null);
      await refused(/"python" is null, but no Python is named/);
    });

    it('takes a model that needs a release after one that needed none', async () => {
      rmSync(root, { recursive: true });
      await make({ model: join(MODELS, 'digits.tflite'), name: 'lite' });
      assert.equal(answers().frameworkVersion, null);
      await run({ model: join(cwd, 'digits.keras') });
      assert.match(read('requirements.txt'), /^tensorflow/m);
    });

    // Through Yeoman, notes go to the process's own stderr.
    if (entry === 'the bin') {
      const notes: [string, string, unknown, RegExp][] = [
        ['an accelerator', 'accelerator', 'cuda', /NVIDIA driver of at least .*\n.*not for ARM/],
        ['an unknown release', 'frameworkVersion', '9.9.9', /9\.9\.9 is not in the catalog/],
      ];
      for (const [what, key, value, note] of notes) {
        it(`says of ${what} what the flag says, once`, async () => {
          put(key, value);
          const { status, error } = await run();
          assert.equal(status, 0, error);
          assert.match(error, note);
          assert.deepEqual(await run(), { status: 0, error: '' });
        });
      }

      it('says nothing of a mere order of keys', async () => {
        put('frameworkVersion', '9.9.9');
        await run();
        edit((text) => {
          const { 'generator-ml-image': ours } = JSON.parse(text);
          const turned = Object.fromEntries(Object.entries(ours).reverse());
          return JSON.stringify({ 'generator-ml-image': turned });
        });
        assert.deepEqual(await run(), { status: 0, error: '' });
      });

      it('names packages that the other flavour calls otherwise', async () => {
        rmSync(root, { recursive: true });
        await make({ framework: 'custom', name: 'plain', system: ['libgomp1'] });
        put('python', '3.14');
        put('os', 'alpine');
        const { status, error } = await run();
        assert.equal(status, 0, error);
        assert.match(error, /libgomp1 is called libgomp by apk/);
      });
    }

    for (const text of [null, '{}', '[]', 'null\n']) {
      it(`says how to bring the answers back where there is ${text ?? 'no file'}`, async () => {
        if (text === null) rmSync(place('.yo-rc.json'));
        else writeFileSync(place('.yo-rc.json'), text);
        const what = text === null ? 'is missing' : 'has no answers any more';
        await refused(
          new RegExp(`\\.yo-rc\\.json ${what}; cp \\.ml-image/base/\\.yo-rc\\.json \\.$`),
        );
        mkdirSync(place('notes'));
        const { error } = await through(place('notes'), 'regenerate', [], { yes: true });
        assert.match(error, /; cp \.\.\/\.ml-image\/base\/\.yo-rc\.json \.\.$/);
        copyFileSync(place('.ml-image/base/.yo-rc.json'), place('.yo-rc.json'));
        assert.equal((await run({ check: true })).status, 0);
      });
    }

    it('keeps what other generators stored where only our answers are lost', async () => {
      writeFileSync(place('.yo-rc.json'), '{"generator-other": {"a": 1}}\n');
      await refused(/has no answers of an image folder; copy "generator-ml-image" back into it/);
    });

    it('refuses to write answers beside a symbolic link', async () => {
      renameSync(place('.yo-rc.json'), join(cwd, 'mine.json'));
      symlinkSync('../mine.json', place('.yo-rc.json'));
      await refused(/^\.yo-rc\.json is a symbolic link; put a file there$/, { name: 'foo' });
      assert.ok(!existsSync(place('.yo-rc.json.new')));
      assert.equal((await run({ check: true })).status, 0);
    });

    it('says that a folder in its place cannot be read', async () => {
      rmSync(place('.yo-rc.json'));
      mkdirSync(place('.yo-rc.json'));
      await refused(/^cannot read .*\.yo-rc\.json: it is a folder$/);
    });

    for (const name of ['.yo-rc.json', 'Dockerfile']) {
      it(`says that ${name} may not be read`, async () => {
        chmodSync(cwd, 0o755);
        chmodSync(place(name), 0o000);
        const { status, error } = await asNobody(() => run({ check: true }));
        assert.equal(status, 1);
        assert.match(error, new RegExp(`^cannot read .*${name}: no permission$`));
      });
    }
  });
}
