import assert from 'node:assert/strict';
import fc from 'fast-check';
import { PROGRAM } from '../../src/model-spec/boutiques.ts';
import { boutiques, changed, EVERY, unlessRefused } from './forms.ts';
import { anySpec } from './specs.ts';

type Item = Record<string, unknown> & { id: string };

const inputOf = (spec: typeof EVERY, id: string) =>
  (boutiques(spec).inputs as Item[]).find((input) => input.id === id);

describe('the Boutiques descriptor', () => {
  it('names image, program and every value in its place', () => {
    const made = boutiques(EVERY);
    assert.deepEqual(made['container-image'], { type: 'docker', image: 'lab/digits:1.2' });
    assert.equal(
      made['command-line'],
      `${PROGRAM} [image] [mask] [cut] [top] [fast] [note] [order] [scores] [write_map]`,
    );
    assert.equal(made.author, 'A. Person, B. Person');
    assert.equal(made['tool-version'], '1.2');
  });

  it('asks the engine for GPUs where the image computes on them', () => {
    const { 'container-opts': options } = boutiques(EVERY, true)['container-image'] as Item;
    assert.deepEqual(options, ['--gpus', 'all']);
  });

  it('says types, bounds, values and defaults', () => {
    assert.deepEqual(inputOf(EVERY, 'cut'), {
      id: 'cut',
      name: 'cut',
      description: 'from 0 to 1',
      type: 'Number',
      minimum: 0,
      maximum: 1,
      optional: true,
      'default-value': 0.5,
      'value-key': '[cut]',
      'command-line-flag': '--cut',
      'command-line-flag-separator': '=',
    });
    const top = inputOf(EVERY, 'top');
    assert.deepEqual([top?.integer, top?.minimum, top?.maximum], [true, 1, undefined]);
    assert.equal(top?.['command-line-flag-separator'], undefined);
    assert.deepEqual(inputOf(EVERY, 'order')?.['value-choices'], ['up', 'down']);
    assert.equal(inputOf(EVERY, 'note')?.['default-value'], '');
  });

  it('makes a bool a flag, which is on where that is the default', () => {
    assert.equal(inputOf(EVERY, 'fast')?.['default-value'], undefined);
    const on = inputOf(changed('params.fast.default', true), 'fast');
    assert.deepEqual([on?.type, on?.optional, on?.['default-value']], ['Flag', true, true]);
  });

  it('makes an output that may be left out one that a flag asks for', () => {
    const map = inputOf(EVERY, 'write_map');
    assert.deepEqual(
      [map?.type, map?.['default-value'], map?.['command-line-flag']],
      ['Flag', true, '--map=map.npy'],
    );
    const off = inputOf(changed('outputs.map.status', 'optional'), 'write_map');
    assert.equal(off?.['default-value'], undefined);
    const outputs = boutiques(EVERY)['output-files'] as Item[];
    assert.deepEqual(
      outputs.map((output) => [output['path-template'], output.optional, output['value-key']]),
      [
        ['scores.npy', false, '[scores]'],
        ['map.npy', true, undefined],
      ],
    );
  });

  it('quotes what a shell would read in a flag', () => {
    const spec = changed('params.top.flag', '--k$(id)');
    assert.equal(inputOf(spec, 'top')?.['command-line-flag'], "'--k$(id)'");
  });

  it('refuses texts in which Boutiques would put values', () => {
    for (const [path, value] of [
      ['params.note.default', 'see [image]'],
      ['params.order.enum', ['up', '[write_map]']],
      ['params.top.flag', '--[cut]'],
    ] as const) {
      const refused = { name: 'UserError', line: /which Boutiques would replace by a value/ };
      assert.throws(() => boutiques(changed(path, value)), refused);
    }
  });

  it('refuses a specification without anything to give', () => {
    const spec = { ...EVERY, inputs: {}, params: {}, order: ['scores', 'map'] };
    assert.ok(boutiques(spec).inputs, 'the switch of an output is an input');
    const bare = structuredClone(spec);
    delete bare.outputs.map;
    bare.order = ['scores'];
    assert.throws(() => boutiques(bare), /Boutiques needs an input or param/);
  });

  it('has keys of its own for all values, each once in the command line, for any specification', () => {
    fc.assert(
      fc.property(anySpec, (spec) => {
        const made = unlessRefused(() => boutiques(spec));
        if (!made) return;
        const items = [...(made.inputs as Item[]), ...(made['output-files'] as Item[])];
        const ids = items.map(({ id }) => id);
        assert.equal(new Set(ids).size, ids.length);
        const keys = items.flatMap((item) => (item['value-key'] as string | undefined) ?? []);
        const line = made['command-line'] as string;
        assert.deepEqual(
          line
            .slice(PROGRAM.length + 1)
            .split(' ')
            .sort(),
          keys.sort(),
        );
        assert.equal(keys.length, spec.order.length);
        for (const text of [made.name, made.description, made['tool-version']]) assert.ok(text);
      }),
    );
  });
});
