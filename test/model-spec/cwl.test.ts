import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ModelSpec } from '../../src/core/types.ts';
import { cwlOf } from '../../src/model-spec/cwl.ts';
import { changed, EVERY, unlessRefused } from './forms.ts';
import { anySpec } from './specs.ts';

interface Tool {
  requirements: unknown;
  inputs: Record<string, { type: unknown; default?: unknown; inputBinding: Binding; doc: string }>;
  arguments: (Binding & { valueFrom: string })[];
  outputs: Record<string, { type: string; outputBinding: { glob: string } }>;
}
interface Binding {
  position: number;
  prefix?: string;
  separate?: boolean;
}

const toolOf = (spec: ModelSpec): Tool => JSON.parse(JSON.stringify(cwlOf(spec, (text) => text)));

describe('the CWL tool', () => {
  it('runs the image itself, whose entrypoint is the program', () => {
    const tool = toolOf(EVERY);
    assert.deepEqual(tool.requirements, { DockerRequirement: { dockerPull: 'lab/digits:1.2' } });
    assert.ok(!('baseCommand' in tool));
  });

  it('gives each value the place and the flag that the image wants', () => {
    const { inputs, arguments: fixed } = toolOf(EVERY);
    assert.deepEqual(inputs.image?.inputBinding, { position: 1 });
    assert.deepEqual(inputs.mask?.inputBinding, { position: 2, prefix: '--mask' });
    assert.deepEqual(inputs.cut?.inputBinding, { position: 3, prefix: '--cut=', separate: false });
    assert.deepEqual(inputs.fast?.inputBinding, { position: 5, prefix: '--fast' });
    assert.deepEqual(inputs.write_map?.inputBinding, { position: 9, prefix: '--map=map.npy' });
    assert.deepEqual(fixed, [
      { position: 8, prefix: '--scores=', separate: false, valueFrom: 'scores.npy' },
    ]);
  });

  it('says types and defaults, and in words what CWL has no field for', () => {
    const { inputs } = toolOf(EVERY);
    const facts = Object.entries(inputs).map(([key, input]) => [key, input.type, input.default]);
    assert.deepEqual(facts, [
      ['image', 'File', undefined],
      ['mask', 'File?', undefined],
      ['cut', 'double', 0.5],
      ['top', 'long', 3],
      ['fast', 'boolean', false],
      ['note', 'string', ''],
      ['order', { type: 'enum', symbols: ['up', 'down'] }, 'up'],
      ['write_map', 'boolean', true],
    ]);
    assert.equal(inputs.top?.doc, 'How many. (at least 1)');
    assert.equal(inputs.mask?.doc, 'What it holds. (a file ending in .nii.gz)');
  });

  it('finds the outputs under the names that they are written to', () => {
    const { outputs } = toolOf(EVERY);
    assert.deepEqual(
      Object.entries(outputs).map(([key, output]) => [key, output.type, output.outputBinding]),
      [
        ['scores', 'File', { glob: 'scores.npy' }],
        ['map', 'File?', { glob: 'map.npy' }],
      ],
    );
  });

  it('makes an enum a string where CWL would read its values as something else', () => {
    const { order } = toolOf(changed('params.order.enum', ['up', 'a/b'])).inputs;
    assert.equal(order?.type, 'string');
    assert.equal(order?.doc, 'one of "up", "a/b"');
  });

  it('lets a param be left out that may be, and has no default', () => {
    const { top } = toolOf(changed('params.top.default', null)).inputs;
    assert.deepEqual([top?.type, top?.default], [['null', 'long'], undefined]);
  });

  it('has one place for each argument, for any specification', () => {
    fc.assert(
      fc.property(anySpec, (spec) => {
        const tool = unlessRefused(() => toolOf(spec));
        if (!tool) return;
        const places = [
          ...Object.values(tool.inputs).map((i) => i.inputBinding),
          ...tool.arguments,
        ];
        assert.deepEqual(
          places.map(({ position }) => position).sort((a, b) => a - b),
          spec.order.map((_, at) => at + 1),
        );
        assert.deepEqual(Object.keys(tool.outputs).sort(), Object.keys(spec.outputs).sort());
      }),
    );
  });
});
