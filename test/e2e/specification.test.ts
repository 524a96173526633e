/** ABLInfer's own verdict on specifications, beside ours. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { faultsIn, faultText } from '../../src/model-spec/check.ts';
import { samples } from '../model-spec/generated-specs.ts';
import { fixture, mlImage, scaffold } from './folder.ts';
import { REPOSITORY } from './places.ts';
import { prepareTools } from './tools.ts';

const SCHEMA = JSON.parse(
  readFileSync(join(REPOSITORY, 'templates/model-spec.schema.json'), 'utf8'),
);

describe('the rules of a specification', () => {
  let python: string;

  before(async () => {
    python = join(await prepareTools(), 'python');
  });

  /** ABLInfer's verdict on each text, all from one process. */
  function verdicts(texts: string[]): string[] {
    const script = join(import.meta.dirname, 'verdicts.py');
    const input = `${texts.join('\n')}\n`;
    const ran = spawnSync(python, [script], { input, encoding: 'utf8', maxBuffer: 1 << 28 });
    assert.equal(ran.status, 0, ran.stderr);
    return ran.stdout.trimEnd().split('\n');
  }

  it('are those of ABLInfer, and a few more that are named', () => {
    const all = samples(400, 4, 7);
    const theirs = verdicts(all.map(({ text }) => text));
    assert.equal(theirs.length, all.length);
    all.forEach(({ text, breach }, at) => {
      const ours = faultsIn(text, SCHEMA).map(faultText);
      const said = `${breach?.rule ?? 'no rule broken'}: ABLInfer says ${theirs[at]}, we say ${ours.join('; ') || 'good'}\n${text}`;
      assert.equal(ours.length === 0, breach === null, said);
      assert.equal(theirs[at] === 'good', breach === null || breach.stricter !== undefined, said);
    });
    const bad = all.filter(({ breach }) => breach !== null);
    const stricter = bad.filter(({ breach }) => breach?.stricter !== undefined);
    console.log(
      `      ${all.length} specifications: ${all.length - bad.length} good, ${bad.length} bad, of which ABLInfer takes ${stricter.length}`,
    );
  });

  it('hold for the file that the command edits, and one that it faults', async () => {
    const { path } = await scaffold('specified', ['--model', fixture('linear.onnx')]);
    const file = join(path, 'model-spec.json');
    const line = () => JSON.stringify(JSON.parse(readFileSync(file, 'utf8')));
    const flags = ['--param', 'n:int=3:1..', '--input', 'mask:segmentation:.nii.gz:optional'];
    const edited = await mlImage(['spec', '--yes', ...flags, '--set', 'input.flag='], path);
    assert.equal(edited.status, 0, edited.stderr);
    assert.deepEqual(verdicts([line()]), ['good']);
    assert.equal((await mlImage(['spec', '--check'], path)).status, 0);
    writeFileSync(file, readFileSync(file, 'utf8').replace('"mask"', '"input"'));
    assert.equal((await mlImage(['spec', '--check'], path)).status, 1);
  });
});
