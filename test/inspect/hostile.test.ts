import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ModelFacts } from '../../src/core/model-facts.ts';
import { inspectModel } from '../../src/inspect/inspect.ts';
import { field, join, op, pickle, zip } from './assemble.ts';
import { inspectBytes, inTemporary, MODELS } from './fixtures.ts';

const dangerous = (facts: ModelFacts, says: RegExp) => {
  equal(facts.safety.verdict, 'dangerous');
  ok(
    facts.safety.reasons?.some((each) => says.test(each)),
    JSON.stringify(facts.safety),
  );
};

const CALL = join(op.global('os', 'system'), op.text('true'), op.tuple1, op.reduce);

/** What joblib writes before an array: a wrapper with the array's dtype and shape. */
function wrapper(dtype: Buffer, shape: number[], after: Buffer): Buffer {
  const sizes = join(op.mark, ...shape.map(op.int), op.tuple);
  return join(
    op.global('joblib.numpy_pickle', 'NumpyArrayWrapper'),
    op.emptyTuple,
    op.newobj,
    op.emptyDict,
    op.mark,
    op.text('dtype'),
    dtype,
    op.text('shape'),
    sizes,
    op.setItems,
    op.build,
    after,
  );
}

/** numpy's pickle of a dtype: code, and its state's size and flags. */
const dtype = (code: string, size: number, flags: number) =>
  join(
    op.global('numpy', 'dtype'),
    op.text(code),
    op.tuple1,
    op.reduce,
    op.mark,
    op.int(3),
    op.text('<'),
    op.none,
    op.none,
    op.none,
    op.int(size),
    op.int(-1),
    op.int(flags),
    op.tuple,
    op.build,
  );

