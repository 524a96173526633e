/** Pickles and joblib files: estimators of scikit-learn and others. */
import type { Framework, ModelFacts, Need, Tensor } from '../../core/model-facts.ts';
import type { FileCandidate } from '../candidate.ts';
import { factsOf, release } from '../facts.ts';
import { classifyImport } from '../pickle/known.ts';
import { stockArrays } from '../pickle/stock.ts';
import {
  classOf,
  entry,
  isMade,
  itemsIn,
  itemsOf,
  kindOf,
  type Made,
  type Value,
} from '../pickle/values.ts';
import { unlessCutOff, type Walk, type Walked, walkStream } from '../pickle/walk.ts';
import { worst } from '../safety.ts';
import { columnsIn, isClassifier } from './columns.ts';
import { streamOf } from './compressed.ts';

/** Whether a file starts as a pickle of protocol 2 to 5 does. */
export function isPickle(file: FileCandidate): boolean {
  const protocol = file.head[1] ?? 0;
  return file.head[0] === 0x80 && protocol >= 2 && protocol <= 5;
}

/** Reads a pickle from Python or joblib, compressed or not: an estimator or something else. */
export async function readPickle(file: FileCandidate): Promise<ModelFacts> {
  return describe(await withBothLoaders(file, await walkStream(streamOf(file), { arrays: true })));
}

/**
 * The verdict for both loaders: joblib, which model.py uses, skips the bytes of arrays, and
 * `pickle.load` reads them as opcodes.
 */
async function withBothLoaders(file: FileCandidate, walk: Walk): Promise<Walked> {
  const { report } = walk;
  if (report.arrays === true && report.persistent === true) {
    // Neither joblib nor pickle resolves a reference; torch does, but it reads no joblib arrays.
    report.findings.add('PyTorch references together with joblib arrays');
  }
  const walked = unlessCutOff(walk);
  if (report.arrays !== true) return walked;
  const stock = await stockArrays(streamOf(file), walk);
  return stock === null ? walked : { ...walked, safety: worst([walked.safety, stock]) };
}

/**
 * Reads a pickle of protocol 0 or 1, which has no magic number: content is one if walking it reaches
 * its end, or if it would import something that exists before an error. Else null.
 */
export async function readTextPickle(file: FileCandidate): Promise<ModelFacts | null> {
  const walk = await walkStream(streamOf(file), { arrays: true });
  const acts = [...walk.report.imports].some(
    (name) => /^\w+(\.\w+)+$/.test(name) && classifyImport(name) !== 'unknown',
  );
  const made =
    walk.first === null &&
    ['list', 'tuple', 'set', 'dict', 'made'].includes(kindOf(walk.top) ?? '');
  return acts || made ? describe(await withBothLoaders(file, walk)) : null;
}

/** Reads a compressed pickle; null if the content is not a pickle. */
export async function readCompressed(file: FileCandidate): Promise<ModelFacts | null> {
  const stream = streamOf(file);
  await stream.fill(2);
  const [first, second] = stream.window;
  if (first === 0x80 && (second ?? 9) <= 5) return readPickle(file);
  return readTextPickle(file);
}

/** Most values of one level that are searched for estimators, such as steps of a pipeline. */
const MOST_PARTS = 10_000;

/** Packages that a pickle needs if it imports from them. */
const PACKAGES: Record<string, string> = {
  xgboost: 'xgboost',
  lightgbm: 'lightgbm',
  pandas: 'pandas',
  torch: 'torch',
  imblearn: 'imbalanced-learn',
  category_encoders: 'category_encoders',
  catboost: 'catboost',
  sklego: 'scikit-lego',
  feature_engine: 'feature-engine',
  umap: 'umap-learn',
  skops: 'skops',
  statsmodels: 'statsmodels',
};

function describe(walked: Walked): ModelFacts {
  const { top, safety } = walked;
  const estimators = estimatorsIn(top);
  const versions = [
    ...new Set(estimators.map((each) => entry(each.state, '_sklearn_version'))),
  ].filter((version) => typeof version === 'string');
  const version = release(versions[0] ?? null);
  const names = [...walked.report.imports];
  const library =
    estimators[0] === undefined ? '' : (classOf(estimators[0]).split('.')[0] as string);
  const warnings = warningsOf(walked, estimators[0] ?? null);
  if (versions.length > 1) {
    warnings.push(`Its parts were saved by several scikit-learn: ${versions.join(', ')}.`);
  }
  const packages = Object.keys(PACKAGES).filter((top) =>
    names.some((each) => each.startsWith(`${top}.`)),
  );
  const wraps =
    version === null && names.some((name) => /^(xgboost|lightgbm)\.sklearn\./.test(name));
  if (wraps) packages.push('scikit-learn');
  const needs: Need[] = packages.map((name) => ({
    kind: 'package',
    name: PACKAGES[name] ?? name,
    why: 'the pickle imports it',
  }));
  if (version !== null) {
    const why = `saved with scikit-learn ${version}`;
    needs.unshift({ kind: 'package', name: 'scikit-learn', specifier: `==${version}`, why });
  }
  needs.push(...classNeeds(names));
  const sklearn = library === 'sklearn' || version !== null;
  return factsOf({
    format: sklearn ? 'sklearn' : 'pickle',
    framework: sklearn ? 'scikit-learn' : frameworkOf(library),
    frameworkVersion: sklearn ? version : null,
    savedWith: sklearn && version !== null ? `scikit-learn ${version}` : null,
    ...signatureOf(top, sklearn),
    needs,
    safety,
    warnings,
  });
}

