/** LightGBM text models. */
import type { ModelFacts } from '../../core/model-facts.ts';
import type { FileCandidate } from '../candidate.ts';
import { factsOf } from '../facts.ts';
import { Malformed } from '../read/malformed.ts';

/** Longest header before the first tree, in bytes; feature names can make it long. */
const LONGEST_HEADER = 4 * 1024 * 1024;

/** The LightGBM releases that write each version of the text format. */
const WRITERS: Record<string, { by: string; specifier: string }> = {
  v2: { by: 'LightGBM 2.0 to 2.2', specifier: '>=2' },
  v3: { by: 'LightGBM 2.3 to 3.x', specifier: '>=2.3' },
  v4: { by: 'LightGBM 4.x', specifier: '>=4' },
};

/** Reads a LightGBM text model: `tree`, then `key=value` lines. */
export async function readLightgbm(file: FileCandidate): Promise<ModelFacts> {
  const length = Math.min(LONGEST_HEADER, file.source.size);
  const text = file.source.read(0, length).toString('utf8');
  const first = text.search(/^Tree=0/m);
  const header = text.slice(0, first >>> 0);
  const lines = header.split(/[\n\r]/);
  const value = (key: string) =>
    lines
      .find((line) => line.startsWith(`${key}=`))
      ?.slice(key.length + 1)
      .trim();
  checkLength(value('tree_sizes'), first < 0 ? null : first, file.source.size);
  const version = value('version') ?? '';
  const writer = WRITERS[version];
  const features = Number(value('max_feature_idx') ?? Number.NaN) + 1;
  const known = Number.isSafeInteger(features) && features > 0;
  return factsOf({
    format: 'lightgbm',
    framework: 'lightgbm',
    savedWith: [`text format ${version || 'without version'}`, writer?.by]
      .filter((part) => part !== undefined)
      .join(', '),
    inputs: [{ name: 'X', dtype: null, shape: [null, known ? features : null] }],
    needs:
      writer === undefined
        ? []
        : [
            {
              kind: 'package',
              name: 'lightgbm',
              specifier: writer.specifier,
              why: `text format ${version}`,
            },
          ],
    warnings: writer === undefined ? ['Its format version is unknown.'] : [],
  });
}

/**
 * Throws Malformed if the file is shorter than its tree sizes (LightGBM, gbdt_model_text.cpp:
 * `tree_sizes`, in bytes; the first tree follows the header).
 */
function checkLength(sizes: string | undefined, first: number | null, size: number): void {
  const whole = (sizes ?? '').split(' ').reduce((sum, each) => sum + (Number(each) || 0), 0);
  if (sizes === undefined && first === null) throw new Malformed('ends in its header', 'cut off');
  if ((first ?? size) + whole > size) throw new Malformed('ends within its trees', 'cut off');
}