describe('arrays of joblib', () => {
  it('steps over the raw bytes of an array, whatever they look like', async () => {
    for (const first of ['\0', '\xff', 'N', '(', '.', 'c', 'R', 'b', 'cats\nand dogs\n']) {
      const raw = Buffer.alloc(64, `${first}\x01`, 'latin1');
      const facts = await inspectBytes(pickle(wrapper(dtype('f8', -1, 0), [8], raw)));
      equal(facts.safety.verdict, 'known-imports', first);
    }
  });

  it('calls dangerous an array whose bytes a plain pickle.load would run', async () => {
    const raw = Buffer.concat([CALL, Buffer.alloc(64)]).subarray(0, 64);
    const facts = await inspectBytes(pickle(wrapper(dtype('f8', -1, 0), [8], raw)));
    dangerous(facts, /^os\.system: runs any command \(as a plain pickle\.load reads it/);
  });

  it('walks the pickle inside an array of objects, which joblib runs', async () => {
    const facts = await inspectBytes(
      pickle(wrapper(dtype('O8', -1, 63), [1], join(op.proto(2), CALL, op.stop))),
    );
    dangerous(facts, /^os\.system: /);
  });

  for (const [what, lie] of Object.entries({
    'a size that numpy ignores': dtype('i1', 64, 0),
    'objects that are none': dtype('O8', -1, 0),
    'numbers that are objects': dtype('f8', -1, 63),
    'an unusual code': dtype('d', -1, 0),
    'no dtype at all': op.none,
  })) {
    it(`calls dangerous an array that is described as ${what}`, async () => {
      const facts = await inspectBytes(pickle(wrapper(lie, [8], Buffer.alloc(64))));
      dangerous(facts, /could not be parsed to its end/);
    });
  }

  it('calls dangerous an array whose opcodes go on in the frame', async () => {
    const body = wrapper(dtype('f8', -1, 0), [0], join(CALL, op.stop));
    dangerous(
      await inspectBytes(join(op.proto(4), op.frame(body.length), body)),
      /array in a frame/,
    );
  });
});

describe('code outside of pickles', () => {
  const pt2 = (program: object, ...more: { name: string; data: Buffer }[]) =>
    zip([
      { name: 'm/archive_format', data: Buffer.from('pt2') },
      { name: 'm/models/model.json', data: Buffer.from(JSON.stringify(program)) },
      ...more,
    ]);
  const module = { graph: { tensor_values: {} }, signature: { input_specs: [], output_specs: [] } };

  it('finds a weight of torch.export that is loaded as a whole pickle', async () => {
    const config = { config: { w: { path_name: 'weight_0', use_pickle: true } } };
    const weight = zip([{ name: 'w/data.pkl', data: pickle(CALL) }]);
    const facts = await inspectBytes(
      pt2(
        { graph_module: module },
        {
          name: 'm/data/weights/model_weights_config.json',
          data: Buffer.from(JSON.stringify(config)),
        },
        { name: 'm/data/weights/weight_0', data: weight },
      ),
    );
    equal(facts.format, 'torch-export');
    dangerous(facts, /^os\.system: /);
  });

  it('walks the sample inputs of torch.export', async () => {
    const data = zip([{ name: 'w/data.pkl', data: pickle(CALL) }]);
    const member = { name: 'm/data/sample_inputs/model.pt', data };
    dangerous(await inspectBytes(pt2({ graph_module: module }, member)), /^os\.system: /);
  });

  it('finds what torch.export would evaluate: guards, sizes, operators by name', async () => {
    const guard = { graph_module: module, guards_code: ['__import__("os").system("true")'] };
    dangerous(await inspectBytes(pt2(guard)), /^guard __import__/);
    const size = { a: { as_expr: { expr_str: 'open("/etc/passwd")' } }, graph_module: module };
    dangerous(await inspectBytes(pt2(size)), /^symbolic size open/);
    const node = { target: 'torch.hub.os.system', inputs: [] };
    dangerous(
      await inspectBytes(pt2({ graph_module: { ...module, nodes: [node] } })),
      /^operator torch\.hub/,
    );
  });

  it('finds machine code in an archive of torch.export', async () => {
    const library = { name: 'm/data/aotinductor/model/wrapper.so', data: Buffer.from('x') };
    dangerous(
      await inspectBytes(pt2({ graph_module: module }, library)),
      /^machine code .*wrapper\.so: runs anything/,
    );
    const alone = zip([{ name: 'm/archive_format', data: Buffer.from('pt2') }, library]);
    const facts = await inspectBytes(alone);
    equal(facts.format, 'torch-export');
    dangerous(facts, /^machine code/);
  });

  it('finds operators of TorchScript that read or write files', async () => {
    for (const call of ['torch.save([x], "/tmp/x")', 'torch.from_file("/tmp/x", True, 10)']) {
      const code = `class N(Module):\n  def forward(self: __torch__.N,\n    x: Tensor) -> Tensor:\n    y = ${call}\n    return x\n`;
      const facts = await inspectBytes(
        zip([
          { name: 'a/constants.pkl', data: pickle(op.emptyTuple) },
          {
            name: 'a/data.pkl',
            data: pickle(op.global('__torch__', 'N'), op.emptyTuple, op.newobj),
          },
          { name: 'a/code/__torch__.py', data: Buffer.from(code) },
        ]),
      );
      equal(facts.format, 'torchscript');
      dangerous(facts, /^TorchScript operator aten\.(save|from_file): /);
    }
  });

  const keras = (config: object) =>
    zip([
      { name: 'metadata.json', data: Buffer.from('{"keras_version": "3.15.1"}') },
      { name: 'config.json', data: Buffer.from(JSON.stringify(config)) },
    ]);

  it('finds a Lambda layer however deep it stands', async () => {
    let config: object = { class_name: 'Lambda', config: { name: 'inner' } };
    for (let depth = 0; depth < 1000; depth++) config = { layers: [config] };
    const facts = await inspectBytes(keras(config));
    dangerous(facts, /^Lambda layer inner: runs Python code/);
    match(facts.warnings.join('\n'), /safe_mode=False/);
  });

  it('finds a configuration that names functions of Python or of Keras itself', async () => {
    dangerous(await inspectBytes(keras({ module: 'os', class_name: 'system' })), /^os\.system: /);
    const fetch = { module: 'keras.utils', class_name: 'function', config: 'get_file' };
    dangerous(await inspectBytes(keras(fetch)), /^keras\.utils\.get_file: /);
  });

  it('names the classes that a Keras model needs', async () => {
    const custom = {
      module: 'mypackage.layers',
      class_name: 'Attention',
      registered_name: 'Attention',
    };
    const facts = await inspectBytes(keras({ config: { layers: [custom] } }));
    equal(facts.safety.verdict, 'unknown-imports');
    deepEqual(facts.needs.at(-1), {
      kind: 'class',
      name: 'mypackage.layers.Attention',
      why: 'the model has an object of this class',
    });
  });

  it('finds operations of a SavedModel that reach files or Python, also in functions', async () => {
    for (const operation of ['ReadFile', 'WriteFile', 'PyFunc', 'EagerPyFunc']) {
      const node = field(2, operation);
      const library = field(2, field(1, field(3, node)));
      for (const graph of [field(1, node), library]) {
        await inTemporary(async (directory) => {
          const content = join(field(1, 1), field(2, field(2, graph)));
          writeFileSync(path.join(directory, 'saved_model.pb'), content);
          dangerous(await inspectModel(directory), new RegExp(`operation ${operation}: reaches`));
        });
      }
    }
  });
});

describe('external data of ONNX', () => {
  const onnx = (location: string) => {
    const entry = join(field(1, 'location'), field(2, location));
    return join(field(1, 8), field(7, field(5, field(13, entry))));
  };

  for (const location of ['/etc/passwd', '../weights.bin', 'a/../../b', 'C:\\weights', '']) {
    it(`refuses ${JSON.stringify(location)}`, async () => {
      dangerous(await inspectBytes(onnx(location)), /^external data at/);
    });
  }

  it('refuses a symlink, also in the middle', () =>
    inTemporary(async (directory) => {
      mkdirSync(path.join(directory, 'real'));
      writeFileSync(path.join(directory, 'real/weights'), 'w');
      symlinkSync('real', path.join(directory, 'link'));
      writeFileSync(path.join(directory, 'model'), onnx('link/weights'));
      dangerous(await inspectModel(path.join(directory, 'model')), /^external data at "link/);
      writeFileSync(path.join(directory, 'model'), onnx('real/weights'));
      equal((await inspectModel(path.join(directory, 'model'))).safety.verdict, 'data-only');
    }));

  it('refuses a model whose data is not there', () =>
    rejects(inspectBytes(onnx('weights.bin')), /weights in "weights\.bin", which is missing/));

  it('finds it in a tensor of a node, deep in nested graphs', async () => {
    const entry = join(field(1, 'location'), field(2, '../x'));
    let node = field(5, field(5, field(13, entry)));
    for (let depth = 0; depth < 500; depth++) node = field(5, field(6, field(1, node)));
    const content = join(field(1, 8), field(7, field(1, node)));
    dangerous(await inspectBytes(content), /^external data/);
  });
});

describe('formats that look like others', () => {
  it('says that a bare saved_model.pb needs its directory', async () => {
    const bytes = readFileSync(path.join(MODELS, 'digits_savedmodel/saved_model.pb'));
    const facts = await inspectBytes(bytes);
    equal(facts.format, 'unknown');
    match(facts.warnings.join('\n'), /give its directory/);
  });

  it('does not look into bzip2, xz, lzma and zstd, and promises nothing about them', async () => {
    for (const magic of ['BZh9', '\xfd7zXZ\0', ']\0\0\x80', 'ZF', '\x28\xb5\x2f\xfd']) {
      const facts = await inspectBytes(Buffer.from(`${magic}…`, 'latin1'));
      equal(facts.format, 'unknown');
      equal(facts.safety.verdict, 'unknown-imports');
      match(facts.warnings[0] ?? '', /not inspected/);
    }
  });
});
