import { deepEqual, equal, match } from 'node:assert/strict';
import path from 'node:path';
import type { ModelFacts } from '../../src/core/model-facts.ts';
import { inspectModel } from '../../src/inspect/inspect.ts';
import { field, join, zip } from './assemble.ts';
import { constant, definition, graph, node, savedModel } from './assemble-graph.ts';
import { inspectBytes } from './fixtures.ts';

const SECURITY = path.join(import.meta.dirname, '../fixtures/security');

/** Files whose verdict was wrong once, and the first reason that is right. */
const RIGHT: readonly [file: string, reason: string][] = [
  ['v08_h5_dense_attributes_Lambda.h5', 'Lambda layer l: runs Python code that the file holds'],
  ['v09_keras_builtins_eval.keras', 'builtins.eval: a Python builtin'],
  [
    'v09b_keras_func_load_as_class.keras',
    'keras.src.utils.python_utils.func_load: a part of Keras that can reach files, the network or other code',
  ],
  ['v17_savedmodel_keras_metadata', 'Lambda layer l: runs Python code that the file holds'],
  ['v17b_savedmodel_CacheDatasetV2', 'TensorFlow operation CacheDatasetV2: reaches files'],
];

describe('code formats whose verdict was wrong', () => {
  for (const [file, reason] of RIGHT) {
    it(`calls ${file} dangerous`, async () => {
      const { safety } = await inspectModel(path.join(SECURITY, file));
      deepEqual([safety.verdict, safety.reasons?.[0]], ['dangerous', reason]);
    });
  }
});

const configured = (layer: object, more: { name: string; data: Buffer }[] = []) => {
  const config = {
    module: 'keras',
    class_name: 'Sequential',
    config: { name: 's', layers: [layer] },
  };
  return inspectBytes(
    zip([
      { name: 'metadata.json', data: Buffer.from('{"keras_version": "3.15.1"}') },
      { name: 'config.json', data: Buffer.from(JSON.stringify(config)) },
      ...more,
    ]),
  );
};
const verdict = ({ safety }: ModelFacts) => safety.verdict;
const layer = (module: string | null, name: string, config: object = {}) => ({
  module,
  class_name: name,
  config,
  registered_name: null,
});
const call = (module: string | null, config: string, registered: string | null = config) => ({
  module,
  class_name: 'function',
  config,
  registered_name: registered,
});
const dense = (activation: unknown) => layer('keras.layers', 'Dense', { units: 1, activation });

