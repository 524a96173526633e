/** Compares volumes by nibabel, which knows what their headers mean. */
import { join } from 'node:path';
import { must } from './run.ts';
import { prepareTools } from './tools.ts';

export interface VolumeDifference {
  /** How many voxels differ. */
  voxels: number;
  /** The largest difference of a number in the matrices from voxels to millimetres. */
  affine: number;
  /** The voxels' dtype and the volume's shape, of both: got, wanted. */
  is: [string, string];
}

/** Compares two NIfTI files; throws where one cannot be read or their shapes differ. */
export async function volumeDifference(got: string, wanted: string): Promise<VolumeDifference> {
  const python = join(await prepareTools(), 'python');
  const script = join(import.meta.dirname, 'compare_volumes.py');
  return JSON.parse((await must(python, [script, got, wanted])).stdout);
}
