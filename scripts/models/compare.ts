/** Compares a file that an image wrote with what the framework gave. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { largestDifference, readNpy } from '../../test/e2e/npy.ts';
import { volumeDifference } from '../../test/e2e/volumes.ts';

/** What numbers may differ by, of the largest: another release, processor and order of the same sums. */
const PRECISION = 1e-4;
/** Voxels at the edge of a class that rounding may put into the other. */
const EDGE = 0.001;

/** Throws where the files differ by more than rounding. */
export async function compareFiles(got: string, wanted: string): Promise<void> {
  if (wanted.endsWith('.npy')) return compareArrays(got, wanted);
  if (wanted.endsWith('.nii.gz')) return compareVolumes(got, wanted);
  compareTables(got, wanted);
}

function compareArrays(got: string, wanted: string): void {
  const [found, right] = [readNpy(got), readNpy(wanted)];
  assert.deepEqual(found.shape, right.shape);
  const largest = right.values.reduce((most, value) => Math.max(most, Math.abs(Number(value))), 1);
  const difference = largestDifference(found, right);
  assert.ok(difference <= PRECISION * largest, `differs by ${difference}`);
}

async function compareVolumes(got: string, wanted: string): Promise<void> {
  const { voxels, affine, is } = await volumeDifference(got, wanted);
  const shape = /\(([\d, ]+)\)/.exec(is[1] ?? '')?.[1] ?? '1';
  const all = shape.split(',').reduce((product, size) => product * Number(size), 1);
  assert.ok(affine < 1e-3, `lies ${affine} mm off`);
  assert.ok(voxels <= EDGE * all, `${voxels} of ${all} voxels differ`);
}

/** The same texts, and numbers within rounding. */
function compareTables(got: string, wanted: string): void {
  const [found, right] = [got, wanted].map((path) =>
    readFileSync(path, 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split(',')),
  ) as [string[][], string[][]];
  assert.equal(found.length, right.length, 'another number of rows');
  for (const [row, cells] of right.entries()) {
    assert.equal(found[row]?.length, cells.length, `row ${row + 1}`);
    for (const [column, cell] of cells.entries()) {
      const text = found[row]?.[column] ?? '';
      const off = Math.abs(Number(text) - Number(cell));
      assert.ok(
        text === cell || off <= PRECISION * Math.max(1, Math.abs(Number(cell))),
        `row ${row + 1}: ${text} is not ${cell}`,
      );
    }
  }
}
