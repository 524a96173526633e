/** skops files. */
import type { ModelFacts } from '../../core/model-facts.ts';
import type { FileCandidate } from '../candidate.ts';
import { factsOf, release } from '../facts.ts';
import { asText, get, type Json, LARGEST_JSON, parseJson } from '../read/json.ts';
import { isMalformed } from '../read/malformed.ts';
import { worst, zipSafety } from '../safety.ts';
import { otherMembers } from '../torch/members.ts';
import { checkSchema, filesOf } from './skops-schema.ts';

const SCHEMA = 'schema.json';

/**
 * Reads a skops file (skops.readthedocs.io, "Secure persistence"): a zip with arrays and a tree of
 * the objects to make. Null if its schema.json is of another format.
 */
export async function readSkops(file: FileCandidate): Promise<ModelFacts | null> {
  const zip = await file.zip();
  let schema: Json;
  try {
    schema = parseJson(await zip.read(SCHEMA, LARGEST_JSON), SCHEMA);
  } catch (error) {
    if (isMalformed(error) && error.kind !== 'limit') return null;
    throw error;
  }
  if (get(schema, '__loader__') === undefined) return null;
  const files = filesOf(schema);
  const others = await otherMembers(zip, (name) => name === SCHEMA || files.has(name));
  const version = asText(get(schema, '_skops_version'));
  const sklearn = sklearnVersionIn(schema);
  const ofSklearn = /^(sklearn|imblearn)\./.test(asText(get(schema, '__module__')) ?? '');
  return factsOf({
    format: 'skops',
    framework: ofSklearn ? 'scikit-learn' : null,
    frameworkVersion: ofSklearn ? sklearn : null,
    savedWith: [
      version === null ? 'skops' : `skops ${version}`,
      sklearn === null ? '' : `scikit-learn ${sklearn}`,
    ]
      .filter((part) => part !== '')
      .join(', '),
    needs: [{ kind: 'package', name: 'skops', why: 'the model is a skops file' }],
    safety: worst([zipSafety(zip), checkSchema(schema, file.source.budget), ...others]),
  });
}

/** scikit-learn's release, which each estimator records; that of the outermost one. */
function sklearnVersionIn(schema: Json): string | null {
  const version = get(schema, 'content', 'content', '_sklearn_version', 'content');
  const text = asText(version) ?? '';
  return release(text.replace(/^"|"$/g, ''));
}
