/** Boutiques and CWL: their own programs take what `--spec-also` writes, and run the image by it. */
import assert from 'node:assert/strict';
import { chmodSync, copyFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Config } from '../../src/core/answers.ts';
import type { ModelSpec } from '../../src/core/types.ts';
import { renderForms } from '../../src/pipeline/spec-forms.ts';
import { unlessRefused } from '../model-spec/forms.ts';
import { anySpec } from '../model-spec/specs.ts';
import { engineEnv } from './engine.ts';
import { build, type Folder, fixture, mlImage, readSpec, scaffold } from './folder.ts';
import { readNpy } from './npy.ts';
import { FIXTURES, REPOSITORY, temporaryFolder } from './places.ts';
import { FLOAT_PRECISION } from './predict.ts';
import { must, type Ran, run } from './run.ts';
import { prepareTools } from './tools.ts';

/** So many random specifications are held against both libraries. */
const SPECIFICATIONS = 200;

const MODEL = 'digits_sklearn.onnx';
const expected = (name: string) => join(FIXTURES, 'expected', MODEL, name);
let bin: string;

before(async () => {
  bin = await prepareTools('runners');
});

describe('specifications for other runners, at random', () => {
  it(`${SPECIFICATIONS} are taken by both libraries, and mean what the image reads`, async () => {
    const config = { specAlso: ['boutiques', 'cwl'], accelerator: 'cpu' } satisfies Partial<Config>;
    const forms: object[] = [];
    for (const spec of fc.sample(anySpec, { numRuns: 4 * SPECIFICATIONS, seed: 6 })) {
      if (forms.length === SPECIFICATIONS) break;
      const files = unlessRefused(() => renderForms(config, spec));
      if (files) forms.push({ spec, boutiques: files[0]?.text, cwl: files[1]?.text });
    }
    assert.equal(forms.length, SPECIFICATIONS);
    const list = join(temporaryFolder(), 'forms.json');
    writeFileSync(list, JSON.stringify(forms));
    const script = join(import.meta.dirname, 'forms.py');
    const held = await must(join(bin, 'python'), [script, list, join(REPOSITORY, 'templates')]);
    const found = JSON.parse(held.stdout.split('\n').findLast((line) => line !== '') ?? '');
    assert.deepEqual(found, { held: SPECIFICATIONS, faults: [], warnings: [] });
  });
});

/** What a person adds to the specification: a param of each type, an input that may be left out. */
function extend(spec: ModelSpec): ModelSpec {
  const named = (name: string) => ({ name, description: `The ${name}.` });
  const { input, ...others } = spec.inputs;
  assert.ok(input && Object.keys(others).length === 0);
  const mask = { ...input, ...named('mask'), status: 'optional' as const, flag: '--mask' };
  mask.tensor = { ...input.tensor, name: 'mask' };
  const { label, probabilities } = spec.outputs;
  assert.ok(label && probabilities);
  return {
    ...spec,
    description: 'Reads digits.',
    inputs: { input: { ...input, flag: '' }, mask },
    params: {
      scale: { ...named('scale'), type: 'float', flag: '--scale=', default: 1, min: 0, max: 10 },
      decimals: { ...named('decimals'), type: 'int', flag: '-d', default: 15, min: 0, max: 15 },
      invert: { ...named('invert'), type: 'bool', flag: '--invert', default: false },
      note: { ...named('note'), type: 'string', flag: '--note', default: '' },
      order: { ...named('order'), type: 'enum', flag: '', enum: ['up', 'down'], default: 'up' },
    },
    outputs: { label, probabilities: { ...probabilities, status: 'suggested' } },
    order: [
      ...['input', 'mask', 'scale', 'decimals', 'invert', 'note', 'order'],
      ...['label', 'probabilities'],
    ],
  };
}

