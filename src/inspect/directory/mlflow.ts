/** MLflow model directories. */
import type { Framework, ModelFacts, Need, Tensor } from '../../core/model-facts.ts';
import type { DirectoryCandidate } from '../candidate.ts';
import { oneLine } from '../explain.ts';
import { factsOf, release } from '../facts.ts';
import { asList, asObject, asText, get, type Json, parseJson } from '../read/json.ts';
import { isMalformed } from '../read/malformed.ts';
import { readYaml } from '../read/yaml.ts';
import { worst } from '../safety.ts';
import { safetyBelow } from './members.ts';
import { mlflowCode } from './mlflow-code.ts';
import { codeNeeds, type Look } from './recognised.ts';

/** Flavors that name a framework, and the key under which they record its version. */
const FLAVORS: readonly [flavor: string, framework: Framework, version: string][] = [
  ['sklearn', 'scikit-learn', 'sklearn_version'],
  ['pytorch', 'pytorch', 'pytorch_version'],
  ['tensorflow', 'tensorflow', 'tensorflow_version'],
  ['keras', 'tensorflow', 'keras_version'],
  ['xgboost', 'xgboost', 'xgb_version'],
  ['lightgbm', 'lightgbm', 'lgb_version'],
  ['onnx', 'onnxruntime', 'onnx_version'],
];

/** The numpy dtypes of MLflow's column types. */
const COLUMN_TYPES: Record<string, string> = {
  boolean: 'bool',
  integer: 'int32',
  long: 'int64',
  float: 'float32',
  double: 'float64',
  string: 'str',
  binary: 'bytes',
  datetime: 'datetime64[ns]',
};

/**
 * Reads an MLflow model directory (mlflow.org/docs, "MLflow Models"): `MLmodel` has the flavors and
 * the signature, `requirements.txt` the packages.
 */
export async function readMlflow(directory: DirectoryCandidate, look: Look): Promise<ModelFacts> {
  const yaml = readYaml(directory.read('MLmodel').toString('utf8'), directory.budget);
  const model = yaml.value;
  const flavors = get(model, 'flavors');
  const row = FLAVORS.find(([name]) => get(flavors, name) !== undefined);
  const version = row === undefined ? null : asText(get(flavors, row[0], row[2]));
  const mlflow = asText(get(model, 'mlflow_version'));
  const python = asText(
    get(flavors, 'python_function', 'env', 'python_version') ??
      get(flavors, 'python_function', 'python_version'),
  );
  const format = asText(get(flavors, row?.[0] ?? '', 'serialization_format'));
  const warnings: string[] = [];
  if (get(flavors, 'python_function') === undefined) {
    const names = Object.keys(asObject(flavors) ?? {}).join(', ') || 'none';
    warnings.push(`It has no python_function flavor, by which MLflow would load it (${names}).`);
  }
  const listed = requirements(directory);
  if (listed.others.length > 0) {
    const names = listed.others.slice(0, 5).map((each) => JSON.stringify(each));
    warnings.push(
      `Lines of its requirements.txt that name no package of the index are left out: ${names.join(', ')}${listed.others.length > 5 ? ', ...' : ''}.`,
    );
  }
  const code = codeNeeds(directory, 'part of the model, run when it is loaded');
  return factsOf({
    format: 'mlflow',
    framework: row?.[1] ?? null,
    // keras_version and onnx_version are not versions of the framework.
    frameworkVersion: row === undefined || /^(keras|onnx)_/.test(row[2]) ? null : release(version),
    savedWith: [
      mlflow === null ? 'MLflow' : `MLflow ${mlflow}`,
      python === null ? '' : `Python ${python}`,
      row === undefined || version === null ? '' : `${row[0]} ${version}`,
      format ?? '',
    ]
      .filter((part) => part !== '')
      .join(', '),
    inputs: asTable(schema(get(model, 'signature', 'inputs'), 'input')),
    outputs: asTable(schema(get(model, 'signature', 'outputs'), 'output')),
    needs: [...withSkinny(listed.needs), ...code],
    python: minorOf(python),
    safety: worst([await safetyBelow(directory, look), ...mlflowCode(directory, yaml)]),
    warnings,
  });
}

