import type { Framework, ModelFacts } from '../types.ts';
import type { FileCandidate } from './candidate.ts';
import { factsOf } from './facts.ts';
import { asObject, asText, get, LARGEST_JSON, parseJson } from './read/json.ts';
import { Malformed } from './read/malformed.ts';

/** What `__metadata__.format` says wrote the file. */
const FRAMEWORKS: Record<string, Framework> = { pt: 'pytorch', tf: 'tensorflow', flax: 'jax' };

/** Whether a file starts as safetensors does: the header's length, then a JSON object. */
export function isSafetensors(file: FileCandidate): boolean {
  if (file.head.length < 10 || file.head.readUInt32LE(4) !== 0) return false;
  return file.head.readUInt32LE(0) >= 2 && /^\{\s*["}]/.test(file.head.toString('latin1', 8, 40));
}

/**
 * safetensors: 8 bytes of header length, a JSON header, raw tensors. Weights only.
 * Source: the format's own description in the safetensors repository's README.
 */
export async function readSafetensors(file: FileCandidate): Promise<ModelFacts> {
  const length = file.source.read(0, 4).readUInt32LE();
  if (length > LARGEST_JSON)
    throw new Malformed(`has a header of ${length} bytes, too much to read`);
  const header = asObject(parseJson(file.source.read(8, length), 'header'));
  if (header === null) throw new Malformed('has a header that is no JSON object');
  let end = 0;
  for (const [name, tensor] of Object.entries(header)) {
    if (name === '__metadata__') continue;
    const offsets = get(tensor, 'data_offsets');
    const last = Array.isArray(offsets) ? offsets[1] : undefined;
    if (typeof last !== 'number')
      throw new Malformed(`says nothing of where ${name.slice(0, 80)} lies`);
    end = Math.max(end, last);
  }
  const whole = 8 + length + end;
  if (whole !== file.source.size) {
    throw new Malformed(`has ${file.source.size} bytes where its header says ${whole}`);
  }
  const format = asText(get(header, '__metadata__', 'format'));
  return factsOf({
    format: 'safetensors',
    framework: FRAMEWORKS[format ?? ''] ?? null,
    savedWith: format === null ? null : `safetensors, format ${format}`,
    needs: [
      { kind: 'package', name: 'safetensors', why: 'it reads the file' },
      { kind: 'class', name: 'the model class', why: 'safetensors holds weights only' },
    ],
    warnings: [
      'Weights only: the model itself has to be built by your code before they are loaded.',
    ],
  });
}
