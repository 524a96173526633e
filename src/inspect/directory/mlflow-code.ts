/** Code that an `MLmodel` file makes MLflow import. */
import type { Safety } from '../../core/model-facts.ts';
import type { DirectoryCandidate } from '../candidate.ts';
import { oneLine } from '../explain.ts';
import { readYaml, type Yaml } from '../read/yaml.ts';
import { unsafe } from '../safety.ts';

/**
 * Modules that the flavors of MLflow name as `loader_module` (the `add_to_model` calls and
 * `LOADER_MODULE`s of the mlflow package). Any other is custom code.
 */
const LOADERS = new Set(
  [
    'catboost diffusers diviner dspy dspy.wrapper fastai gluon h2o johnsnowlabs keras keras.load langchain',
    'langchain.model lightgbm llama_index mleap onnx openai openai.model paddle pmdarima',
    'prompt.promptlab_model promptflow prophet pyfunc.model pyfunc.loaders.chat_agent pyfunc.loaders.chat_model',
    'pyfunc.loaders.responses_agent pyspark.ml pytorch sentence_transformers shap sklearn spacy',
    'spark statsmodels tensorflow transformers xgboost',
  ]
    .join(' ')
    .split(' ')
    .map((name) => `mlflow.${name}`),
);

/** Module names of Keras in its releases (`keras.__name__`, `tensorflow.keras.__name__`). */
const KERAS = [
  'keras',
  'keras.api',
  'keras.api._v2.keras',
  'keras._tf_keras.keras',
  'tensorflow.keras',
  'tensorflow.python.keras.api._v2.keras',
  'tf_keras',
  'tf_keras.api._v2.keras',
];

/** Files below `data/` that name a module for MLflow to import, with the known modules. */
const MODULE_FILES: readonly [file: RegExp, known: readonly string[]][] = [
  [/(^|\/)pickle_module_info\.txt$/, ['mlflow.pytorch.pickle_module', 'pickle', 'cloudpickle']],
  [/(^|\/)keras_module\.txt$/, KERAS],
];

/** Keys of a flavor that name a module, with the modules of MLflow and Keras. */
const MODULE_KEYS: Record<string, ReadonlySet<string>> = {
  loader_module: LOADERS,
  keras_module: new Set(KERAS),
  pickle_module: new Set(['mlflow.pytorch.pickle_module', 'pickle', 'cloudpickle']),
};

/** Classes that the flavors of XGBoost, LightGBM and Spark import and call (`model_class`). */
const MODEL_CLASS =
  /^(xgboost\.(core|sklearn|dask)|lightgbm\.(basic|sklearn)|pyspark\.ml\.([a-z_]+\.)*)\.?[A-Z]\w*$/;

/** Flavors whose files may name classes and code and are not read here. */
const UNREAD = new Set(['langchain', 'promptflow', 'spark', 'johnsnowlabs', 'crewai', 'mleap']);

/** Keys of a flavor that name a path within the directory. */
const PATH_KEYS = new Set([
  'code',
  'data',
  'model_binary',
  'model_code_path',
  'model_data',
  'model_path',
  'pickled_model',
  'python_model',
  'saved_model_dir',
]);

const NOTHING = new Set(['', 'null', 'Null', 'NULL', '~']);

/**
 * Code that `MLmodel` makes MLflow import: a `loader_module` outside MLflow, `code`,
 * `model_code_path`, a `python_model` that is Python text, paths that lead out of the directory,
 * tags that a full YAML loader would call.
 */
export function mlflowCode(directory: DirectoryCandidate, yaml: Yaml): Safety[] {
  const unknown = [...entriesOf(yaml), ...moduleFiles(directory)];
  const text = directory.read('MLmodel').toString('utf8');
  const seen = yaml.entries.filter(({ key }) => key === 'loader_module').length;
  if (text.split('loader_module').length - 1 > seen) {
    unknown.push('loader_module is in MLmodel but not as a key: it could hide what is loaded');
  }
  const python = yaml.tags.filter((tag) => tag.includes('python/'));
  return [
    ...(unknown.length === 0 ? [] : [unsafe('unknown-imports', [...new Set(unknown)])]),
    ...(python.length === 0
      ? []
      : [
          unsafe(
            'dangerous',
            python.map((tag) => `${oneLine(tag)}: a tag that YAML loaders run`),
          ),
        ]),
  ];
}

/** Reads `MLmodel` and returns the code that it makes MLflow import. */
export function codeOfMlmodel(directory: DirectoryCandidate): Safety[] {
  const text = directory.read('MLmodel').toString('utf8');
  return mlflowCode(directory, readYaml(text, directory.budget));
}

function entriesOf(yaml: Yaml): string[] {
  return yaml.entries.flatMap(({ key, value, path }) => {
    // A merge can copy an entry from anywhere into a flavor.
    const outsideFlavors = path[0] === 'signature' || path[0] === 'metadata';
    if (outsideFlavors && !yaml.aliased) return [];
    if (path.length === 1 && path[0] === 'flavors' && UNREAD.has(key)) {
      return [`${key}: a flavor of MLflow whose files were not inspected, can name code`];
    }
    if (value === null) return key in MODULE_KEYS ? [`${key}: not a module name`] : [];
    if (NOTHING.has(value)) return [];
    const shown = oneLine(value);
    const modules = Object.hasOwn(MODULE_KEYS, key) ? MODULE_KEYS[key] : undefined;
    if (modules !== undefined && !modules.has(value)) {
      return [`${shown}: a module that MLflow imports to load the model (${key})`];
    }
    if (key === 'model_class' && !MODEL_CLASS.test(value)) {
      return [`${shown}: a class that MLflow imports and calls (${key})`];
    }
    if (key === 'code' || key === 'model_code_path') {
      return [`${shown}: Python code of the model, can run any command (${key})`];
    }
    if (!PATH_KEYS.has(key)) return [];
    if (leadsOut(value)) return [`${shown}: leads out of the directory (${key})`];
    return key === 'python_model' && /\.py\w?$/i.test(value)
      ? [`${shown}: Python code of the model, can run any command (${key})`]
      : [];
  });
}

function leadsOut(value: string): boolean {
  return /^([/\\~]|[a-z]+:)/i.test(value) || value.split(/[/\\]/).includes('..');
}

function moduleFiles(directory: DirectoryCandidate): string[] {
  return [...directory.files.keys()].flatMap((name) => {
    const row = MODULE_FILES.find(([file]) => file.test(name));
    if (row === undefined) return [];
    const module = directory.read(name).toString('utf8').trim();
    if (row[1].includes(module)) return [];
    return [`${oneLine(module).slice(0, 100)}: a module that MLflow imports (${oneLine(name)})`];
  });
}
