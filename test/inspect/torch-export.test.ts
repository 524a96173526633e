import { equal, match } from 'node:assert/strict';
import { type Member, op, pickle, torchZip, zip } from './assemble.ts';
import { inspectBytes } from './fixtures.ts';

const json = (value: unknown) => Buffer.from(JSON.stringify(value));
const module = { signature: { input_specs: [], output_specs: [] }, graph: {} };
const evil = pickle(op.global('os', 'system'), op.text('true'), op.tuple1, op.reduce);
const archive = (program: object, ...more: Member[]) =>
  zip([
    { name: 'm/archive_format', data: Buffer.from('pt2') },
    { name: 'm/models/model.json', data: json({ torch_version: '2.13.0', ...program }) },
    ...more,
  ]);
const verdict = async (...more: Member[]) =>
  (await inspectBytes(archive({ graph_module: module }, ...more))).safety.verdict;
const config = (entry: object) => ({
  name: 'm/data/weights/model_weights_config.json',
  data: json({ config: { w: entry } }),
});

describe('members of torch.export that its loader may unpickle', () => {
  for (const path of [
    'data/weights/model.pt',
    'data/weights/weight_0',
    'data/weights/sub/w',
    'data/weights/a b',
    'data/Weights/Model.PT',
    'data/constants/model.pt',
    'data/constants/opaque_obj_0',
    'data/constants/custom_obj_0',
    'data/constants/tensor_0',
    'data/sample_inputs/model.pt',
    'data/sample_inputs/any name',
    'data/Sample_Inputs/MODEL.pt',
    'extra/x',
    'elsewhere/y',
  ]) {
    it(`are walked: ${path}`, async () => {
      equal(await verdict({ name: `m/${path}`, data: torchZip(evil) }), 'dangerous');
      equal(await verdict({ name: `m/${path}`, data: evil }), 'dangerous');
      equal(
        await verdict({ name: `m/${path}`, data: torchZip(pickle(op.emptyDict)) }),
        'known-imports',
      );
    });
  }

  it('are walked in the layout of before 2.8', async () => {
    for (const name of [
      'serialized_state_dict.pt',
      'serialized_state_dict.json',
      'serialized_constants.pt',
      'serialized_example_inputs.pt',
      'other',
    ]) {
      const bytes = zip([
        { name: 'serialized_exported_program.json', data: json({ graph_module: module }) },
        { name: 'version', data: Buffer.from('8.1') },
        { name, data: torchZip(evil) },
      ]);
      equal((await inspectBytes(bytes)).safety.verdict, 'dangerous', name);
    }
  });

  it('are dangerous where one that is a pickle cannot be read', async () => {
    const garbage = Buffer.from('\x00\x01garbage', 'latin1');
    for (const use of [true, null, 1]) {
      const entry = config({ path_name: 'W 0', use_pickle: use });
      equal(await verdict(entry, { name: 'm/data/weights/w 0', data: garbage }), 'dangerous');
    }
    const raw = config({ path_name: 'weight_0', use_pickle: false });
    equal(await verdict(raw, { name: 'm/data/weights/weight_0', data: garbage }), 'data-only');
  });

  it('are walked as TorchScript where torch.load hands them on', async () => {
    const code = Buffer.from('def f(x: Tensor):\n  torch. save(x, "f")\n');
    const inner = torchZip(
      pickle(op.emptyDict),
      { name: 'archive/constants.pkl', data: pickle(op.emptyTuple) },
      { name: 'archive/code/x.py', data: code },
    );
    equal(await verdict({ name: 'm/data/weights/model.pt', data: inner }), 'dangerous');
  });

  it('are dangerous in a zip that is read in two ways', async () => {
    const inner = torchZip(pickle(op.emptyDict), { name: 'ARCHIVE/DATA.PKL', data: evil });
    equal(await verdict({ name: 'm/data/sample_inputs/model.pt', data: inner }), 'dangerous');
  });

  it('are dangerous where they are machine code', async () => {
    const elf = Buffer.concat([Buffer.from('7f454c46', 'hex'), Buffer.alloc(100)]);
    equal(await verdict({ name: 'm/data/weights/weight_0', data: elf }), 'dangerous');
    equal(
      await verdict({ name: 'm/data/aotinductor/model/kernel', data: Buffer.from('x') }),
      'dangerous',
    );
    equal(await verdict({ name: 'm/x.cpp', data: Buffer.from('int x;') }), 'dangerous');
  });

  it('are dangerous where torch.load would read another file', async () => {
    equal(await verdict({ name: 'm/data.pkl', data: pickle(op.emptyDict) }), 'dangerous');
    equal(await verdict({ name: 'n/x', data: Buffer.from('x') }), 'dangerous');
  });
});

describe('the program of torch.export', () => {
  const safety = async (program: object) =>
    (await inspectBytes(archive({ graph_module: module, ...program }))).safety;
  const node = (target: string) => ({ a: { nodes: [{ target, inputs: [] }] } });

  for (const [target, expected] of Object.entries({
    'torch.ops.aten.add.Tensor': 'data-only',
    'torch.ops.aten.__and__.Tensor': 'data-only',
    'torch.ops.higher_order.cond': 'data-only',
    '_operator.getitem': 'data-only',
    'torch.sym_max': 'data-only',
    'torch.ops.mylib.run.default': 'unknown-imports',
    '#mylib:run': 'unknown-imports',
    'torch.ops.aten.from_file.default': 'dangerous',
    'torch.ops.load_library.__call__': 'dangerous',
    'torch.ops.aten.__init__.x': 'dangerous',
    '_operator.attrgetter': 'dangerous',
    '_operator.methodcaller': 'dangerous',
    '_operator.call': 'dangerous',
    'torch.load': 'dangerous',
    'torch.hub.load': 'dangerous',
    'math.__loader__': 'dangerous',
    'torch.ops.aten.add.ｘ': 'dangerous',
  })) {
    it(`may call ${target}: ${expected}`, async () => {
      equal((await safety(node(target))).verdict, expected);
      equal((await safety({ a: { arg: { as_operator: target } } })).verdict, expected);
    });
  }

  for (const text of [
    '__import__("os").system("true")',
    'ｅｖａｌ("1")',
    'open("/etc/passwd")',
    '(lambda: 1)()',
    "getattr(L, 'x')",
    'L.func_globals',
    '[x for x in L]',
  ]) {
    it(`may not evaluate ${text}`, async () => {
      equal((await safety({ guards_code: [text] })).verdict, 'dangerous');
      equal((await safety({ a: { as_expr: { expr_str: text } } })).verdict, 'dangerous');
    });
  }

  it('names the classes that its trees of inputs import', async () => {
    const tree = (context: object) => ({
      call: {
        in_spec: JSON.stringify([
          1,
          { type: 'collections.defaultdict', context, children_spec: [] },
        ]),
      },
    });
    const factory = (module: string, name: string) =>
      tree({ default_factory_module: module, default_factory_name: name, dict_context: [] });
    equal((await safety(factory('builtins', 'list'))).verdict, 'data-only');
    equal((await safety(factory('os', 'system'))).verdict, 'dangerous');
    const unknown = await safety(tree({ __enum__: true, fqn: 'mine.colours:Red', name: 'A' }));
    equal(unknown.verdict, 'unknown-imports');
    match(unknown.reasons?.join() ?? '', /imports mine\.colours\.Red/);
  });

  it('is judged for each model of the archive', async () => {
    const other = {
      name: 'm/models/other.json',
      data: json({ graph_module: module, guards_code: ['__import__("os")'] }),
    };
    equal(await verdict(other), 'dangerous');
  });
});
