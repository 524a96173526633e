/** XGBoost models in JSON and UBJSON. */
import type { ModelFacts, ModelFormat } from '../../core/model-facts.ts';
import type { FileCandidate } from '../candidate.ts';
import { factsOf } from '../facts.ts';
import { asList, asText, get, type Json, LARGEST_JSON, parseJson } from '../read/json.ts';
import { isMalformed, Malformed } from '../read/malformed.ts';
import type { ByteSource } from '../read/source.ts';
import { readUbjson } from '../read/ubjson.ts';

/** Bytes to read after the trees: usually a few kilobytes, more with many classes. */
const TAIL = 1024 * 1024;

/** Whether a file starts like XGBoost's UBJSON: an object whose first key is `learner`. */
export function isXgboostUbj(file: FileCandidate): boolean {
  // The key is preceded by its length, in one of UBJSON's integer types.
  return /^\{[iUIlL][^A-Za-z]{1,8}learner\{/s.test(file.head.toString('latin1', 0, 32));
}

/** Whether a file starts like XGBoost's JSON. */
export function isXgboostJson(file: FileCandidate): boolean {
  return /^\s*\{\s*"(learner"\s*:\s*\{|version"\s*:\s*\[\s*\d)/.test(
    file.head.toString('latin1', 0, 200),
  );
}

/** Reads an XGBoost model in UBJSON, the default since 2.1; the trees are skipped. */
export async function readXgboostUbj(file: FileCandidate): Promise<ModelFacts> {
  const model = readUbjson(file.source, (path) =>
    /^(version|learner(,(learner_model_param|objective)(,.*)?)?)(,\[\])?$/.test(path.join(',')),
  );
  return describe('xgboost-ubj', model);
}

/**
 * Reads an XGBoost model in JSON (xgboost.readthedocs.io, "Introduction to Model IO"). XGBoost sorts
 * the keys, so that the description follows the trees; with another order the file is read whole.
 */
export async function readXgboostJson(file: FileCandidate): Promise<ModelFacts> {
  return describe('xgboost-json', tailOf(file.source) ?? whole(file.source));
}

function whole(source: ByteSource): Json {
  if (source.size > LARGEST_JSON) throw new Malformed('has its keys in an unsupported order');
  return parseJson(source.read(0, source.size), 'model');
}

function tailOf(source: ByteSource): Json | null {
  const length = Math.min(TAIL, source.size);
  const tail = source.read(source.size - length, length).toString('utf8');
  const from = tail.lastIndexOf('"learner_model_param"');
  if (from < 0) return null;
  try {
    // From this key on, the text is the end of the learner and of the model.
    const model = parseJson(Buffer.from(`{"learner":{${tail.slice(from)}`), 'model');
    return get(model, 'version') === undefined ? null : model;
  } catch (error) {
    if (isMalformed(error)) return null;
    throw error;
  }
}

function describe(format: ModelFormat, model: Json): ModelFacts {
  const parameters = get(model, 'learner', 'learner_model_param');
  if (parameters === undefined) throw new Malformed('has no learner_model_param');
  const numbers = asList(get(model, 'version'));
  const version =
    numbers.length === 3 && numbers.every((each) => Number.isSafeInteger(each))
      ? numbers.join('.')
      : null;
  const objective = asText(get(model, 'learner', 'objective', 'name'));
  const features = Number(asText(get(parameters, 'num_feature')) ?? Number.NaN);
  const known = Number.isSafeInteger(features) && features > 0;
  return factsOf({
    format,
    framework: 'xgboost',
    frameworkVersion: version,
    savedWith:
      version === null
        ? null
        : `XGBoost ${version}${objective === null ? '' : `, objective ${objective}`}`,
    inputs: [{ name: 'X', dtype: null, shape: [null, known ? features : null] }],
    needs:
      version === null
        ? []
        : [
            {
              kind: 'package',
              name: 'xgboost',
              specifier: `>=${version}`,
              why: `saved with XGBoost ${version}`,
            },
          ],
  });
}