describe('the walk over a Keras configuration', () => {
  const DANGEROUS: Record<string, object> = {
    'a function of Python': dense(call('builtins', 'exec')),
    'a function named by its registered name only': dense(call('builtins', 'relu', 'eval')),
    'a module of Python': layer('os', 'system'),
    func_load: layer('keras.src.utils.python_utils', 'func_load'),
    load_model_from_hdf5: layer('keras.src.legacy.saving.legacy_h5_format', 'load_model_from_hdf5'),
    get_file: dense(call('keras.utils', 'get_file')),
    'a dotted class': layer('keras', 'layers.Lambda'),
    'Lambda in its own module': layer('keras.src.layers.core.lambda_layer', 'Lambda'),
    'Lambda of another Keras': layer('tf_keras.layers', 'Lambda'),
    'Lambda without a module': layer(null, 'Lambda'),
    'Lambda registered': { ...layer(null, 'Custom>Lambda'), registered_name: 'Custom>Lambda' },
    'a registered name over a gadget': {
      ...layer('keras.src.utils.python_utils', 'func_load'),
      registered_name: 'Custom>Fine',
    },
    'bytecode as an activation': dense({ class_name: '__lambda__', config: { value: 'x' } }),
    TFSMLayer: layer('keras.layers', 'TFSMLayer', { filepath: '/x' }),
    TorchModuleWrapper: layer('keras.layers', 'TorchModuleWrapper'),
    'a writer of files': layer('keras.src.saving.file_editor', 'KerasFileEditor'),
    'a vocabulary in a file': layer('keras.layers', 'StringLookup', { vocabulary: '/etc/passwd' }),
    'weights in a file': layer('keras.layers', 'TextVectorization', { idf_weights: '/etc/passwd' }),
    'a function of TensorFlow': layer(null, 'TFOpLambda', { function: 'io.write_file' }),
    'an operation of TensorFlow': layer(null, 'TensorFlowOpLayer', {
      node_def: { op: 'WriteFile' },
    }),
    'a type that names a module': {
      class_name: '__typespec__',
      spec_name: 'Popen',
      module: 'subprocess',
      config: [],
      registered_name: null,
    },
    'a print of TensorFlow into a file': layer(null, 'TensorFlowOpLayer', {
      node_def: { op: 'PrintV2', attr: { output_stream: { s: 'ZmlsZTovLy90bXAveA==' } } },
    }),
    'a function of TensorFlow that reads a file': layer(null, 'TFOpLambda', {
      function: 'random.fixed_unigram_candidate_sampler',
    }),
    'a module of Python for the name of a value': layer('idlelib.idle', 'TypeSpec'),
    'a gadget as the registered name of a class of another release': {
      ...layer('keras.layers', 'CuDNNGRU'),
      registered_name: 'TorchModuleWrapper',
    },
    'a class name that is not text': { class_name: ['Lambda'], config: {} },
    'settings of how it was built': {
      ...dense('relu'),
      build_config: { x: layer('os', 'system') },
    },
    'settings of how it was compiled': {
      ...dense('relu'),
      compile_config: { loss: call('builtins', 'eval') },
    },
  };
  for (const [what, given] of Object.entries(DANGEROUS)) {
    it(`finds ${what}`, async () => equal(verdict(await configured(given)), 'dangerous'));
  }

  const UNKNOWN: Record<string, object> = {
    'the name of a layer of Keras in a package': layer('mypackage.x', 'InstanceMethod'),
    'a class of a package': layer('mypackage.layers', 'Attention'),
    'a registered class': { ...layer(null, 'Scale'), registered_name: 'Mine>Scale' },
    'a package that is imported for the name of a value': layer('mypackage', 'TensorShape'),
    'a function of a person': dense(call('builtins', 'my_activation')),
    'the name of a function of a person': dense('my_activation'),
    'a layer of a later release': layer('keras.layers', 'NewLayer9'),
  };
  for (const [what, given] of Object.entries(UNKNOWN)) {
    it(`names ${what}`, async () => equal(verdict(await configured(given)), 'unknown-imports'));
  }

  const STOCK: Record<string, object> = {
    'a layer': dense('relu'),
    'a function': dense(call('builtins', 'relu')),
    'a layer registered under its name': { ...dense('relu'), registered_name: 'Dense' },
    'an operation': layer('keras.src.ops.numpy', 'Multiply'),
    'a vocabulary in the file': layer('keras.layers', 'StringLookup', { vocabulary: ['a'] }),
    'a class that tf_keras registers': layer(null, 'Custom>Adam'),
    'a function of TensorFlow that computes': layer(null, 'TFOpLambda', { function: 'math.add' }),
    values: dense({ class_name: '__numpy__', config: { value: [1], dtype: 'float32' } }),
  };
  for (const [what, given] of Object.entries(STOCK)) {
    it(`passes ${what}`, async () => equal(verdict(await configured(given)), 'data-only'));
  }

  it('names members that Keras does not know, and refuses weights that NumPy unpickles', async () => {
    const other = await configured(dense('relu'), [{ name: 'x.py', data: Buffer.from('pass') }]);
    match(other.warnings.join(), /Members that Keras does not know: "x\.py"/);
    const npz = await configured(dense('relu'), [
      { name: 'model.weights.npz', data: Buffer.from('PK') },
    ]);
    equal(verdict(npz), 'dangerous');
  });
});

describe('the operations of a SavedModel', () => {
  it('passes what only computes, and names what it does not know', async () => {
    equal(verdict(await savedModel(graph([node('a', 'MatMul')]))), 'data-only');
    equal(verdict(await savedModel(graph([node('a', 'MyKernel')]))), 'unknown-imports');
    equal(verdict(await savedModel(graph([node('a', 'MapDataset')]))), 'unknown-imports');
  });

  for (const op of [
    'MatchingFiles',
    'SqlDataset',
    'PyFuncStateless',
    'DebugIdentityV2',
    'ImmutableConst',
  ]) {
    it(`finds ${op}, in the graph and in a function`, async () => {
      equal(verdict(await savedModel(graph([node('a', op)]))), 'dangerous');
      const inside = definition('f', [], node('a', op));
      equal(verdict(await savedModel(graph([], [inside]))), 'dangerous');
    });
  }

  it('finds an operation however long its name or often its field', async () => {
    const twice = join(field(2, 'MatMul'), field(2, 'ReadFile'));
    equal(verdict(await savedModel(graph([twice]))), 'dangerous');
    equal(verdict(await savedModel(graph([node('a', 'X'.repeat(500))]))), 'unknown-imports');
  });

  const save = definition('save', ['prefix'], node('s', 'SaveV2', ['prefix']));
  it('lets the saver read and write what the loader tells it', async () => {
    const fed = [node('fed', 'Placeholder'), node('c', 'StatefulPartitionedCall', ['fed'], 'save')];
    equal(verdict(await savedModel(graph(fed, [save]))), 'data-only');
  });

  it('finds a saver that writes where the graph says, through functions too', async () => {
    const told = constant('told', '/tmp/x');
    const direct = [told, node('s', 'SaveV2', ['told'])];
    equal(verdict(await savedModel(graph(direct))), 'dangerous');
    const called = [told, node('c', 'StatefulPartitionedCall', ['told'], 'save')];
    equal(verdict(await savedModel(graph(called, [save]))), 'dangerous');
    const legacy = [told, node('c', 'save', ['told'])];
    equal(verdict(await savedModel(graph(legacy, [save]))), 'dangerous');
    const outer = definition('outer', ['p'], node('c', 'PartitionedCall', ['p'], 'save'));
    const twice = [told, node('c', 'PartitionedCall', ['told'], 'outer')];
    equal(verdict(await savedModel(graph(twice, [save, outer]))), 'dangerous');
    const control = [told, node('c', 'While', ['told'], 'save')];
    equal(verdict(await savedModel(graph(control, [save]))), 'dangerous');
  });

  it('lets a table read an asset of the model, and no other file', async () => {
    const table = node('t', 'InitializeTableFromTextFileV2', ['h', 'file']);
    const read = graph([constant('file', 'words.txt'), table]);
    const asset = (file: string) => field(6, join(field(1, field(1, 'file:0')), field(2, file)));
    equal(verdict(await savedModel(read)), 'dangerous');
    equal(verdict(await savedModel(read, {}, asset('words.txt'))), 'data-only');
    equal(verdict(await savedModel(read, {}, asset('../../words.txt'))), 'dangerous');
  });

  it('finds a print into a file', async () => {
    const stream = field(5, join(field(1, 'output_stream'), field(2, field(2, 'file:///tmp/x'))));
    equal(verdict(await savedModel(graph([join(node('p', 'PrintV2'), stream)]))), 'dangerous');
  });

  it('finds a Lambda where TensorFlow 2.0 to 2.4 described objects', async () => {
    const text = JSON.stringify({ class_name: 'Lambda', config: {} });
    const objects = field(7, field(1, field(4, field(3, text))));
    equal(verdict(await savedModel(graph([]), {}, objects)), 'dangerous');
  });

  it('refuses a second graph in another form', async () => {
    equal(verdict(await savedModel(graph([]), { 'saved_model.pbtxt': '' })), 'dangerous');
    const other = await savedModel(graph([]), { 'run.py': 'pass' });
    match(other.warnings.join(), /Other files, not inspected: "run\.py"/);
  });
});

