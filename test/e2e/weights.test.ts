/** Weights whose network a person names: safetensors, and a Hugging Face directory. No network. */
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeSpec } from './edit.ts';
import { build, type Folder, fixture, make, OFFLINE, readSpec, runImage } from './folder.ts';
import { hadolint, ruff } from './linters.ts';
import { largestDifference, npyFile, readNpy } from './npy.ts';
import { temporaryFolder } from './places.ts';
import { AS_A_PERSON, FLOAT_PRECISION, predict } from './predict.ts';
import { offlineFolder } from './torch-folder.ts';

describe('a safetensors image, built without a network', () => {
  let folder: Folder;

  before(async () => {
    folder = await offlineFolder('weights', 'weights.safetensors');
    mkdirSync(join(folder.path, 'src'));
    const lines = [
      ...['import torch', '', '', 'class Net(torch.nn.Module):', '    """One linear layer."""', ''],
      ...['    def __init__(self) -> None:', '        super().__init__()'],
      ...['        self.fc = torch.nn.Linear(64, 10)', ''],
      '    def forward(self, rows: torch.Tensor) -> torch.Tensor:',
      ...['        """Scores of rows of pixels."""', '        return self.fc(rows)', ''],
    ];
    writeFileSync(join(folder.path, 'src/net.py'), lines.join('\n'));
    const spec = readSpec(folder);
    Object.assign(spec.inputs.input?.tensor ?? {}, { dtype: 'float32', shape: [null, 64] });
    writeSpec(folder, spec);
    await build(folder, OFFLINE);
  });

  it('predicts what the weights give by arithmetic', async () => {
    const rows = Float32Array.from({ length: 2 * 64 }, (_, i) => ((i * 7) % 17) / 16);
    const data = temporaryFolder();
    chmodSync(data, 0o777);
    writeFileSync(join(data, 'rows.npy'), npyFile(rows, [2, 64]));
    const args = ['--input=/data/rows.npy', '--output=/data/scores.npy'];
    await runImage(folder, [...AS_A_PERSON, '--volume', `${data}:/data`], args);
    const got = readNpy(join(data, 'scores.npy'));
    const wanted = { dtype: 'f4', shape: [2, 10], values: linear(rows) };
    assert.ok(largestDifference(got, wanted) <= FLOAT_PRECISION);
  });

  passes(() => folder);
});

describe('a Hugging Face image, built without a network', () => {
  let folder: Folder;

  before(async () => {
    folder = await offlineFolder('huggingface', 'digits_huggingface');
    // The directory does not say what the class takes and gives: its reader does.
    const spec = readSpec(folder);
    const tensor = { name: 'pixel_values', dtype: 'float32', shape: [null, 1, 8, 8] };
    Object.assign(spec.inputs.input?.tensor ?? {}, tensor);
    Object.assign(spec.outputs.output?.tensor ?? {}, { name: 'logits' });
    writeSpec(folder, spec);
    await build(folder, OFFLINE);
  });

  it('predicts what transformers predicts', async () => {
    assert.ok((await predict(folder, 'digits_huggingface')) <= FLOAT_PRECISION);
  });

  passes(() => folder);
});

/** What both pass. */
function passes(folder: () => Folder): void {
  it('passes its own make test', async () => {
    const tested = await make(folder(), 'test');
    assert.equal(tested.status, 0, tested.stdout + tested.stderr);
  });

  it('has a folder at which hadolint and ruff are silent', async () => {
    await hadolint(folder());
    await ruff(folder());
  });
}

/** The scores of two rows of 64 pixels by the fixture's own weights, fc.weight and fc.bias. */
function linear(rows: Float32Array): number[] {
  const tensors = safetensors(fixture('weights.safetensors'));
  const weight = tensors['fc.weight'] as Float32Array;
  const bias = tensors['fc.bias'] as Float32Array;
  return Array.from({ length: 20 }, (_, at) => {
    const [row, score] = [Math.floor(at / 10), at % 10];
    return weight
      .subarray(score * 64, score * 64 + 64)
      .reduce((sum, each, i) => sum + each * (rows[row * 64 + i] as number), bias[score] as number);
  });
}

/** The float32 tensors of a file: https://huggingface.co/docs/safetensors (Format). */
function safetensors(path: string): Record<string, Float32Array> {
  const file = readFileSync(path);
  const begin = 8 + Number(file.readBigUInt64LE(0));
  const header: Record<string, { data_offsets?: [number, number] }> = JSON.parse(
    file.toString('utf8', 8, begin),
  );
  return Object.fromEntries(
    Object.entries(header).flatMap(([name, { data_offsets: offsets }]) => {
      if (!offsets) return [];
      const bytes = Uint8Array.prototype.slice.call(file, begin + offsets[0], begin + offsets[1]);
      return [[name, new Float32Array(bytes.buffer)]];
    }),
  );
}
