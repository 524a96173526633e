/** Files with something hostile where their loader, or another reader of the same bytes, finds it. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import { join, op, torchZip } from '../assemble.ts';
import { MODELS } from '../fixtures.ts';
import { TAR } from './containers.ts';
import { membersOf } from './members.ts';
import { hostileFile, hostileNpy, hostilePickle } from './payloads.ts';
import { pick, type Random } from './random.ts';
import { renaming, writeTar } from './tar.ts';
import type { Victim } from './victim.ts';
import { type Entry, otherCase, unicodePath, writeZip } from './zip.ts';

/** The members with one of them hostile: the name of that one, and its data. */
type Inject = (members: readonly Entry[], random: Random) => { name: string; data: Buffer };

const code = (call: string) =>
  Buffer.from(
    `class N(Module):\n  def forward(self: __torch__.N,\n    x: Tensor) -> Tensor:\n    y = ${call}\n    return x\n`,
  );

/** Calls that TorchScript compiles and that reach files. */
const CALLS = [
  'torch.save([x], "f")',
  'torch.save ([x], "f")',
  'torch. save([x], "f")',
  'torch.save\\\n([x], "f")',
  '(torch.save)([x], "f")',
  'torch.from_file("f", True, 10)',
  'ops.aten.save([x], "f")',
  'torch.ops.aten.from_file("f")',
];

const LAMBDAS: object[] = [
  { module: 'keras.layers', class_name: 'Lambda', config: { name: 'l', function: {} } },
  { class_name: 'Lambda', config: { name: 'l' } },
  { module: 'builtins', class_name: 'eval', config: '1', registered_name: null },
  { module: 'os', class_name: 'system', config: {}, registered_name: null },
  { module: 'keras.src.utils.python_utils', class_name: 'func_load', config: {} },
];

const pickled =
  (ending: RegExp): Inject =>
  (members, random) => ({
    name: members.find(({ name }) => ending.test(name))?.name ?? 'none',
    data: hostilePickle(random),
  });

/** What is hostile in which committed zip. */
const INJECTED: [model: string, what: string, inject: Inject][] = [
  ['state_dict.pt', 'data.pkl', pickled(/data\.pkl$/)],
  ['module.pt', 'data.pkl', pickled(/data\.pkl$/)],
  ['torchscript.pt', 'data.pkl', pickled(/data\.pkl$/)],
  ['torchscript.pt', 'constants.pkl', pickled(/constants\.pkl$/)],
  [
    'torchscript.pt',
    'code',
    (_, random) => ({
      name: 'torchscript/code/__torch__/digits_net.py',
      data: code(pick(CALLS, random)),
    }),
  ],
  [
    'export.pt2',
    'sample inputs',
    (_, random) => ({
      name: 'export/data/sample_inputs/model.pt',
      data: torchZip(hostilePickle(random)),
    }),
  ],
  [
    'digits.keras',
    'config.json',
    (members, random) => {
      const text = members.find(({ name }) => name === 'config.json')?.data.toString() ?? '';
      const config = JSON.parse(text);
      const { layers } = config.config;
      layers.splice(random(layers.length + 1), 0, pick(LAMBDAS, random));
      return { name: 'config.json', data: Buffer.from(JSON.stringify(config)) };
    },
  ],
];

