import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { main } from '../../src/cli/main.ts';
import { ENTRY_POINTS, type Options } from './entry-points.ts';

const MODEL = fileURLToPath(new URL('../fixtures/models/digits.keras', import.meta.url));

for (const [entry, through] of ENTRY_POINTS) {
  describe(`the specification through ${entry}`, function () {
    this.timeout(30_000);
    let cwd: string;
    let root: string;
    const read = (name: string) => readFileSync(join(root, name), 'utf8');
    const write = (name: string, text: string) => writeFileSync(join(root, name), text);
    const edit = (name: string, from: string | RegExp, to: string) => {
      const before = read(name);
      const after = before.replace(from, to);
      assert.notEqual(after, before);
      write(name, after);
    };
    const run = (options: Options = {}, positionals: string[] = []) =>
      through(root, 'spec', positionals, { yes: true, ...options });

    beforeEach(async () => {
      cwd = mkdtempSync(join(tmpdir(), 'ml-image-spec-'));
      const made = await through(cwd, '', ['digits'], { yes: true, model: MODEL });
      assert.deepEqual(made, { status: 0, error: '' });
      root = join(cwd, 'digits');
    });
    afterEach(() => rmSync(cwd, { recursive: true, force: true }));

    it('takes params, inputs, outputs and fields, which regenerate keeps', async () => {
      const { status, error } = await run({
        param: ['threshold:float=0.5:0..1', 'mode:enum=fast:fast slow'],
        input: 'mask:segmentation:.nii.gz:optional',
        output: 'scores:volume:.csv',
        set: ['organ=Brain', 'mask.description=the lesion', 'input.flag='],
      });
      assert.equal(status, 0, error);
      const spec = JSON.parse(read('model-spec.json'));
      assert.deepEqual(Object.keys(spec.params), ['threshold', 'mode']);
      assert.deepEqual(spec.params.mode.enum, ['fast', 'slow']);
      assert.equal(spec.inputs.mask.description, 'the lesion');
      assert.equal(spec.organ, 'Brain');
      assert.match(read('requirements.txt'), /nibabel/);
      const before = read('model-spec.json');
      assert.equal((await through(root, 'regenerate', [], { yes: true })).status, 0);
      assert.equal(read('model-spec.json'), before);
      assert.equal((await run({ check: true })).status, 0);
    });

    it('is what README and formats follow at once', async () => {
      const edits = { input: 'scan:volume:.nii.gz', remove: true };
      assert.equal((await run(edits, ['input'])).status, 0);
      const readme = read('README.md');
      assert.match(readme, /\| `scan` \| `--scan=` \| `\.nii\.gz` \|/);
      assert.match(readme, /--scan=\/data\/scan\.nii\.gz/);
      assert.doesNotMatch(readme, /input\.npy/);
      assert.ok(existsSync(join(root, 'runner/formats/nifti.py')));
      edit('model-spec.json', '"extension": ".npy"', '"extension": ".csv"');
      const checked = await through(root, 'regenerate', [], { check: true });
      assert.equal(checked.status, 2, checked.error);
      assert.equal((await through(root, 'regenerate', [], { yes: true })).status, 0);
      assert.match(read('README.md'), /\| `output` \| `--output=` \| `\.csv` \|/);
      assert.ok(!existsSync(join(root, 'runner/formats/npy.py')));
      const again = await through(root, 'regenerate', [], { check: true });
      assert.deepEqual(again, { status: 0, error: '' });
    });

    it('leaves README as it is while it has a fault', async () => {
      await run({ input: 'scan:volume:.nii.gz' });
      const readme = read('README.md');
      edit('model-spec.json', '"extension": ".nii.gz"', '"extension": 3');
      await through(root, 'pip', ['tqdm'], { yes: true });
      assert.equal(read('README.md'), readme);
    });

    it('keeps names and descriptions of its owner over another model, and has its signature', async () => {
      edit('model-spec.json', '"input": {', '"scan": {');
      edit('model-spec.json', /"input",/g, '"scan",');
      edit('model-spec.json', '"array that the model gives"', '"scores"');
      const before = read('model-spec.json');
      const swap = async (name: string) => {
        const model = join(MODEL, '..', name);
        const { status, error } = await through(root, 'regenerate', [], { yes: true, model });
        assert.equal(status, 0, error);
        assert.equal((await run({ check: true })).status, 0);
      };
      await swap('digits.tflite');
      const { inputs, outputs } = JSON.parse(read('model-spec.json'));
      assert.deepEqual([Object.keys(inputs), outputs.output.description], [['scan'], 'scores']);
      assert.equal(outputs.output.tensor.name, 'output_0');
      await swap('digits.keras');
      assert.equal(read('model-spec.json'), before);
    });

    it('names a tensor that the model does not have', async () => {
      edit('model-spec.json', '"name": "image"', '"name": "photo"');
      const { status, error } = await run({ check: true });
      assert.equal(status, 2);
      if (entry === 'the bin')
        assert.match(
          error,
          /model-spec\.json: inputs\.input\.tensor is photo, which the model does not have/,
        );
    });

    it('gives the first folder again where it all is taken out', async () => {
      const before = [read('model-spec.json'), read('requirements.txt'), read('README.md')];
      await run({ input: 'mask:volume:.nii', param: 'n:int=1' });
      assert.notEqual(read('model-spec.json'), before[0]);
      assert.equal((await run({ remove: true }, ['mask', 'n'])).status, 0);
      assert.deepEqual(
        [read('model-spec.json'), read('requirements.txt'), read('README.md')],
        before,
      );
    });

    it('keeps how a person has written the file', async () => {
      const mine = (text: string) =>
        `\uFEFF${JSON.stringify(JSON.parse(text), null, '\t').replaceAll('\n', '\r\n')}`;
      write('model-spec.json', mine(read('model-spec.json')));
      edit('model-spec.json', '"citation": ""', '"mine": [1,  2],\r\n\t"citation": ""');
      const before = read('model-spec.json');
      assert.equal((await run({ set: 'organ=Brain' })).status, 0);
      assert.equal(
        read('model-spec.json'),
        before.replace('"organ": "not medical"', '"organ": "Brain"'),
      );
    });

    it('lets only model-spec.json of all JSON reach the image', () => {
      const allowed = read('.dockerignore')
        .split('\n')
        .filter((line) => line.startsWith('!'));
      assert.ok(read('.dockerignore').split('\n').includes('*'));
      assert.deepEqual(
        allowed.filter((line) => /schema|json/.test(line)),
        ['!model-spec.json'],
      );
    });

    it('writes nothing with --dry-run', async () => {
      const before = read('model-spec.json');
      assert.equal((await run({ param: 'n:int=1', 'dry-run': true })).status, 0);
      assert.equal(read('model-spec.json'), before);
    });

    it('without flags says what is open, and changes nothing', async () => {
      const before = read('model-spec.json');
      assert.deepEqual(await run(), { status: 0, error: '' });
      assert.equal(read('model-spec.json'), before);
    });

    it('--check ends with 1 for a fault, which it says by line', async () => {
      edit('model-spec.json', '"required"', '"maybe"');
      const { status, error } = await run({ check: true });
      assert.equal(status, 1);
      if (entry !== 'the bin') return;
      assert.match(error, /^model-spec\.json:\d+: inputs\.input\.status must be one of [^\n]*$/);
    });

    const apart: [string, string, RegExp, string, RegExp][] = [
      [
        'image',
        'model-spec.json',
        /"image_tag": ".*"/,
        '"image_tag": "2"',
        /^model-spec\.json: docker names digits:2, and the answers build digits:0\.1\.0/,
      ],
      [
        'tag',
        'Makefile',
        /^TAG \?= .*$/m,
        'TAG ?= 9',
        /^Makefile:\d+: TAG is 9, and the answers say 0\.1\.0/,
      ],
      [
        'entrypoint',
        'Dockerfile',
        /^ENTRYPOINT .*$/m,
        'ENTRYPOINT ["sh"]',
        /^Dockerfile:\d+: ENTRYPOINT is \["sh"\], and \["\/opt\/venv\/bin\/python", "\/app\/entrypoint\.py"\] is what reads model-spec\.json$/,
      ],
    ];
    for (const [what, file, from, to, message] of apart) {
      it(`--check ends with 2 where the ${what} is another one`, async () => {
        edit(file, from, to);
        const { status, error } = await run({ check: true });
        assert.equal(status, 2);
        if (entry === 'the bin') assert.match(error, message);
      });
    }

    const wrong: [string, Options, string[], RegExp][] = [
      [
        'a param out of its range',
        { param: 'n:int=9:1..3' },
        [],
        /^--param 'n:int=9:1\.\.3': the default 9 is not from 1 to 3; /,
      ],
      [
        'a word without a flag',
        {},
        ['mask'],
        /^spec takes no argument \('mask'\) without a flag; /,
      ],
      ['nothing to take out', { remove: true }, [], /^--remove names nothing; /],
      ['a check with a change', { check: true, set: 'organ=x' }, [], /^--check changes nothing; /],
      ['two orders', { order: ['input', 'output'] }, [], /^--order was given 2 times; /],
    ];
    for (const [title, options, positionals, message] of wrong) {
      it(`refuses ${title}, and writes nothing`, async () => {
        const before = read('model-spec.json');
        const { status, error } = await run(options, positionals);
        assert.equal(status, 1);
        assert.match(error, message);
        assert.doesNotMatch(error, /\n/);
        assert.equal(read('model-spec.json'), before);
      });
    }

    it('refuses a file that is no JSON, by its line, and one that is gone', async () => {
      write('model-spec.json', '{\n  "id": 1,\n}\n');
      for (const options of [{ check: true }, { set: 'organ=x' }] as Options[]) {
        assert.match((await run(options)).error, /^model-spec\.json:3: invalid JSON: /);
      }
      rmSync(join(root, 'model-spec.json'));
      assert.match(
        (await run({ set: 'organ=x' })).error,
        /^there is no model-spec\.json to change; /,
      );
    });
  });
}

describe('what the specification’s command prints', () => {
  it('is one JSON object with --json', async () => {
    const root = fileURLToPath(new URL('../../examples/keras-digits', import.meta.url));
    const printed = async (...args: string[]) => {
      let out = '';
      const status = await main(['spec', '--json', ...args], {
        cwd: root,
        out: (text) => {
          out += text;
        },
        err: () => {},
        interactive: true,
        outIsTerminal: false,
        errIsTerminal: false,
      });
      return { status, result: JSON.parse(out) };
    };
    const open = ['description'];
    assert.deepEqual((await printed()).result.open, open);
    const { status, result } = await printed('--check');
    assert.deepEqual([status, result.faults, result.disagreements], [0, [], []]);
    assert.deepEqual(result.open, open);
  });
});