/** What the person writes into model.py for it. */
const MODEL_PY = `
def preprocess(inputs, *, scale, **params):
    """Scale, and mask where there is a mask."""
    values = inputs["X"] * scale * inputs.get("mask", 1)
    return {"X": values.astype("float32")}


def postprocess(outputs, *, decimals, invert, note, order, scale):
    """Show each param in an output."""
    scores = np.round(outputs["probabilities"].astype("float64"), decimals)
    scores = 1 - scores if invert else scores
    scores = scores[:, ::-1] if order == "down" else scores
    return {"label": outputs["label"] + len(note), "probabilities": scores}
`;

const NOTE = `it's "$(id)" \`a\` [input]`;
const PARAMS = { scale: 0.5, decimals: 3, invert: true, note: NOTE, order: 'down' };

describe('an image under other runners', () => {
  let folder: Folder;
  let work: string;
  let input: string;
  let twos: string;

  before(async () => {
    folder = await scaffold('elsewhere', [
      ...['--model', fixture(MODEL), '--spec-also', 'boutiques,cwl'],
    ]);
    const file = join(folder.path, 'model-spec.json');
    writeFileSync(file, JSON.stringify(extend(readSpec(folder)), null, 2));
    const code = readFileSync(join(folder.path, 'model.py'), 'utf8');
    const kept = code.replace(/\ndef (pre|post)process[\s\S]*?return \w+\n/g, '');
    writeFileSync(join(folder.path, 'model.py'), kept + MODEL_PY);
    const followed = await mlImage(['regenerate', '--yes'], folder.path);
    assert.equal(followed.status, 0, followed.stderr);
    await build(folder);
  });

  beforeEach(() => {
    // Inputs stand anywhere (bosh takes no blanks in paths); only the person may write to the work folder.
    const inputs = temporaryFolder();
    chmodSync(inputs, 0o755);
    input = join(inputs, 'digits.npy');
    twos = join(inputs, 'twos.npy');
    copyFileSync(expected('input.X.npy'), input);
    const { shape } = readNpy(input);
    const bytes = readFileSync(input);
    const header = bytes.length - 4 * shape.reduce((a, b) => a * b, 1);
    for (let at = header; at < bytes.length; at += 4) bytes.writeFloatLE(2, at);
    writeFileSync(twos, bytes);
    work = temporaryFolder();
  });

  it('has files that both programs take without a word of warning', async () => {
    const valid = await must(join(bin, 'bosh'), ['validate', join(folder.path, 'boutiques.json')]);
    assert.deepEqual([valid.stdout.trim(), valid.stderr], ['OK', '']);
    const tool = join(folder.path, 'tool.cwl');
    const checked = await must(join(bin, 'cwltool'), ['--quiet', '--validate', tool]);
    assert.equal(checked.stderr, '');
    assert.match(checked.stdout, /is valid CWL/);
  });

  it("predicts under cwltool what the model's framework predicts", async () => {
    const ran = await cwltool({ input: asFile(input) });
    assert.equal(ran.status, 0, ran.stderr);
    compare(work, { params: false });
  });

  it('takes every param, an optional input and any user under cwltool', async () => {
    const job = { ...PARAMS, input: asFile(input), mask: asFile(twos) };
    const ran = await cwltool(job);
    assert.equal(ran.status, 0, ran.stderr);
    assert.match(ran.stderr, /--read-only=true/);
    assert.match(ran.stderr, /--net=none/);
    compare(work, { params: true });
    if (process.getuid?.() === 0) assert.equal(statSync(join(work, 'label.npy')).uid, OTHER);
  });

  it('leaves an output out under cwltool, and says in one line why it failed', async () => {
    const ran = await cwltool({ input: asFile(input), write_probabilities: false });
    assert.equal(ran.status, 0, ran.stderr);
    assert.equal(JSON.parse(ran.stdout).probabilities, null);
    const refused = await cwltool({ input: asFile(input), scale: 11 });
    assert.notEqual(refused.status, 0);
    assert.match(refused.stderr, /--scale: 11 is not from 0 to 10/);
  });

  it("predicts under bosh what the model's framework predicts", async () => {
    const ran = await bosh({ input });
    assert.equal(ran.status, 0, ran.stdout + ran.stderr);
    compare(work, { params: false });
  });

  it('takes every param, an optional input and any user under bosh', async () => {
    const note = NOTE.replace('[input]', '(input)');
    const ran = await bosh({ ...PARAMS, note, input, mask: twos });
    assert.equal(ran.status, 0, ran.stdout + ran.stderr);
    compare(work, { params: true });
    if (process.getuid?.() === 0) assert.equal(statSync(join(work, 'label.npy')).uid, OTHER);
  });

  it('refuses under bosh what the specification does not allow', async () => {
    const ran = await bosh({ input, scale: 11 });
    assert.notEqual(ran.status, 0);
    assert.match(ran.stdout + ran.stderr, /11 is greater than the maximum of 10/);
  });

  const asFile = (path: string) => ({ class: 'File', path });

  async function cwltool(job: object): Promise<Ran> {
    writeFileSync(join(work, 'job.json'), JSON.stringify(job));
    const args = ['--outdir', work, '--tmpdir-prefix', `${work}/tmp-`, '--tmp-outdir-prefix'];
    const tool = join(folder.path, 'tool.cwl');
    return person(work, [join(bin, 'cwltool'), ...args, `${work}/out-`, tool, 'job.json']);
  }

  /** There is no bridge on the engine of the tests, so the network is named from outside. */
  async function bosh(invocation: object): Promise<Ran> {
    writeFileSync(join(work, 'invocation.json'), JSON.stringify(invocation));
    const options = ['--user', '--no-pull', '--skip-data-collection'];
    const files = [join(folder.path, 'boutiques.json'), 'invocation.json'];
    const network = '--container-opts=--network=none';
    return person(work, [join(bin, 'bosh'), 'exec', 'launch', ...options, network, ...files]);
  }
});

