/** `--spec-also` by the bin and by yo: what is written, what it follows, and how it goes again. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PROGRAM } from '../../src/model-spec/boutiques.ts';
import { ENTRY_POINTS, type Options } from './entry-points.ts';

const MODEL = fileURLToPath(new URL('../fixtures/models/linear.onnx', import.meta.url));
const FORMS = ['boutiques.json', 'tool.cwl'];
type Spec = Record<string, unknown> & { order: string[] };

for (const [entry, through] of ENTRY_POINTS) {
  describe(`the specification for other runners through ${entry}`, function () {
    this.timeout(30_000);
    let cwd: string;
    let root: string;
    const read = (name: string) => readFileSync(join(root, name), 'utf8');
    const write = (name: string, text: string) => writeFileSync(join(root, name), text);
    const data = (name: string) => JSON.parse(read(name));
    const there = () => FORMS.filter((name) => existsSync(join(root, name)));
    const regenerate = (options: Options = {}) =>
      through(root, 'regenerate', [], { yes: true, ...options });
    const editSpec = (change: (spec: Spec) => object) =>
      write('model-spec.json', `${JSON.stringify(change(data('model-spec.json')), null, 2)}\n`);

    beforeEach(async () => {
      cwd = mkdtempSync(join(tmpdir(), 'ml-image-also-'));
      root = join(cwd, 'linear');
      const options = { yes: true, model: MODEL, 'spec-also': 'boutiques,cwl' };
      assert.deepEqual(await through(cwd, '', [root], options), { status: 0, error: '' });
    });
    afterEach(() => rmSync(cwd, { recursive: true, force: true }));

    it('is written beside it, named in the readme, and kept out of the image', () => {
      assert.deepEqual(there(), FORMS);
      const { 'command-line': line, 'container-image': image } = data('boutiques.json');
      assert.ok(line.startsWith(`${PROGRAM} [`));
      const { dockerPull } = data('tool.cwl').requirements.DockerRequirement;
      assert.deepEqual([image.image, dockerPull], ['linear:0.1.0', 'linear:0.1.0']);
      for (const name of FORMS) assert.ok(read('README.md').includes(`\`${name}\``));
      const entrypoint = PROGRAM.split(' ').map((word) => JSON.stringify(word));
      assert.ok(read('Dockerfile').includes(`ENTRYPOINT [${entrypoint.join(', ')}]`));
      const [all, ...allowed] = read('.dockerignore').split('\n').slice(1, -1);
      assert.equal(all, '*');
      assert.ok(!allowed.some((line) => /json\b(?<!model-spec\.json)|cwl|^!\*$/.test(line)));
    });

    it('follows what a person writes into model-spec.json, and says when it is behind', async () => {
      const top = { name: 'top', description: '', type: 'int', flag: '--top=', default: 3, min: 1 };
      editSpec((spec) => {
        const order = [...spec.order, 'top'];
        return { ...spec, params: { top }, order, description: 'Adds.' };
      });
      assert.equal((await regenerate({ check: true })).status, 2);
      assert.equal((await regenerate()).status, 0);
      assert.equal((await regenerate({ check: true })).status, 0);
      assert.equal(data('boutiques.json').description, 'Adds.');
      const found = data('boutiques.json').inputs.find(({ id }: { id: string }) => id === 'top');
      assert.deepEqual([found.integer, found.minimum, found['default-value']], [true, 1, 3]);
      assert.equal(data('tool.cwl').inputs.top.type, 'long');
    });

    it('follows an answer that changes model-spec.json in the same run', async () => {
      editSpec((spec) => ({ ...spec, description: 'Adds.' }));
      assert.equal((await regenerate({ image: 'lab/linear:2.0' })).status, 0);
      assert.equal(data('boutiques.json')['container-image'].image, 'lab/linear:2.0');
      assert.equal(data('tool.cwl').doc, 'Adds.');
    });

    it('is merged with what a person wrote into it', async () => {
      write('tool.cwl', read('tool.cwl').replace('"cwlVersion"', '"intent": [],\n  "cwlVersion"'));
      editSpec((spec) => ({ ...spec, description: 'Adds.' }));
      assert.equal((await regenerate()).status, 0);
      assert.deepEqual([data('tool.cwl').intent, data('tool.cwl').doc], [[], 'Adds.']);
    });

    it('goes again, except for a file that was edited', async () => {
      assert.equal((await regenerate({ 'spec-also': 'cwl' })).status, 0);
      assert.deepEqual(there(), ['tool.cwl']);
      write('tool.cwl', read('tool.cwl').replace('v1.2', 'v1.1'));
      assert.equal((await regenerate({ 'spec-also': 'none' })).status, 0);
      assert.deepEqual(there(), ['tool.cwl']);
      assert.deepEqual(data('.yo-rc.json')['generator-ml-image'].specAlso, []);
      assert.doesNotMatch(read('README.md'), /`tool\.cwl`/);
    });

    it('stays as it was while model-spec.json is no JSON', async () => {
      const before = FORMS.map(read);
      write('model-spec.json', read('model-spec.json').replace('{', ''));
      await regenerate();
      assert.deepEqual(FORMS.map(read), before);
    });

    it('comes back with --restore', async () => {
      rmSync(join(root, 'tool.cwl'));
      assert.equal((await regenerate()).status, 0);
      assert.deepEqual(there(), ['boutiques.json']);
      assert.equal((await regenerate({ restore: 'tool.cwl' })).status, 0);
      assert.deepEqual(there(), FORMS);
    });

    it('refuses in one line what it cannot say, and then writes nothing', async () => {
      const before = FORMS.map(read);
      editSpec((spec) => {
        const odd = { name: 'odd', description: '', type: 'int', flag: '--odd=', default: 0.5 };
        return { ...spec, params: { odd }, order: [...spec.order, 'odd'] };
      });
      const refused = await regenerate({ pip: 'six' });
      assert.equal(refused.status, 1);
      assert.match(refused.error, /^model-spec\.json: params\.odd has the default 0\.5[^\n]+$/);
      assert.deepEqual(FORMS.map(read), before);
    });

    it('refuses a form that there is not, and none beside another', async () => {
      for (const [given, why] of [
        ['nipype', /'nipype' is not offered; choose one of boutiques, cwl/],
        ['none,cwl', /none cannot be combined with other values; give it alone/],
      ] as const) {
        const refused = await regenerate({ 'spec-also': given });
        assert.equal(refused.status, 1);
        assert.match(refused.error, why);
      }
    });
  });
}
