/** `make test` replays what ABLInfer does, and names the step that fails and what to look at. */
import assert from 'node:assert/strict';
import { copyFileSync, cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { edit, writeSpec } from './edit.ts';
import { docker, engineEnv } from './engine.ts';
import { build, type Folder, make, readSpec } from './folder.ts';
import { temporaryFolder } from './places.ts';
import { type Ran, run } from './run.ts';
import { oneNumber, smallFolder } from './small.ts';

const PARAMS = {
  factor: { type: 'float', default: 2, min: 0, max: 10, flag: '--factor=' },
  rounds: { type: 'int', default: 1, min: 1, max: 3, flag: '--rounds' },
  loud: { type: 'bool', default: false, flag: '--loud' },
  mode: { type: 'enum', default: 'fast', enum: ['fast', 'exact'], flag: '' },
};

/** Doubles; what is broken on purpose stands in its place. */
const DOUBLES = 'return {"output": inputs["input"] * 2}';

describe('make test', () => {
  let folder: Folder;

  before(async () => {
    folder = await smallFolder('contract');
    const spec = readSpec(folder);
    const [input] = Object.values(spec.inputs);
    assert(input);
    input.tensor.shape = [null, 3];
    spec.inputs.mask = { ...input, flag: '--mask', status: 'optional' };
    spec.inputs.mask.tensor = { name: 'mask', dtype: 'float32', shape: [3] };
    const words = { name: 'A param', description: 'It changes the answer' };
    spec.params = Object.fromEntries(
      Object.entries(PARAMS).map(([key, param]) => [key, { ...words, ...param }]),
    );
    spec.order = ['mode', 'output', 'mask', 'rounds', 'input', 'factor', 'loud'];
    writeSpec(folder, spec);
    await build(folder);
  });

  /** The same folder under another name, changed by `change`, built. */
  async function broken(name: string, change: (copy: Folder) => void): Promise<Folder> {
    const copy = { path: mkdtempSync(`${folder.path}-`), image: `ml-image-e2e/${name}:0.1.0` };
    cpSync(folder.path, copy.path, { recursive: true });
    edit(copy, 'Makefile', [['ml-image-e2e/contract', `ml-image-e2e/${name}`]]);
    change(copy);
    await build(copy);
    return copy;
  }

  /** The lines that stand where `make test` failed, without Make's own. */
  async function failure(copy: Folder): Promise<string[]> {
    const before = await containers();
    const ran = await make(copy, 'test');
    assert.notEqual(ran.status, 0, ran.stdout);
    assert.deepEqual(await containers(), before);
    return ran.stderr.split('\n').filter((line) => line && !/^make(\[|:)/.test(line));
  }

  /** All containers of the engine that are made from images of this file. */
  async function containers(): Promise<string> {
    const all = await docker('ps', '--all', '--format', '{{.Image}} {{.ID}}');
    return all.stdout
      .split('\n')
      .filter((line) => line.includes('contract'))
      .join('\n');
  }

  it('tries each promise of the specification, and what ABLInfer does, as two users', async () => {
    const tested = await make(folder, 'test');
    assert.equal(tested.status, 0, tested.stdout + tested.stderr);
    assert.equal(tested.stderr, '');
    const lines = tested.stdout.split('\n').filter((line) => !/^(make|open| {10})/.test(line));
    assert.deepEqual(lines, [
      'ok      --help answers',
      'ok      --spec is model-spec.json',
      'ok      it runs as 1001:0, not as root',
      'ok      predicts: every input and output, with every param at its default',
      'ok      --input refused: without it',
      'ok      --mask predicts: without it',
      'ok      --output refused: without it',
      'ok      --factor predicts: 0.0, 10.0; refused: -5e-324, 10.000000000000002',
      'ok      --rounds predicts: 3; refused: 0, 4',
      'ok      --loud predicts: with it, without it',
      'ok      MODE predicts: exact; refused: fast-exact-',
      'ok      all that as user 12345:0, read-only, without network and capabilities',
      "ok      create, put in, start, wait, fetch, as ABLInfer does: as the image's user",
      'ok      create, put in, start, wait, fetch, as ABLInfer does: as user 12345:0',
      '',
    ]);
  });

  it('works by hand too, and leaves no container behind', async () => {
    const before = await containers();
    const env = { ...engineEnv(), IMAGE: folder.image };
    const script = join(folder.path, 'test.sh');
    const ran = await run('sh', [script, '--network', 'none'], { env, cwd: temporaryFolder() });
    assert.equal(ran.status, 0, ran.stderr);
    assert.equal(await containers(), before);
  });

  it('takes the inputs of DATA where that is named', async () => {
    const data = temporaryFolder();
    writeFileSync(join(data, 'mask.npy'), oneNumber(1));
    const without = await make(folder, 'test', { DATA: data });
    assert.notEqual(without.status, 0);
    assert.match(without.stderr, /FAILED {2}there is no .*\/input\.npy\n/);
    copyFileSync(await example(folder), join(data, 'input.npy'));
    const ran = await make(folder, 'test', { DATA: data });
    // A mask of another shape than the declared one: so it was taken.
    assert.match(ran.stderr, /FAILED .*--mask: the model takes shape \(3\), given \(1\)/);
  });

  it('says what to supply where the shape of an input is not known', async () => {
    const copy = await broken('contract-open', (copy) => {
      const spec = readSpec(copy);
      for (const part of Object.values(spec.inputs)) part.tensor.shape = null;
      writeSpec(copy, spec);
    });
    const open = await make(copy, 'test');
    assert.equal(open.status, 0, open.stderr);
    assert.match(open.stderr, /^error: selftest: inputs\.input\.tensor\.shape .* is null/m);
    assert.match(open.stdout, /^open .*make test DATA=FOLDER$/m);
    const data = temporaryFolder();
    copyFileSync(await example(folder), join(data, 'input.npy'));
    const given = await make(copy, 'test', { DATA: data });
    assert.equal(given.status, 0, given.stdout + given.stderr);
    assert.match(given.stdout, /^ok .*as ABLInfer does: as user 12345:0$/m);
  });

  const BREAKAGES: Record<string, { change: (copy: Folder) => void; says: RegExp[] }> = {
    'a model.py that raises': {
      change: (copy) => edit(copy, 'model.py', [[DOUBLES, 'raise ValueError("no such layer")']]),
      says: [
        /^FAILED {2}every input .* default: model\.py:\d+: predict\(\) failed: ValueError: no such layer/,
        /^ {8}look at: model\.py, and the defaults in model-spec\.json$/,
      ],
    },
    'a model.py that gives no such output': {
      change: (copy) => {
        const { output } = readSpec(copy).outputs;
        assert(output);
        writeSpec(copy, {
          ...readSpec(copy),
          outputs: {
            output,
            more: { ...output, flag: '--more=', tensor: { ...output.tensor, name: 'more' } },
          },
          order: ['input', 'output', 'mask', 'more'],
          params: {},
        });
      },
      says: [
        /^FAILED {2}every input and output: --more: postprocess\(\) of model\.py gave no output 'more'/,
        /^ {8}look at: model\.py$/,
      ],
    },
    'a default beyond its own bounds': {
      change: (copy) => edit(copy, 'model-spec.json', [['"max": 10', '"max": 1']]),
      says: [
        /^FAILED .*: --factor: 2 is not from 0 to 1$/,
        /^ {8}look at: .*the defaults in model-spec\.json$/,
      ],
    },
    'a specification with an empty order': {
      change: (copy) => writeSpec(copy, { ...readSpec(copy), params: {}, order: [] }),
      says: [
        /^error: model-spec\.json: order is empty; list in it input, mask, output$/,
        /^FAILED {2}there is no command to test$/,
        /^ {8}look at: .*model-spec\.json$/,
      ],
    },
    'another entrypoint': {
      change: (copy) => edit(copy, 'Dockerfile', [[/^ENTRYPOINT .*$/m, 'ENTRYPOINT ["sh"]']]),
      says: [/sh/, /^FAILED {2}--help ends with an error$/, /ENTRYPOINT in Dockerfile$/],
    },
    'an entrypoint that writes no output': {
      change: (copy) =>
        edit(copy, 'entrypoint.py', [['    return supervise(work, targets)', '    return 0']]),
      says: [
        /^FAILED {2}as the image's user: \/data\/output\.npy was not written, though it ends with/,
        /^ {8}look at: entrypoint\.py, and postprocess\(\) of model\.py$/,
      ],
    },
    'an entrypoint that writes an empty output': {
      change: (copy) =>
        edit(copy, 'entrypoint.py', [
          ['    return supervise(work, targets)', '    open(texts["output"], "w").close()'],
        ]),
      says: [/^FAILED {2}as the image's user: \/data\/output\.npy is empty$/, /entrypoint\.py/],
    },
    'a data folder that only root may write to': {
      change: (copy) => edit(copy, 'Dockerfile', [['chmod 1777 /data', 'chmod 0755 /data']]),
      says: [
        /^error: --output: cannot write \/data\/output\.npy: Permission denied for user 1001:0/,
        /^FAILED {2}as the image's user: it ends with status 1$/,
        /^ {8}look at: .*chmod 1777 in Dockerfile/,
      ],
    },
    'no data folder': {
      change: (copy) =>
        edit(copy, 'Dockerfile', [
          ['mkdir -p /data ', 'mkdir -p '],
          ['chmod 1777 /data', 'chmod 1777'],
          ['WORKDIR /data', 'WORKDIR /tmp'],
        ]),
      says: [
        /./,
        /^FAILED {2}as the image's user: the inputs cannot be put into \/data$/,
        /^ {8}look at: .*\/data must be a folder in the image \(Dockerfile\)$/,
      ],
    },
    'a model that needs a network': {
      change: (copy) =>
        edit(copy, 'model.py', [
          [
            DOUBLES,
            'import urllib.request; urllib.request.urlopen("http://weights.example.org/w")',
          ],
        ]),
      says: [
        /^FAILED .*URLError/,
        /^ {8}look at: model\.py/,
        /^ {8}and at: .*network.*\(Dockerfile\)$/,
      ],
    },
  };
  for (const [what, { change, says }] of Object.entries(BREAKAGES)) {
    it(`names the step and the place where there is ${what}`, async () => {
      const copy = await broken(`contract-${what.replaceAll(/[^a-z]+/g, '-')}`, change);
      const lines = await failure(copy);
      assert.equal(lines.length, says.length, lines.join('\n'));
      for (const [i, line] of lines.entries()) assert.match(line, says[i] as RegExp);
    });
  }
});

/** The example input that the image makes for itself. */
async function example({ image }: Folder): Promise<string> {
  const path = temporaryFolder();
  const line = `docker run --rm --network none ${image} --selftest=inputs | tar -xf - -C ${path}`;
  const ran: Ran = await run('sh', ['-c', line], { env: engineEnv() });
  assert.equal(ran.status, 0, ran.stderr);
  return join(path, 'input.npy');
}