/** A user of no name, whose group is not the image's. */
const OTHER = 12345;

/** Runs a program as a person who is not root and may use the engine, in a folder of theirs. */
async function person(cwd: string, command: string[]): Promise<Ran> {
  const env = { ...engineEnv(), HOME: cwd };
  const [program, ...args] = command as [string, ...string[]];
  if (process.getuid?.() !== 0) return run(program, args, { cwd, env });
  await must('chown', ['-R', `${OTHER}:${OTHER}`, cwd]);
  chmodSync(cwd, 0o755);
  const group = statSync('/var/run/docker.sock').gid;
  const ids = [`--reuid=${OTHER}`, `--regid=${OTHER}`, `--groups=${group}`];
  // The tests' own tools lie below root's home: reading them is all that is kept of root's rights.
  const reads = ['--inh-caps=+dac_read_search', '--ambient-caps=+dac_read_search'];
  return run('setpriv', [...ids, ...reads, program, ...args], { cwd, env });
}

/** Throws where the outputs are not the framework's own, or what the params make of these. */
function compare(work: string, { params }: { params: boolean }): void {
  const label = readNpy(join(work, 'label.npy'));
  const scores = readNpy(join(work, 'probabilities.npy'));
  const wanted = readNpy(expected('output.probabilities.npy'));
  const classes = wanted.shape[1] as number;
  const more = params ? NOTE.length : 0;
  assert.deepEqual(
    label.values,
    readNpy(expected('output.label.npy')).values.map((value) => value + more),
  );
  assert.deepEqual(scores.shape, wanted.shape);
  const precision = params ? 0.0006 : FLOAT_PRECISION;
  scores.values.forEach((value, at) => {
    const column = at % classes;
    const other = params ? at - column + (classes - 1 - column) : at;
    const score = wanted.values[other] as number;
    const difference = Math.abs(value - (params ? 1 - score : score));
    assert.ok(difference <= precision, `${at}: ${value}`);
  });
}
