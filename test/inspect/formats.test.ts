import { deepEqual, equal, match } from 'node:assert/strict';
import type { ModelFacts } from '../../src/core/model-facts.ts';
import { field, join, op, pickle } from './assemble.ts';
import { fixture, inspectBytes } from './fixtures.ts';

describe('inspect ONNX', () => {
  it('reads names, dtypes and shapes, and the onnxruntime that the opset needs', async () => {
    const facts = await fixture('digits_sklearn.onnx');
    equal(facts.format, 'onnx');
    equal(facts.framework, 'onnxruntime');
    equal(facts.savedWith, 'skl2onnx 1.20.0, opset 18, IR 8');
    deepEqual(facts.inputs, [{ name: 'X', dtype: 'float32', shape: [null, 64] }]);
    deepEqual(facts.outputs, [
      { name: 'label', dtype: 'int64', shape: [null] },
      { name: 'probabilities', dtype: 'float32', shape: [null, 10] },
    ]);
    deepEqual(facts.needs, [
      { kind: 'package', name: 'onnxruntime', specifier: '>=1.14', why: 'opset 18, IR 8' },
    ]);
  });

  it('lists the files that its weights lie in', async () => {
    const facts = await fixture('linear_external.onnx');
    deepEqual(facts.needs.at(-1), {
      kind: 'file',
      name: 'linear_external.bin',
      why: 'it holds weights (external data)',
    });
    deepEqual(facts.warnings, []);
  });

  const onnx = (ir: number, opset: number, domain = '') => {
    const set = (name: string, version: number) =>
      field(8, join(field(1, name), field(2, version)));
    const sets = domain === '' ? set('', opset) : join(set('', opset), set(domain, 1));
    return inspectBytes(join(field(1, ir), field(7, field(2, 'graph')), sets));
  };

  it('takes the later of what opset and IR version need', async () => {
    const specifier = async (ir: number, opset: number) =>
      (await onnx(ir, opset)).needs[0]?.specifier;
    equal(await specifier(8, 17), undefined);
    equal(await specifier(9, 17), '>=1.16');
    equal(await specifier(8, 21), '>=1.18');
    equal(await specifier(13, 26), '>=1.25');
    equal(await specifier(14, 28), '>=1.32');
  });

  it('says when it is newer than what is known', async () => {
    match((await onnx(99, 99)).warnings[0] ?? '', /Newer than what onnxruntime 1\.32 reads/);
  });

  it('names operators that onnxruntime does not bring', async () => {
    deepEqual((await onnx(8, 17, 'com.example')).needs.at(-1), {
      kind: 'code',
      name: 'the operators of com.example',
      why: 'onnxruntime does not include them: a library must be registered',
    });
    equal((await onnx(8, 17, 'com.microsoft')).needs.length, 1);
  });
});