/** Ways to put the hostile member into a zip. Other readers of the same bytes count, too. */
const WAYS: Record<string, (entries: Entry[], bad: Entry, random: Random) => Buffer> = {
  'in the place of the good one': (entries, bad, random) =>
    writeZip(replaced(entries, { ...bad, method: pick([0, 8], random) })),
  'twice, the good one first': (entries, bad) => writeZip([...entries, bad]),
  'twice, the good one last': (entries, bad) => writeZip([bad, ...entries]),
  'under a name in the other case': (entries, bad) =>
    writeZip([...entries, { ...bad, name: otherCase(bad.name) }]),
  'renamed by an extra field': (entries, bad) =>
    writeZip([...entries, { ...bad, name: 'a/b', extra: unicodePath('a/b', bad.name) }]),
  'with an extra field that says another name': (entries, bad) =>
    writeZip(replaced(entries, { ...bad, extra: unicodePath(bad.name, 'a/b') })),
  'under another name before its data': (entries, bad) =>
    writeZip(replaced(entries, { ...bad, localName: 'a/b' })),
  'in a zip before the good one': (entries, bad) =>
    Buffer.concat([writeZip(replaced(entries, bad)), writeZip(entries)]),
  'in a zip behind the good one': (entries, bad) =>
    Buffer.concat([writeZip(entries), writeZip(replaced(entries, bad))]),
  'in a zip behind the good one, with its offsets right': (entries, bad) =>
    writeZip(replaced(entries, bad), { prefix: writeZip(entries) }),
  'in the comment of the good one': (entries, bad) =>
    writeZip(entries, { comment: writeZip([bad]).subarray(0, 0xffff) }),
  'with a size that is too small': (entries, bad) =>
    writeZip(replaced(entries, { ...bad, size: 2 })),
  'behind other bytes': (entries, bad, random) =>
    writeZip(replaced(entries, bad), {
      prefix: Buffer.alloc(1 + random(64), '#'),
      ...(random(2) === 0 ? { shift: 0 } : {}),
    }),
};

function replaced(entries: readonly Entry[], bad: Entry): Entry[] {
  return entries.map((entry) => (entry.name === bad.name ? bad : entry));
}

/** Where a legacy file of torch (before 1.6) has its five pickles: their ends, from the opcodes. */
function legacyStreams(random: Random): Buffer {
  const whole = readFileSync(path.join(MODELS, 'state_dict_legacy.pt'));
  // The first three end in a stop that the next one's protocol follows.
  const ends = [0];
  while (ends.length < 4) ends.push(whole.indexOf('.\x80\x02', ends.at(-1), 'latin1') + 1);
  const at = random(4);
  const before = whole.subarray(0, ends[at]);
  const behind = at < 3 ? whole.subarray(ends[at + 1]) : Buffer.alloc(0);
  return Buffer.concat([before, hostilePickle(random), behind]);
}

/** All of them. */
export async function hostileFiles(): Promise<Victim[]> {
  const zips = await Promise.all(
    INJECTED.map(async ([model, what, inject]): Promise<Victim> => {
      const members = await membersOf(model);
      return {
        name: `${model} with a hostile ${what}`,
        hostile: true,
        write(target, random) {
          const way = pick(Object.keys(WAYS), random);
          const bytes = WAYS[way]?.([...members], inject(members, random), random);
          writeFileSync(target, bytes ?? '');
          return way;
        },
      };
    }),
  );
  const plain = (name: string, bytes: (random: Random) => Buffer): Victim => ({
    name,
    hostile: true,
    write(target, random) {
      writeFileSync(target, bytes(random));
      return name;
    },
  });
  const tar = (random: Random) => {
    const at = random(TAR.length);
    const good = TAR[at] as (typeof TAR)[number];
    const bad = { ...good, data: hostilePickle(random) };
    const ways = [
      TAR.with(at, bad),
      [...TAR, bad],
      [bad, ...TAR],
      [...TAR, renaming(good.name, random), { ...bad, name: 'a' }],
      TAR.toSpliced(at, 1, renaming(good.name, random), { ...bad, name: 'a' }),
    ];
    return writeTar(pick(ways, random));
  };
  return [
    ...zips,
    plain('a hostile pickle, bare or packed', hostileFile),
    plain('a hostile pickle in zlib', (random) => deflateSync(hostilePickle(random))),
    plain('state_dict_legacy.pt with a hostile stream', legacyStreams),
    plain('a tar of torch with a hostile member', tar),
    plain('an npy of hostile objects', hostileNpy),
    plain('an npz with hostile objects', (random) =>
      writeZip([{ name: pick(['a.npy', 'arr_0.npy', 'a'], random), data: hostileNpy(random) }]),
    ),
    plain('a joblib file with a hostile call behind what it holds', (random) => {
      const good = readFileSync(path.join(MODELS, 'digits_sklearn.pkl'));
      const call = join(op.global('os', 'system'), op.text('true'), op.tuple1, op.reduce);
      const bytes = Buffer.concat([good.subarray(0, -1), call, op.tuple2, op.stop]);
      return random(2) === 0 ? bytes : gzipSync(bytes, { level: 1 });
    }),
  ];
}
