/** Files that are valid in two formats at once: other programs may read another model in them. */
import type { ModelFacts, Safety } from '../core/model-facts.ts';
import type { FileCandidate } from './candidate.ts';
import { stockPickle } from './pickle/stock.ts';
import { readHdf5Root, superblockAt } from './read/hdf5.ts';
import { isMalformed } from './read/malformed.ts';
import type { ByteSource } from './read/source.ts';
import type { ZipArchive } from './read/zip.ts';
import { DATA_ONLY, unsafe, worst, zipSafety } from './safety.ts';
import { innerName } from './torch/archive.ts';

/** How far before the end a zip's end record may start. */
const TAIL = 22 + 0xffff;

/**
 * Adds to the verdict what other programs could read in the same bytes: an ambiguous zip, a zip or
 * HDF5 file after other data, a pickle that starts like another format.
 * @param walkedAsPickle whether the verdict already covers what `pickle.load` would do
 */
export async function withAmbiguities(
  facts: ModelFacts,
  file: FileCandidate,
  walkedAsPickle: boolean,
): Promise<ModelFacts> {
  const found = file.isZip
    ? [zipSafety(await file.zip()), torchIn(await file.zip(), facts.format)]
    : [zipBehind(file.source, walkedAsPickle)];
  found.push(hdf5Behind(file, facts.format));
  const pickle = walkedAsPickle ? null : await stockPickle(file.source);
  if (pickle !== null) found.push(pickle);
  const safety = worst([facts.safety, ...found]);
  return found.every(({ verdict }) => verdict === 'data-only') ? facts : { ...facts, safety };
}

/**
 * Whether h5py would open a file of another known format as HDF5, which may start after other data.
 * Keras opens any file named .h5 that way. HDF5 weights in an archive are not a model.
 */
function hdf5Behind(file: FileCandidate, format: string): Safety {
  const at = format === 'unknown' ? null : superblockAt(file.source);
  if (at === null || at === 0) return DATA_ONLY;
  const reason = 'an HDF5 file after other data, which Keras would read if the file is named .h5';
  if (!file.isZip) return unsafe('dangerous', [reason]);
  try {
    const { attributes, unread } = readHdf5Root(file.source);
    const isModel = attributes.has('model_config') || unread.length > 0;
    return isModel ? unsafe('dangerous', [reason]) : DATA_ONLY;
  } catch (error) {
    if (!isMalformed(error) || error.kind === 'limit') throw error;
    return DATA_ONLY;
  }
}

/** Whether `torch.load` would open a zip of another format. */
function torchIn(zip: ZipArchive, format: string): Safety {
  const isPickled = format.startsWith('torch') || format === 'sklearn' || format === 'pickle';
  const found = zip.names.find((name) => innerName(name).toLowerCase() === 'data.pkl');
  if (isPickled || found === undefined) return DATA_ONLY;
  return unsafe('dangerous', [`${found}: torch.load would read the file as another format`]);
}

/**
 * Whether a file that does not start as a zip ends with a zip's directory.
 * @param exactly count only a directory that ends exactly where the file does
 */
export function zipBehind(source: ByteSource, exactly: boolean): Safety {
  const from = Math.max(0, source.size - TAIL);
  const tail = source.read(from, source.size - from);
  const at = tail.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  if (at < 0 || at + 22 > tail.length) return DATA_ONLY;
  const comment = tail.readUInt16LE(at + 20);
  if (exactly && at + 22 + comment !== tail.length) return DATA_ONLY;
  const size = tail.readUInt32LE(at + 12);
  const offset = tail.readUInt32LE(at + 16);
  // Readers look for the directory before its end record, or at the offset in it; zip64 adds 76.
  const places = [from + at - size, offset, from + at - 76];
  const is = (place: number, mark: string) =>
    place >= 0 && place + 4 <= source.size && source.read(place, 4).toString('latin1') === mark;
  const found =
    places.some((place) => is(place, 'PK\x01\x02')) ||
    is(from + at - 20, 'PK\x06\x07') ||
    (size === 0 && offset === 0);
  return found && tail.readUInt16LE(at + 10) > 0
    ? unsafe('dangerous', ['a zip at the end of a file that starts as another format'])
    : DATA_ONLY;
}