/** MLflow's own package brings a server and a database; its skinny one loads models too. */
function withSkinny(needs: readonly Need[]): Need[] {
  const rest = needs.filter(({ name }) => !/^mlflow(-skinny)?(\[|$)/.test(name));
  const own = needs.find(({ name }) => /^mlflow(-skinny)?(\[|$)/.test(name));
  const skinny: Need = {
    kind: 'package',
    name: 'mlflow-skinny',
    ...(own?.specifier === undefined ? {} : { specifier: own.specifier }),
    why: 'it loads the model',
  };
  // DataFrames go in and come out, and the skinny package does not ask for pandas.
  const pandas: Need[] = rest.some(({ name }) => name === 'pandas')
    ? []
    : [{ kind: 'package', name: 'pandas', why: 'MLflow hands tables on with it' }];
  return [...rest, skinny, ...pandas];
}

/** `3.10` of `3.10.13`. */
function minorOf(version: string | null): string | null {
  return /^3\.\d{1,2}(?=\.|$)/.exec(version ?? '')?.[0] ?? null;
}

/** Columns by name are one table, not one input each. */
function asTable(tensors: Tensor[] | null): Tensor[] | null {
  const isTable =
    (tensors?.length ?? 0) > 0 &&
    tensors?.every(({ shape }) => shape?.length === 1 && shape[0] === null);
  if (!tensors || !isTable || tensors.every(({ name }) => /^(in|out)put(_\d+)?$/.test(name)))
    return tensors;
  const columns = tensors.map(({ name, dtype }) => ({
    name,
    dtype: dtype ?? 'float64',
  }));
  return [
    {
      name: 'table',
      dtype: null,
      shape: [null, columns.length],
      file: { extension: '.csv', columns },
    },
  ];
}

/** A schema is JSON within a YAML text: a list of columns or tensors. */
function schema(value: Json | undefined, word: 'input' | 'output'): Tensor[] | null {
  const text = asText(value);
  if (text === null) return null;
  let columns: Json[];
  try {
    columns = asList(parseJson(Buffer.from(text), 'signature'));
  } catch (error) {
    if (isMalformed(error)) return null;
    throw error;
  }
  return columns.map((column, index) => {
    const name = asText(get(column, 'name')) ?? (columns.length === 1 ? word : `${word}_${index}`);
    const type = asText(get(column, 'type'));
    if (type !== 'tensor') return { name, dtype: COLUMN_TYPES[type ?? ''] ?? null, shape: [null] };
    const shape = get(column, 'tensor-spec', 'shape');
    return {
      name,
      dtype: asText(get(column, 'tensor-spec', 'dtype')),
      shape: Array.isArray(shape)
        ? shape.map((size) => (typeof size === 'number' && size >= 0 ? size : null))
        : null,
    };
  });
}

/** The lines of requirements.txt: packages by name, and `others`, which a warning lists. */
function requirements(directory: DirectoryCandidate): { needs: Need[]; others: string[] } {
  const found: { needs: Need[]; others: string[] } = { needs: [], others: [] };
  if (!directory.files.has('requirements.txt')) return found;
  const lines = directory.read('requirements.txt').toString('utf8').split(/\r?\n/);
  for (const line of lines.slice(0, 500).map((each) => each.trim())) {
    if (line === '' || line.startsWith('#')) continue;
    const requirement = requirementIn(line);
    if (requirement === null) {
      found.others.push(oneLine(line).slice(0, 100));
      continue;
    }
    found.needs.push({ kind: 'package', ...requirement, why: 'requirements.txt of the model' });
  }
  return found;
}

/** A package by name, with extras and versions; null for `name @ URL`, paths and options. */
function requirementIn(line: string): { name: string; specifier?: string } | null {
  // Drops markers and comments.
  const bare = (line.split(/[;#]/, 1)[0] as string).trim();
  const [name] = /^[A-Za-z0-9][\w.-]*/.exec(bare) ?? [];
  if (name === undefined) return null;
  const [extras] = /^\[[\w,. -]*\]/.exec(bare.slice(name.length)) ?? [''];
  const rest = bare.slice(name.length + extras.length).trim();
  if (rest === '') return { name: name + extras };
  if (!'=<>!~'.includes(rest[0] as string)) return null;
  return { name: name + extras, specifier: rest.replace(/\s/g, '') };
}