describe('inspect the other formats', () => {
  it('reads the signature of TensorFlow Lite, with free dimensions', async () => {
    const facts = await fixture('digits.tflite');
    equal(facts.format, 'tflite');
    equal(facts.savedWith, 'MLIR Converted., runtime 1.11.0 or later');
    deepEqual(facts.inputs, [{ name: 'image', dtype: 'float32', shape: [null, 8, 8] }]);
    deepEqual(facts.outputs, [{ name: 'output_0', dtype: 'float32', shape: [null, 10] }]);
    deepEqual(
      facts.needs.map((need) => need.name),
      ['ai-edge-litert'],
    );
  });

  it('says that safetensors holds weights only, and for which framework when it is said', async () => {
    const facts = await fixture('weights.safetensors');
    equal(facts.format, 'safetensors');
    equal(facts.framework, null);
    deepEqual(
      facts.needs.map((need) => need.kind),
      ['package', 'class'],
    );
    const header = '{"__metadata__":{"format":"pt"}}';
    const length = Buffer.alloc(8);
    length.writeUInt32LE(header.length);
    equal((await inspectBytes(join(length, Buffer.from(header)))).framework, 'pytorch');
  });

  it('reads version, objective and features of XGBoost from JSON and UBJSON alike', async () => {
    const [json, ubj] = [await fixture('digits_xgboost.json'), await fixture('digits_xgboost.ubj')];
    deepEqual([json.format, ubj.format], ['xgboost-json', 'xgboost-ubj']);
    deepEqual({ ...json, format: null }, { ...ubj, format: null });
    equal(json.frameworkVersion, '3.2.0');
    equal(json.savedWith, 'XGBoost 3.2.0, objective multi:softprob');
    deepEqual(json.inputs, [{ name: 'X', dtype: null, shape: [null, 64] }]);
    equal(json.needs[0]?.specifier, '>=3.2.0');
  });

  it('reads XGBoost JSON whose keys stand in another order', async () => {
    const learner = { learner_model_param: { num_feature: '7' }, objective: { name: 'x' } };
    const text = JSON.stringify({ version: [1, 7, 4], learner });
    const facts = await inspectBytes(Buffer.from(text));
    equal(facts.frameworkVersion, '1.7.4');
    deepEqual(facts.inputs?.[0]?.shape, [null, 7]);
  });

  it('reads the format version and the features of LightGBM', async () => {
    const facts = await fixture('digits_lightgbm.txt');
    equal(facts.format, 'lightgbm');
    equal(facts.frameworkVersion, null);
    equal(facts.savedWith, 'text format v4, LightGBM 4.x');
    deepEqual(facts.inputs, [{ name: 'X', dtype: null, shape: [null, 64] }]);
    equal(facts.needs[0]?.specifier, '>=4');
  });

  it('reads architecture and context length of GGUF, and where it runs', async () => {
    const text = (value: string) => {
      const length = Buffer.alloc(8);
      length.writeUInt32LE(value.length);
      return join(length, Buffer.from(value));
    };
    const u32 = (value: number) => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32LE(value);
      return bytes;
    };
    const facts = await inspectBytes(
      join(
        Buffer.from('GGUF'),
        u32(3),
        Buffer.alloc(8),
        u32(2),
        u32(0),
        text('general.architecture'),
        u32(8),
        text('llama'),
        text('llama.context_length'),
        u32(4),
        u32(4096),
      ),
    );
    equal(facts.savedWith, 'GGUF version 3, architecture llama, context length 4096');
    match(facts.warnings[0] ?? '', /llama\.cpp/);
  });
});

describe('inspect scikit-learn', () => {
  const expected = (facts: ModelFacts) => ({
    format: facts.format,
    version: facts.frameworkVersion,
    inputs: facts.inputs,
    need: facts.needs[0],
    verdict: facts.safety.verdict,
  });

  for (const name of [
    'digits_sklearn.joblib',
    'digits_sklearn.joblib.gz',
    'digits_sklearn.joblib.z',
    'digits_sklearn.pkl',
    'digits_forest.joblib',
  ]) {
    it(`pins the version and counts the features of ${name}`, async () => {
      deepEqual(expected(await fixture(name)), {
        format: 'sklearn',
        version: '1.9.1',
        inputs: [{ name: 'X', dtype: null, shape: [null, 64] }],
        need: {
          kind: 'package',
          name: 'scikit-learn',
          specifier: '==1.9.1',
          why: 'saved with scikit-learn 1.9.1',
        },
        verdict: 'known-imports',
      });
    });
  }

  it('names the class of a pickle that is no estimator', async () => {
    const facts = await inspectBytes(
      pickle(op.global('mypackage.models', 'Thing'), op.emptyTuple, op.newobj),
    );
    equal(facts.format, 'pickle');
    equal(facts.framework, null);
    deepEqual(facts.needs, [
      { kind: 'class', name: 'mypackage.models.Thing', why: 'the pickle imports it' },
    ]);
    match(facts.warnings[0] ?? '', /A pickled mypackage\.models\.Thing/);
  });
});
