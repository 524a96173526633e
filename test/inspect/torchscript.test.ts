import { deepEqual, equal, match, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { Budget } from '../../src/inspect/read/budget.ts';
import { tokensOf } from '../../src/inspect/torch/script-tokens.ts';
import { type Member, op, pickle, zip } from './assemble.ts';
import { inspectBytes } from './fixtures.ts';

/** A TorchScript archive whose `forward` has these lines. */
const script = (body: string, ...more: Member[]) =>
  zip([
    { name: 'a/data.pkl', data: pickle(op.global('__torch__', 'N'), op.emptyTuple, op.newobj) },
    { name: 'a/constants.pkl', data: pickle(op.emptyTuple) },
    {
      name: 'a/code/__torch__.py',
      data: Buffer.from(
        `class N(Module):\n  def forward(self: __torch__.N,\n    x: Tensor) -> Tensor:\n${body}    return x\n`,
      ),
    },
    ...more,
  ]);
const safetyOf = async (bytes: Buffer) => (await inspectBytes(bytes)).safety;

/** Each wrote the file when torch 2.13 loaded and called it. */
const WRITES = [
  'torch.save(x, "f")',
  'torch.save (x, "f")',
  'torch. save(x, "f")',
  'torch\t.\tsave\t(x, "f")',
  'torch.\\\n  save(x, "f")',
  'torch.save( # a comment\n  x, "f")',
  'torch.autograd.save(x, "f")',
  'ops.aten.save(x, "f")',
  'ops . aten . save(x, "f")',
  'ops.aten.autograd.save(x, "f")',
  '(torch).save(x, "f")',
  '((torch)).save(x, "f")',
  'getattr(torch, "save")(x, "f")',
  'getattr(torch, "sa" "ve")(x, "f")',
  'getattr(torch, "\\163ave")(x, "f")',
  'getattr(getattr(ops, "aten"), "save")(x, "f")',
  '[torch.save(x, "f") for i in [1]]',
  'torch.save(item=x, filename="f")',
  'torch.from_file("f", True, 10)',
  'fork(torch.save, x, "f")',
];

describe('TorchScript that reaches out', () => {
  for (const call of WRITES) {
    it(`is dangerous: ${JSON.stringify(call)}`, async () => {
      equal((await safetyOf(script(`    y = ${call}\n`))).verdict, 'dangerous');
    });
  }

  for (const [what, body] of Object.entries({
    'by autograd as a value': '    y = getattr(torch.autograd, "save")(x, "f")\n',
    'under another name': '    t = torch\n    y = t.save(x, "f")\n',
    'as a value': '    s = torch.save\n    y = s(x, "f")\n',
    'behind a text with a quote in it': `    z = 'a\\'' + "b"\n    y = torch.save(x, "f") # '\n`,
    'behind a text of several lines': '    z = """a\n"b"""\n    y = torch.save(x, "f") # """\n',
    'by a namespace under another name': '    o = ops.image\n    y = o.write_file("f", x)\n',
    'by an operator of torchvision': '    y = ops.image.write_file("f", x)\n',
    'to another machine': '    y = ops.prim.rpc_sync("w", x)\n',
    'in a text that does not end': '    y = "abc\n',
  })) {
    it(`is dangerous ${what}`, async () => {
      equal((await safetyOf(script(body))).verdict, 'dangerous');
    });
  }

  it('is dangerous in any member of code/, whatever its name', async () => {
    const data = Buffer.from('def f(x: Tensor) -> None:\n  torch.save(x, "f")\n');
    for (const name of ['a/code/x.py', 'a/CODE/x.PY', 'a/code/deep/er/x', 'a/code/.hidden.py']) {
      equal((await safetyOf(script('', { name, data }))).verdict, 'dangerous', name);
    }
  });

  it('is dangerous where another layout counts, or a pickle beside the code imports', async () => {
    const evil = pickle(op.global('os', 'system'));
    for (const name of ['model.json', 'attributes.pkl', 'x.debug_pkl', 'traced_inputs.pkl', 'x']) {
      const { verdict } = await safetyOf(script('', { name: `a/${name}`, data: evil }));
      equal(verdict, 'dangerous', name);
    }
  });

  it('is dangerous where only PyTorch finds its members, without regard to case', async () => {
    const members = [
      { name: 'a/data.pkl', data: pickle(op.global('__torch__', 'N'), op.emptyTuple, op.newobj) },
      { name: 'a/Constants.PKL', data: pickle(op.emptyTuple) },
    ];
    equal((await safetyOf(zip(members))).verdict, 'dangerous');
    const single = zip([{ name: 'a/DATA.pkl', data: pickle(op.emptyDict) }]);
    equal((await safetyOf(single)).verdict, 'dangerous');
  });

  it('is unknown where another library is called', async () => {
    for (const line of [
      '    y = ops.mylib.run(x)\n',
      '    y = __torch__.torch.classes.mylib.Engine(x)\n',
      '    y = __torch__ . torch.classes. mylib . Engine(x)\n',
      '    c = __torch__.torch.classes\n    y = c.mylib.Engine(x)\n',
      '    y = getattr(__torch__.torch, "classes").mylib.Engine(x)\n',
      '    y = torch.classes.mylib.Engine(x)\n',
      '    y = ops.c10d.send(x)\n',
    ]) {
      const safety = await safetyOf(script(line));
      equal(safety.verdict, 'unknown-imports', line);
      match(safety.reasons?.join() ?? '', /another library/);
    }
    const engine = pickle(
      op.global('__torch__.torch.classes.tensorrt', 'Engine'),
      op.emptyTuple,
      op.newobj,
    );
    const own = zip([
      { name: 'a/data.pkl', data: engine },
      { name: 'a/constants.pkl', data: pickle(op.emptyTuple) },
    ]);
    equal((await safetyOf(own)).verdict, 'unknown-imports');
  });
});

describe('TorchScript that only computes', () => {
  for (const line of [
    '    y = torch.add(x, 1, alpha=2)\n',
    '    y = torch.autograd.grad([x], [x])\n',
    '    y = getattr(self, "0")\n',
    '    y = ops.quantized.linear(x, self._packed, 1., 0)\n',
    '    y = ops.prim.NumToTensor(1)\n',
    '    y = ops.torchvision.nms(x, x, 0.5)\n',
    '    y = __torch__.torch.nn.modules.linear.Linear(x)\n',
    '    y = __torch__.torch.classes.quantized.LinearPackedParamsBase(x)\n',
    '    print("torch.save(x)", \'ops.evil.run\') # torch.save(x, "f")\n',
    '    y = torch.__and__(x, x)\n',
    '    save = 1\n',
    '    y = self.classes.weight\n',
    '    y = getattr(f(x, y), "0")\n',
    '    torch : int\n',
  ]) {
    it(`is known: ${line.trim()}`, async () => {
      equal((await safetyOf(script(line))).verdict, 'known-imports');
    });
  }
});

describe('tokens of TorchScript', () => {
  const texts = (code: string) => [...tokensOf(code, new Budget())].map(({ text }) => text);

  it('are parted by spaces, comments and line ends, and read in texts', () => {
    deepEqual(texts('a . b(\\\n c) # d\n"e\\"\\163" \'f\''), [
      'a',
      '.',
      'b',
      '(',
      'c',
      ')',
      'e"s',
      'f',
    ]);
    deepEqual(texts('# type: (Tensor) -> x'), ['(', 'Tensor', ')', '-', '>', 'x']);
  });

  it('are the same however much space stands between them', () =>
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('torch', '.', 'save', '(', ')', '"x"', '7'), { maxLength: 30 }),
        fc.array(fc.constantFrom(' ', '\t', '\n', ' \\\n', ' # c\n', '\r\n'), { minLength: 30 }),
        (words, spaces) => {
          const spaced = words.map((word, index) => word + spaces[index % spaces.length]);
          deepEqual(texts(spaced.join('')), texts(words.join(' ')));
        },
      ),
    ));

  it('take time in proportion to the code', () => {
    for (const code of [
      '('.repeat(1e6),
      '"a"'.repeat(3e5),
      `${'a'.repeat(1e6)}(`,
      '#\n'.repeat(5e5),
    ]) {
      const start = performance.now();
      for (const token of tokensOf(code, new Budget(5000))) ok(token.end > token.start);
      ok(performance.now() - start < 1500);
    }
  });
});
