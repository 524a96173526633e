/** Files in a SavedModel's directory other than `saved_model.pb`. */
import type { Safety } from '../../core/model-facts.ts';
import type { DirectoryCandidate } from '../candidate.ts';
import { ProtobufReader } from '../read/protobuf.ts';
import { DATA_ONLY, unsafe, worst } from '../safety.ts';
import { metadataSafety } from './savedmodel-objects.ts';

/** Other forms of the graph; the loader and its release decide which one is read. */
const OTHER_GRAPHS = ['saved_model.pbtxt', 'saved_model.cpb'];
/** Files that TensorFlow and Keras write and read as data only. */
const KNOWN_FILES =
  /^(saved_model\.pb|keras_metadata\.pb|fingerprint\.pb|variables\/variables\.(index|data-\d{5}-of-\d{5})|assets\/.+|debug\/saved_model_debug_info\.pb)$/;

/** The verdict on the files other than `saved_model.pb`. */
export function companionSafety(directory: DirectoryCandidate): Safety {
  const found: Safety[] = [DATA_ONLY];
  for (const name of OTHER_GRAPHS.filter((each) => directory.files.has(each))) {
    found.push(unsafe('dangerous', [`${name}: a second graph besides saved_model.pb`]));
  }
  if (directory.files.has('keras_metadata.pb')) {
    const source = directory.open('keras_metadata.pb');
    try {
      found.push(metadataSafety(new ProtobufReader(source)));
    } finally {
      source.close();
    }
  }
  return worst(found);
}

/** A warning that lists the files which no loader of a SavedModel reads. */
export function otherMembers(directory: DirectoryCandidate): string[] {
  const others = [...directory.files.keys()].filter((name) => !KNOWN_FILES.test(name)).sort();
  if (others.length === 0) return [];
  const shown = others.slice(0, 5).map((name) => JSON.stringify(name.slice(0, 100)));
  const more = others.length > 5 ? ` and ${others.length - 5} more` : '';
  return [`Other files, not inspected: ${shown.join(', ')}${more}.`];
}