/** What goes in and comes out: a table where the estimator knows its columns by name. */
function signatureOf(
  top: Value | undefined,
  isSklearn: boolean,
): Pick<ModelFacts, 'inputs' | 'outputs'> {
  const inputs = inputsOf(top);
  const columns = isSklearn ? columnsIn(top) : null;
  if (columns === null) return { inputs, outputs: null };
  const shape = inputs?.[0]?.shape ?? [null, columns.length];
  const labels = isClassifier(top);
  return {
    inputs: [{ name: 'X', dtype: null, shape, file: { extension: '.csv', columns } }],
    outputs: [
      {
        name: labels ? 'class' : 'prediction',
        dtype: null,
        shape: null,
        file: { extension: '.csv' },
      },
    ],
  };
}

function frameworkOf(top: string): Framework | null {
  return top === 'xgboost' || top === 'lightgbm' ? top : null;
}

function warningsOf(walked: Walked, estimator: Made | null): string[] {
  const warnings: string[] = [];
  if (walked.broken !== null) {
    warnings.push(`It ${walked.broken}: the verdict covers what comes before.`);
  }
  if (estimator !== null && estimator !== walked.top) {
    warnings.push(
      isMade(walked.top)
        ? `A pickled ${classOf(walked.top)} holds the estimators: your code may have to take them out.`
        : `The estimators are in a ${kindOf(walked.top)}: your code has to take them out.`,
    );
  }
  if (estimator === null && walked.broken === null) {
    warnings.push(
      isMade(walked.top)
        ? `A pickled ${classOf(walked.top)}, not a known estimator.`
        : `A pickled ${kindOf(walked.top) ?? 'value'}, not an estimator.`,
    );
  }
  return warnings;
}

/**
 * The saved estimator and those that it contains (the steps of a pipeline), or the estimators in a
 * dict or list, outer before inner.
 */
function estimatorsIn(top: Value | undefined): Made[] {
  const found: Made[] = [];
  let level: Value[] = top === undefined ? [] : [top];
  const seen = new Set<Value>();
  for (let depth = 0; depth < 6; depth++) {
    const next: Value[] = [];
    for (const value of level) {
      if (kindOf(value) === null || seen.has(value)) continue;
      seen.add(value);
      if (isMade(value) && isEstimator(value)) found.push(value);
      const state = isMade(value) ? value.state : value;
      // Keys are searched too; as plain values they contain nothing.
      next.push(...itemsIn(state).slice(0, MOST_PARTS));
      if (next.length > MOST_PARTS) break;
    }
    level = next;
  }
  return found;
}

/** scikit-learn records its version in estimators; XGBoost and LightGBM are known by their class. */
function isEstimator(value: Made): boolean {
  return (
    typeof entry(value.state, '_sklearn_version') === 'string' ||
    /^(xgboost\.sklearn\.XGB|lightgbm\.sklearn\.LGBM|xgboost\.core\.Booster|lightgbm\.basic\.Booster)/.test(
      classOf(value),
    )
  );
}

/**
 * The features that the saved estimator takes: its count, or that of the part which gets the data
 * first. Null for a pickle with several estimators side by side.
 */
function inputsOf(top: Value | undefined): Tensor[] | null {
  let part = top;
  for (let depth = 0; depth < 10 && isMade(part); depth++) {
    const { state } = part;
    const count = entry(state, 'n_features_in_') ?? entry(state, '_n_features_in');
    if (typeof count === 'number') return [{ name: 'X', dtype: null, shape: [null, count] }];
    // A pipeline's steps are pairs of a name and an estimator.
    const step = itemsOf(itemsOf(entry(state, 'steps'))?.[0])?.[1];
    part = step ?? entry(state, 'best_estimator_') ?? itemsOf(entry(state, 'estimators_'))?.[0];
  }
  return null;
}

/** The classes, other than those of known libraries, that loading the pickle imports. */
function classNeeds(names: string[]): Need[] {
  return names
    .filter((name) => classifyImport(name) === 'unknown' && !/^sklearn\./.test(name))
    .sort()
    .slice(0, 50)
    .map((name) => ({ kind: 'class', name, why: 'the pickle imports it' }));
}
