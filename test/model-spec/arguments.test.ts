import assert from 'node:assert/strict';
import type { ModelSpec } from '../../src/core/types.ts';
import { argumentsOf } from '../../src/model-spec/arguments.ts';
import { changed, EVERY } from './forms.ts';

const refuses = (spec: ModelSpec, why: RegExp) =>
  assert.throws(() => argumentsOf(spec), { name: 'UserError', line: why });

describe("a specification's arguments", () => {
  it('come in the order of the specification', () => {
    assert.deepEqual(
      argumentsOf(EVERY).map(({ key }) => key),
      EVERY.order,
    );
  });

  it('come by name where no order is given, as ABLInfer takes them', () => {
    const keys = argumentsOf(changed('order', undefined)).map(({ key }) => key);
    assert.deepEqual(keys, [...EVERY.order].sort());
  });

  it('know the three styles of a flag, and one that is not there', () => {
    const flags = Object.fromEntries(argumentsOf(EVERY).map(({ key, flag }) => [key, flag]));
    assert.equal(flags.image, null);
    assert.deepEqual(flags.mask, { word: '--mask', separator: ' ' });
    assert.deepEqual(flags.scores, { word: '--scores', separator: '=' });
    const [first] = argumentsOf(changed('inputs.image.flag', undefined));
    assert.deepEqual(first?.flag, { word: '--image', separator: '=' });
  });

  it('must be given where a param has no default, unless it is a bool', () => {
    const required = (spec: ModelSpec) =>
      argumentsOf(spec).flatMap((argument) =>
        argument.section === 'params' && argument.required ? [argument.key] : [],
      );
    assert.deepEqual(required(EVERY), []);
    assert.deepEqual(required(changed('params.top.default', undefined)), ['top']);
    assert.deepEqual(required(changed('params.fast.default', undefined)), []);
  });

  for (const [path, value, why] of [
    ['inputs', [], /inputs is not an object/],
    ['inputs.image', 3, /inputs\.image is not an object/],
    ['inputs.image.flag', 7, /inputs\.image has the flag 7/],
    ['inputs.image.flag', '=', /which has no name/],
    ['inputs.image.flag', '--a\n', /not a string of one line/],
    ['inputs.image.status', 'maybe', /has the status "maybe"/],
    ['outputs.map.extension', '.npy; id', /outputs\.map has the extension ".npy; id"/],
    ['params.fast.flag', '', /params\.fast is a bool without a flag/],
    ['params.top.type', 'list', /params\.top has the type "list"/],
    ['params.top.default', 2.5, /has the default 2\.5, which is not a whole number/],
    ['params.top.max', 2 ** 53, /has the max .* below 2\^53/],
    ['params.top.max', 0, /has min 1 above max 0/],
    ['params.cut.default', '0.5', /which is not a number/],
    ['params.order.enum', [1, 2], /not a list of strings/],
    ['params.order.enum', [], /not a list of strings/],
    ['params.order.default', 'left', /has the default "left", which is not one of its values/],
    ['params.note.default', 'a\0', /which is not a string/],
    ['order', ['image'], /order does not list/],
    ['params.a b', { type: 'int' }, /params\."a b" has a name with characters other/],
  ] as const) {
    it(`refuse ${path} = ${JSON.stringify(value)} in one line`, () => {
      refuses(changed(path, value), why);
    });
  }

  it('take the values of an enum from a list or from under names, each once', () => {
    for (const values of [['up', 'down', 'up'], { Upwards: 'up', Downwards: 'down' }]) {
      const found = argumentsOf(changed('params.order.enum', values));
      const order = found.find(({ key }) => key === 'order');
      assert.ok(order?.section === 'params' && order.type.kind === 'enum');
      assert.deepEqual(order.type.choices, ['up', 'down']);
    }
  });

  it('refuse a value without a flag that may be left out before another that may', () => {
    const spec = changed('inputs.mask.flag', '');
    assert.equal(argumentsOf(spec).length, EVERY.order.length);
    (spec.params.note as { flag: string }).flag = '';
    refuses(spec, /inputs\.mask is optional and has no flag/);
  });
});
