/** Keras archives (`.keras`), and what they share with Keras HDF5 files. */
import type { ModelFacts, Need, Safety } from '../../core/model-facts.ts';
import type { FileCandidate } from '../candidate.ts';
import { factsOf, release } from '../facts.ts';
import { readHdf5Reach } from '../read/hdf5.ts';
import { asText, get, LARGEST_JSON, parseJson } from '../read/json.ts';
import { isMalformed } from '../read/malformed.ts';
import type { ByteSource } from '../read/source.ts';
import type { ZipArchive } from '../read/zip.ts';
import { DATA_ONLY, unsafe, worst } from '../safety.ts';
import { readKerasConfig } from './config.ts';

/**
 * Reads a Keras 3 archive (`.keras`): a zip with `metadata.json` (the version of Keras) and
 * `config.json` (the layers). Outputs are not recorded.
 */
export async function readKeras(file: FileCandidate): Promise<ModelFacts> {
  const zip = await file.zip();
  const metadata = parseJson(await zip.read('metadata.json', LARGEST_JSON), 'metadata.json');
  const config = parseJson(await zip.read('config.json', LARGEST_JSON), 'config.json');
  const version = asText(get(metadata, 'keras_version'));
  const { inputs, outputs, needs, safety: configured } = readKerasConfig(config);
  const safety = worst([configured, await membersSafety(zip)]);
  return factsOf({
    format: 'keras',
    framework: 'tensorflow',
    savedWith: version === null ? null : `Keras ${version}`,
    inputs,
    outputs,
    needs: [...kerasNeed(version), ...needs],
    safety,
    warnings: [...otherMembers(zip.names), ...lambdaWarning(safety.reasons ?? [])],
  });
}

/** Most bytes of compressed weights that are unpacked to check their links. */
const MOST_UNPACKED = 64 * 1024 * 1024;

/** The verdict on the members that Keras reads in addition to the configuration. */
async function membersSafety(zip: ZipArchive): Promise<Safety> {
  const found: Safety[] = [DATA_ONLY];
  if (zip.has('model.weights.npz')) {
    found.push(
      unsafe('dangerous', [
        'model.weights.npz: some releases of Keras (3.8) let NumPy unpickle it',
      ]),
    );
  }
  if (zip.has('model.weights.h5') && zip.size('model.weights.h5') > 0) {
    try {
      found.push(weightsSafety(await zip.source('model.weights.h5', MOST_UNPACKED)));
    } catch (error) {
      if (!isMalformed(error)) throw error;
      found.push(unsafe('unknown-imports', [`model.weights.h5: ${error.message}`]));
    }
  }
  return worst(found);
}

/** A warning that lists the members which Keras does not read. */
function otherMembers(names: string[]): string[] {
  const isRead = (name: string) =>
    ['metadata.json', 'config.json', 'model.weights.h5', 'model.weights.npz'].includes(name) ||
    name.startsWith('assets/');
  const others = names.filter((name) => !isRead(name)).map((name) => JSON.stringify(name));
  if (others.length === 0) return [];
  const more = others.length > 5 ? ` and ${others.length - 5} more` : '';
  return [
    `Members that Keras does not know: ${others.slice(0, 5).join(', ').slice(0, 300)}${more}.`,
  ];
}

/**
 * The Keras that reads what `version` wrote, as a requirement: at least `version`, and at least
 * 3.11.3, which fixed the last known ways to run code from a configuration (CVE-2025-1550,
 * CVE-2025-8747, CVE-2025-9905).
 */
export function kerasNeed(version: string | null): Need[] {
  const saved = release(version);
  if (saved === null) return [];
  const least = before(saved, '3.11.3') ? '3.11.3' : saved;
  return [
    { kind: 'package', name: 'keras', specifier: `>=${least}`, why: `saved with Keras ${saved}` },
  ];
}

/** A warning about Lambda layers, if there are any. */
export function lambdaWarning(reasons: string[]): string[] {
  if (!reasons.some((name) => /Lambda/.test(name))) return [];
  return ['It has Lambda layers: Keras refuses to load them unless safe_mode=False is given.'];
}

function before(a: string, b: string): boolean {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  for (let at = 0; at < 3; at++) {
    const difference = (left?.[at] ?? 0) - (right?.[at] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/**
 * The verdict on weights in HDF5. h5py follows links to other files; Keras refuses some of them
 * since 3.11, but not everywhere and not in every release.
 */
export function weightsSafety(source: ByteSource): Safety {
  const { outside, more, unread } = readHdf5Reach(source);
  if (unread.length > 0) return unsafe('dangerous', unread);
  if (outside.length > 0) {
    return unsafe(
      'dangerous',
      outside.map((each) => `${each}: reads files outside the model`),
    );
  }
  return more ? unsafe('unknown-imports', ['more HDF5 objects than are inspected']) : DATA_ONLY;
}
