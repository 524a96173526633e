/** What a command prints of names that would steer a terminal, or are not seen. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EVERY_HIDDEN, RAW_IN_TEXT } from '../core/hidden.ts';
import { join as bytes, field, op, pickle } from '../inspect/assemble.ts';
import { Command } from './command.ts';

/** For places that hold only so many bytes. */
const SHORT = 'a\x1b[2J\x9b\r\u00ad\u061c\u200b\u202e\u2066\u2028\ufeff\u{e0041}\u0007z';

/** An ONNX model whose only input and output are called so. */
function onnx(name: string): Buffer {
  const tensor = bytes(
    field(1, name),
    field(2, field(1, bytes(field(1, 1), field(2, field(1, field(1, 3)))))),
  );
  const identity = bytes(field(1, name), field(2, name), field(4, 'Identity'));
  const graph = bytes(field(1, identity), field(11, tensor), field(12, tensor));
  return bytes(field(1, 8), field(2, 'made'), field(7, graph), field(8, field(2, 13)));
}

describe('what a command prints', () => {
  let cwd: string;
  const command = new Command();
  const run = async (...argv: string[]) => {
    const status = await command.run(cwd, argv);
    assert.doesNotMatch(command.out, RAW_IN_TEXT);
    assert.doesNotMatch(command.err, RAW_IN_TEXT);
    return status;
  };
  const one = () => {
    assert.match(command.err, /^ml-image: [^\n]+\n$/);
    assert.equal(command.out, '');
  };
  beforeEach(() => {
    cwd = mkdtempSync(join(tmpdir(), 'ml-image-printed-'));
    writeFileSync(join(cwd, 'named.onnx'), onnx(EVERY_HIDDEN));
  });
  afterEach(() => rmSync(cwd, { recursive: true, force: true }));

  it('shows names in a model with escapes, and gives them as they are in JSON', async () => {
    assert.equal(await run('inspect', 'named.onnx'), 0, command.err);
    assert.match(command.out, /\\u001b.*\\u202e.*\\udb40\\udc41/);
    assert.equal(await run('inspect', 'named.onnx', '--json'), 0);
    const [input] = JSON.parse(command.out).inputs;
    assert.equal(input.name, Buffer.from(EVERY_HIDDEN).toString());
  });

  it('shows what loading a model would import with escapes', async () => {
    const call = bytes(op.global(`os${SHORT}`, `system${SHORT}`), op.emptyTuple, op.reduce);
    writeFileSync(join(cwd, 'evil.pkl'), pickle(call));
    await run('inspect', 'evil.pkl');
    assert.match(command.out, /\\u202e/);
    assert.equal(await run('--model', 'evil.pkl', '--framework', 'custom'), 1);
    one();
    await run('inspect', 'evil.pkl', '--json');
    assert.match(JSON.stringify(JSON.parse(command.out).safety), /\u202e/);
  });

  it('shows what was typed with escapes, in one line', async () => {
    for (const argv of [
      ['inspect', `there/is/no${SHORT}`],
      ['inspect', SHORT, SHORT],
      ['--model', SHORT],
      ['--name', SHORT],
      [`--${SHORT}`],
      [SHORT, SHORT],
      ['pip', SHORT],
      ['system', 'install', SHORT],
      ['regenerate', SHORT],
      ['regenerate', '--restore', SHORT],
      ['spec', '--set', SHORT],
      ['lock', '--by', SHORT],
    ]) {
      assert.equal(await run(...argv), 1, argv.join(' '));
      one();
    }
  });

  it('shows a file or folder of such a name with escapes', async () => {
    for (const name of [`m${SHORT.replace('\0', '')}`, 'soft\u00adhyphen']) {
      writeFileSync(join(cwd, name), 'neither a model nor anything else');
      await run('inspect', name);
      writeFileSync(join(cwd, name), '');
      assert.equal(await run('inspect', name), 1);
      one();
      rmSync(join(cwd, name));
    }
  });

  it('gives an error as JSON whose text is the same', async () => {
    assert.equal(await run('inspect', `no${SHORT}`, '--json'), 1);
    assert.match(JSON.parse(command.out).error, /no/);
  });

  it('writes no such character into a new folder, and its files are as valid as others', async () => {
    assert.equal(await run('digits', '--model', 'named.onnx', '--json'), 0, command.err);
    assert.equal(JSON.parse(command.out).config.model.inputs[0].name.length > 10, true);
    const root = join(cwd, 'digits');
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' });
    for (const file of files.filter((name) => !name.startsWith('model/'))) {
      if (!existsSync(join(root, file)) || readdirOrNull(join(root, file))) continue;
      assert.doesNotMatch(readFileSync(join(root, file), 'utf8'), RAW_IN_TEXT, file);
    }
    const spec = JSON.parse(readFileSync(join(root, 'model-spec.json'), 'utf8'));
    const [part] = Object.values(spec.inputs) as { tensor: { name: string } }[];
    assert.equal(part?.tensor.name, Buffer.from(EVERY_HIDDEN).toString());
    assert.equal(await command.run(root, ['regenerate', '--check']), 0, command.err);
  });

  it('keeps a diff readable: what a person wrote is shown, what steers a terminal is not', async () => {
    assert.equal(await run('digits', '--model', 'named.onnx'), 0, command.err);
    const root = join(cwd, 'digits');
    const readme = join(root, 'README.md');
    const text = readFileSync(readme, 'utf8');
    writeFileSync(
      readme,
      text.replace('|---|---|', '👨\u200d👩\u200d👧 نموذج \u202e\x1b[31m\n|---|---|'),
    );
    assert.equal(
      await command.run(root, ['regenerate', '--dry-run', '--image', 'other:1']),
      0,
      command.err,
    );
    assert.match(command.out, /👨\u200d👩\u200d👧 نموذج \\u202e\\u001b\[31m/);
    assert.match(command.out, /^ \t|named/m);
  });
});

function readdirOrNull(path: string): string[] | null {
  try {
    return readdirSync(path);
  } catch {
    return null;
  }
}