describe('the operators of ONNX', () => {
  const onnx = (...parts: Buffer[]) => inspectBytes(join(field(1, 8), ...parts));
  const operator = (op: string, domain: string) => field(1, join(field(4, op), field(7, domain)));

  it('names a domain that only a library brings, also in functions and inner graphs', async () => {
    equal(verdict(await onnx(field(7, operator('Add', '')))), 'data-only');
    const own = operator('Run', 'com.example');
    const inner = field(1, field(5, field(6, own)));
    const within = field(25, join(field(1, 'F'), field(10, 'local'), field(7, field(4, 'Add'))));
    for (const parts of [
      [field(7, own)],
      [field(7, inner)],
      [field(20, field(2, own)), field(7, within)],
    ]) {
      const facts = await onnx(...parts, field(7, field(2, 'g')));
      equal(verdict(facts), 'unknown-imports');
      equal(facts.safety.reasons?.[0]?.startsWith('operators of com.example: '), true);
    }
  });

  it('names what onnxruntime does more than compute for, though a function has its name', async () => {
    const own = operator('EPContext', 'com.microsoft');
    const named = join(
      field(1, 'EPContext'),
      field(10, 'com.microsoft'),
      field(7, field(4, 'Add')),
    );
    for (const more of [[], [field(25, named)]]) {
      equal(verdict(await onnx(field(7, own), ...more)), 'unknown-imports');
    }
    const options = field(14, join(field(1, 'ort_config'), field(2, '{}')));
    equal(verdict(await onnx(field(7, operator('Add', '')), options)), 'unknown-imports');
    const about = field(14, join(field(1, 'author'), field(2, 'me')));
    equal(verdict(await onnx(field(7, operator('Add', '')), about)), 'data-only');
  });

  it('passes a function that the model brings', async () => {
    const local = field(25, join(field(1, 'F'), field(10, 'local'), field(7, field(4, 'Add'))));
    equal(verdict(await onnx(field(7, operator('F', 'local')), local)), 'data-only');
  });

  const outside = field(13, join(field(1, 'location'), field(2, '../x')));
  const PLACES: Record<string, Buffer> = {
    'a sparse tensor of an attribute': field(7, field(1, field(5, field(22, field(2, outside))))),
    'a list of sparse tensors': field(7, field(1, field(5, field(23, field(1, outside))))),
    'a default of a function': join(
      field(7, field(2, 'g')),
      field(25, field(11, field(5, outside))),
    ),
    'what training starts with': join(
      field(7, field(2, 'g')),
      field(20, field(1, field(5, outside))),
    ),
    'the first of two locations': field(
      7,
      field(5, join(outside, field(13, join(field(1, 'location'), field(2, 'fine.bin'))))),
    ),
  };
  for (const [what, part] of Object.entries(PLACES)) {
    it(`finds external data in ${what}`, async () => equal(verdict(await onnx(part)), 'dangerous'));
  }

  for (const location of ['*/_ORT_MEM_ADDR_/*', 'http://example.org/x']) {
    it(`refuses external data at ${location}`, async () => {
      const entry = field(13, join(field(1, 'location'), field(2, location)));
      equal(verdict(await onnx(field(7, field(5, entry)))), 'dangerous');
    });
  }
});
