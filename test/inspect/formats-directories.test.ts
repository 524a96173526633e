/** Model directories, and models that are cut off. */
import { deepEqual, equal, match, rejects } from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inspectModel } from '../../src/inspect/inspect.ts';
import { op, pickle } from './assemble.ts';
import { inspectBytes, inTemporary, MODELS } from './fixtures.ts';

describe('inspect directories', () => {
  const write = (directory: string, files: Record<string, string>) => {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(directory, name)), { recursive: true });
      writeFileSync(path.join(directory, name), content);
    }
  };

  it('reads a Hugging Face directory, and warns of code that it brings', () =>
    inTemporary(async (directory) => {
      const config = {
        architectures: ['OwnForCausalLM'],
        model_type: 'own',
        transformers_version: '4.57.1',
        auto_map: { AutoModelForCausalLM: 'modeling_own.OwnForCausalLM' },
      };
      write(directory, { 'config.json': JSON.stringify(config), 'modeling_own.py': 'pass\n' });
      copyFileSync(
        path.join(MODELS, 'weights.safetensors'),
        path.join(directory, 'model.safetensors'),
      );
      const facts = await inspectModel(directory);
      equal(facts.format, 'huggingface');
      equal(facts.framework, 'pytorch');
      equal(facts.savedWith, 'transformers 4.57.1, own, OwnForCausalLM');
      deepEqual(facts.safety, {
        verdict: 'unknown-imports',
        imports: [],
        reasons: [
          'modeling_own.OwnForCausalLM: code that auto_map in config.json imports',
          'modeling_own.py: Python code of the model, can run any command',
        ],
      });
      deepEqual(
        facts.needs.map((need) => [need.kind, need.name, need.specifier]),
        [
          ['package', 'transformers', '>=4.57.1'],
          ['package', 'safetensors', undefined],
          ['class', 'modeling_own.OwnForCausalLM', undefined],
          ['code', 'modeling_own.py', undefined],
        ],
      );
      match(facts.warnings.join('\n'), /trust_remote_code/);
    }));

  it('walks the pickled weights of a Hugging Face directory', () =>
    inTemporary(async (directory) => {
      write(directory, { 'config.json': '{"model_type": "bert"}' });
      writeFileSync(
        path.join(directory, 'pytorch_model.bin'),
        pickle(op.global('os', 'system'), op.text('true'), op.tuple1, op.reduce),
      );
      equal((await inspectModel(directory)).safety.verdict, 'dangerous');
    }));

  it('refuses the symlinks of a Hugging Face cache, with what to do', () =>
    inTemporary(async (directory) => {
      write(directory, { 'blobs/1': '{}', 'snapshots/a/other': '' });
      symlinkSync('../../blobs/1', path.join(directory, 'snapshots/a/config.json'));
      await inspectModel(path.join(directory, 'snapshots/a')).then(
        () => Promise.reject(new Error('was read')),
        (error: Error) => match(String(error), /copy the model with "cp -rL"/),
      );
    }));

  it('reads flavor, signature and requirements of an MLflow model', () =>
    inTemporary(async (directory) => {
      write(directory, {
        MLmodel: `artifact_path: model
flavors:
  python_function:
    env:
      conda: conda.yaml
    loader_module: mlflow.sklearn
    python_version: 3.12.3
  sklearn:
    code: null
    pickled_model: model.pkl
    serialization_format: cloudpickle
    sklearn_version: 1.5.2
mlflow_version: 3.1.0
signature:
  inputs: '[{"type": "double", "name": "sepal length (cm)", "required": true}, {"type":
    "long", "name": "it''s", "required": true}]'
  outputs: '[{"type": "tensor", "tensor-spec": {"dtype": "int64", "shape": [-1]}}]'
  params: null
`,
        'requirements.txt': 'mlflow==3.1.0\nscikit-learn == 1.5.2 # exact\n--extra-index-url x\n',
      });
      copyFileSync(path.join(MODELS, 'digits_sklearn.pkl'), path.join(directory, 'model.pkl'));
      const facts = await inspectModel(directory);
      equal(facts.format, 'mlflow');
      equal(facts.framework, 'scikit-learn');
      equal(facts.frameworkVersion, '1.5.2');
      equal(facts.savedWith, 'MLflow 3.1.0, Python 3.12.3, sklearn 1.5.2, cloudpickle');
      const columns = [
        { name: 'sepal length (cm)', dtype: 'float64' },
        { name: "it's", dtype: 'int64' },
      ];
      deepEqual(facts.inputs, [
        { name: 'table', dtype: null, shape: [null, 2], file: { extension: '.csv', columns } },
      ]);
      equal(facts.python, '3.12');
      deepEqual(facts.outputs, [{ name: 'output', dtype: 'int64', shape: [null] }]);
      deepEqual(
        facts.needs.map((need) => `${need.name}${need.specifier}`),
        ['scikit-learn==1.5.2', 'mlflow-skinny==3.1.0', 'pandasundefined'],
      );
      equal(facts.safety.verdict, 'known-imports');
    }));

  it('points on from formats that it only recognises', () =>
    inTemporary(async (directory) => {
      write(directory, { 'inference.pdmodel': 'x', 'inference.pdiparams': 'x' });
      const facts = await inspectModel(directory);
      equal(facts.format, 'unknown');
      match(facts.warnings[0] ?? '', /paddle2onnx/);
    }));
});

describe('models that are cut off behind their header', () => {
  it('are told by the sizes that they state themselves', async () => {
    for (const [name, ends] of [
      ['digits_lightgbm.txt', [0.05, 0.5, 0.8]],
      ['digits.h5', [0.5, 0.97, 0.9999]],
      ['digits_keras2.h5', [0.5, 0.97, 0.9999]],
    ] as const) {
      const whole = readFileSync(path.join(MODELS, name));
      for (const end of ends) {
        await rejects(inspectBytes(whole.subarray(0, whole.length * end)), /is cut off/, name);
      }
    }
  });
});
