import type { Safety } from '../../core/model-facts.ts';
import { DATA_ONLY, unsafe } from '../pickle/verdict.ts';
import { readHdf5Reach } from '../read/hdf5.ts';
import type { ByteSource } from '../read/source.ts';

/**
 * The verdict on weights in HDF5. h5py follows what leads to other files; Keras refuses some of it
 * since 3.11, but not in every place and not in every release.
 */
export function weightsSafety(source: ByteSource): Safety {
  const { outside, more, unread } = readHdf5Reach(source);
  if (unread.length > 0) return unsafe('dangerous', unread);
  if (outside.length > 0) {
    return unsafe(
      'dangerous',
      outside.map((each) => `${each}: reads files that are not the model's`),
    );
  }
  return more ? unsafe('unknown-imports', ['more HDF5 objects than are looked at']) : DATA_ONLY;
}
