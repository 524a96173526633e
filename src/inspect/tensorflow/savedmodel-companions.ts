import type { Safety } from '../../core/model-facts.ts';
import type { DirectoryCandidate } from '../candidate.ts';
import { ProtobufReader } from '../read/protobuf.ts';
import { DATA_ONLY, unsafe, worst } from '../safety.ts';
import { metadataSafety } from './savedmodel-objects.ts';

/** Other forms of the graph: which of them is read depends on the loader and its release. */
const OTHER_GRAPHS = ['saved_model.pbtxt', 'saved_model.cpb'];
/** What TensorFlow and Keras write beside the graph and only read as data. */
const KNOWN_FILES =
  /^(saved_model\.pb|keras_metadata\.pb|fingerprint\.pb|variables\/variables\.(index|data-\d{5}-of-\d{5})|assets\/.+|debug\/saved_model_debug_info\.pb)$/;

/** The verdict on what lies beside `saved_model.pb`. */
export function companionSafety(directory: DirectoryCandidate): Safety {
  const found: Safety[] = [DATA_ONLY];
  for (const name of OTHER_GRAPHS.filter((each) => directory.files.has(each))) {
    found.push(unsafe('dangerous', [`${name}: a second graph beside saved_model.pb`]));
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

/** Says which members of the directory no loader of a SavedModel reads by itself. */
export function otherMembers(directory: DirectoryCandidate): string[] {
  const others = [...directory.files.keys()].filter((name) => !KNOWN_FILES.test(name)).sort();
  if (others.length === 0) return [];
  const shown = others.slice(0, 5).map((name) => JSON.stringify(name.slice(0, 100)));
  const more = others.length > 5 ? ` and ${others.length - 5} more` : '';
  return [`Beside the model, not looked into: ${shown.join(', ')}${more}.`];
}
