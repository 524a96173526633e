/** Hostile states, items and calls of known names; pickles that are cut off. */
import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Safety } from '../../src/core/model-facts.ts';
import { join, op, pickle } from './assemble.ts';
import { inspectBytes, MODELS } from './fixtures.ts';

const safetyOf = async (content: Buffer): Promise<Safety> => (await inspectBytes(content)).safety;
const says = ({ verdict, reasons }: Safety, what: RegExp) => {
  equal(verdict, 'dangerous', JSON.stringify(reasons));
  ok(
    reasons?.some((each) => what.test(each)),
    JSON.stringify(reasons),
  );
};

const IDENTITY = op.global('sklearn.preprocessing._function_transformer', '_identity');
const PIPELINE = op.global('sklearn.pipeline', 'Pipeline');
const CALL = join(op.global('os', 'system'), op.text('true'), op.tuple1, op.reduce);
const dict = (...items: Buffer[]) => join(op.emptyDict, op.mark, ...items, op.setItems);
describe('states, items and calls of known names', () => {
  const state = (...items: Buffer[]) => join(dict(...items), op.build);
  const instance = join(PIPELINE, op.emptyTuple, op.newobj);
  const cases: Record<string, Buffer> = {
    'a state on a class': join(PIPELINE, state(op.text('fit'), op.none)),
    'a state on what a function gives': join(
      join(IDENTITY, PIPELINE, op.tuple1, op.reduce),
      state(op.text('a'), op.none),
    ),
    'a state on what numpy gives back': join(
      join(op.global('numpy.core.multiarray', 'scalar'), op.none, PIPELINE, op.tuple2, op.reduce),
      state(op.text('a'), op.none),
    ),
    'items added to a class': join(PIPELINE, op.none, op.append),
    'items added to what a function gives': join(
      join(IDENTITY, PIPELINE, op.tuple1, op.reduce),
      join(op.none, op.append),
    ),
    'a class in the place of another': join(instance, state(op.text('__class__'), PIPELINE)),
    'a class set as a slot': join(
      join(instance, op.none, dict(op.text('__class__'), PIPELINE), op.tuple2, op.build),
    ),
    'any name of Python set as a slot': join(
      join(instance, op.none, dict(op.text('__anything__'), op.none), op.tuple2, op.build),
    ),
    'a __reduce__ of its own': join(instance, state(op.text('__reduce__'), op.none)),
    'a method replaced by a function': join(
      instance,
      state(op.text('predict'), op.global('numpy', 'abs')),
    ),
    'a base that is no base': join(
      join(op.global('copyreg', '_reconstructor'), PIPELINE, PIPELINE, op.none),
      join(Buffer.from([0x87]), op.reduce),
    ),
    'copyreg.__newobj__ of what is no class': join(
      op.global('copyreg', '__newobj__'),
      join(op.none, op.tuple1, op.reduce),
    ),
    'a tensor rebuilt by any function': join(
      op.global('torch._tensor', '_rebuild_from_type_v2'),
      join(op.mark, IDENTITY, PIPELINE, op.emptyTuple, op.emptyDict, op.tuple, op.reduce),
    ),
    'a booster read from a file': join(
      op.global('xgboost.core', 'Booster'),
      join(op.emptyDict, op.emptyTuple, op.text('/etc/x'), Buffer.from([0x87]), op.reduce),
    ),
    'a distribution that brings Python': join(
      op.global('scipy.stats._continuous_distns', 'uniform_gen'),
      join(op.emptyTuple, op.newobj),
      state(op.text('_parse_arg_template'), op.text('import os')),
    ),
    'an ending inside of a frame': join(op.frame(50), op.none),
  };
  for (const [what, content] of Object.entries(cases)) {
    it(`calls dangerous: ${what}`, async () => {
      const { verdict, reasons } = await safetyOf(pickle(content));
      equal(verdict, 'dangerous', JSON.stringify(reasons));
    });
  }

  it('takes an instance with attributes, a function among them', async () => {
    const harmless = join(
      instance,
      state(op.text('func'), op.global('numpy', 'log1p'), op.text('__doc__'), op.text('x')),
    );
    deepEqual((await safetyOf(pickle(harmless))).reasons, undefined);
  });
});

describe('pickles that are cut off or too long', () => {
  const CUT = /cut off .*download or copy it again$/;
  for (const name of [
    'digits_sklearn.pkl',
    'digits_sklearn.joblib',
    'digits_sklearn.joblib.gz',
    'digits_sklearn.joblib.z',
  ]) {
    it(`says that a copy of ${name} is cut off, wherever it is`, async () => {
      const whole = readFileSync(path.join(MODELS, name));
      for (const part of [0.3, 0.6, 0.9, 0.99]) {
        await rejects(inspectBytes(whole.subarray(0, Math.floor(whole.length * part))), CUT);
      }
    });
  }

  it('calls one dangerous that would do something before the cut', async () => {
    says(await safetyOf(join(op.proto(4), CALL)), /^os\.system: runs any command$/);
    const packed = gzipSync(join(op.proto(4), CALL, op.bytes(Buffer.alloc(100_000)), op.stop));
    says(await safetyOf(packed.subarray(0, packed.length - 20)), /^os\.system: runs any command$/);
  });

  it('says that one was not read to its end, and promises nothing of it', async () => {
    const long = join(op.proto(4), Buffer.alloc(3_000_000, '('), op.stop);
    const { verdict, reasons } = await safetyOf(long);
    equal(verdict, 'unknown-imports');
    match(reasons?.join() ?? '', /^a pickle that was not read to its end: it has too many values$/);
  });
});

describe('reasons', () => {
  it('stand in the order of what they could do, each with that', async () => {
    const names = [
      ['mypackage', 'Net'],
      ['requests', 'get'],
      ['colorsys', 'rgb_to_hls'],
      ['builtins', 'eval'],
      ['collections', 'OrderedDict'],
      ['os', 'system'],
    ] as const;
    const content = names.map(([module, name]) => join(op.global(module, name), op.pop));
    deepEqual((await safetyOf(pickle(...content, op.none))).reasons, [
      'os.system: runs any command',
      'builtins.eval: runs any Python',
      'requests.get: opens network connections',
      "colorsys.rgb_to_hls: part of Python's standard library that no stock model needs",
      'mypackage.Net: code of mypackage, which is not in the list of known packages',
    ]);
  });
});
