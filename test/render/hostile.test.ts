import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DockerfileParser } from 'dockerfile-ast';
import fc from 'fast-check';
import { storeText } from '../../src/config/store.ts';
import { UserError } from '../../src/core/errors.ts';
import type { StoredModel, Tensor } from '../../src/core/model-facts.ts';
import type { ModelSpec, Plan } from '../../src/core/types.ts';
import { loadTemplates, render, type Templates } from '../../src/render/render.ts';
import { hiddenText, RAW_IN_TEXT } from '../core/hidden.ts';
import { hostileText } from './hostile.ts';
import { frameworkImage, plainOs, specFor, tensorflow } from './plans.ts';

const TEMPLATES = join(dirname(fileURLToPath(import.meta.url)), '../../templates');

/**
 * A plan and its specification with such text in every place that takes any text.
 * @param bare what it has in the places that only quote a text, and otherwise refuse it
 */
const planOf = (
  any: fc.Arbitrary<string>,
  bare = any,
): fc.Arbitrary<{ plan: Plan; spec: ModelSpec }> =>
  fc
    .record({
      base: fc.constantFrom(tensorflow, frameworkImage, plainOs),
      text: fc.func(any),
      quoted: fc.func(bare),
    })
    .map(({ base, text, quoted }) => {
      const tensor = (place: string): Tensor => ({
        name: text(place, 'name'),
        dtype: text(place, 'dtype'),
        shape: [null, 3],
      });
      const model: StoredModel | null = base.config.model && {
        ...base.config.model,
        file: quoted('file'),
        ...(base.config.model.by === 'reference' ? { source: `/${quoted('source')}` } : {}),
        savedWith: text('savedWith'),
        inputs: [tensor('input')],
        outputs: [tensor('output')],
        safety: { verdict: 'dangerous', imports: [text('import')], reasons: [text('reason')] },
        needs: [{ kind: 'class', name: text('class'), why: text('why') }],
        warnings: [text('warning')],
      };
      const plan: Plan = {
        ...base,
        config: { ...base.config, model, name: quoted('name'), frameworkVersion: text('version') },
        frameworkTitle: text('title'),
        environment: { EXTRA: quoted('environment') },
        notes: [text('note')],
      };
      const spec = specFor(plan);
      for (const [key, part] of [...Object.entries(spec.inputs), ...Object.entries(spec.outputs)]) {
        part.flag = quoted('flag', key);
        part.extension = quoted('extension', key);
        part.description = text('description', key);
      }
      return { plan, spec };
    });

const hostilePlan = planOf(hostileText);

/** What the files are made of besides the values: it must not depend on any value. */
function skeleton(plan: Plan, spec: ModelSpec, templates: Templates) {
  const files = new Map(render(plan, spec, templates).map((file) => [file.id, file.text]));
  const text = (id: string) => files.get(id) ?? '';
  const dockerfile = DockerfileParser.parse(text('dockerfile'));
  return {
    // Those of formats follow the extensions, out of a fixed list.
    files: [...files.keys()].filter((id) => !/^runner-formats-[a-z]/.test(id)),
    instructions: dockerfile.getInstructions().map((one) => one.getKeyword()),
    // Every RUN, whole: no value of these stands in one.
    runs: dockerfile
      .getInstructions()
      .filter((one) => one.getKeyword() === 'RUN')
      .map((one) => one.getArgumentsContent()),
    variables: dockerfile.getENVs().flatMap((env) => env.getProperties().map((p) => p.getName())),
    dockerignore: text('dockerignore'),
    makefile: text('makefile')
      .split('\n')
      .map((line) => /^(?:\t|[A-Za-z_.]+(?= ?[:?]?=|:)|#|$|\S+ )/.exec(line)?.[0]),
    // What Make puts in outside of comments; `$$` is a plain $, $(empty) keeps blanks at the ends.
    expansions: text('makefile')
      .replaceAll(/^#.*$/gm, '')
      .replaceAll('$$', '')
      .replaceAll('$(empty)', '')
      .match(/\$\([^\s),]*|\$./g),
    requirements: text('requirements').split('\n').length,
    readme: text('readme').split('\n').length,
    headings: text('readme').match(/^(?:## .*|```.*)$/gm),
    table: text('readme')
      .match(/^\|.*$/gm)
      ?.map((row) => row.replace(/\\\\|\\\|/g, '').split('|').length),
    note: text('model-note').split('\n').length,
  };
}

describe('hostile text in a plan', () => {
  let templates: Templates;
  before(async () => {
    templates = await loadTemplates(TEMPLATES, tensorflow.loader);
  });

  it('is plain data in every file, or refused with one line', () => {
    let rendered = 0;
    fc.assert(
      fc.property(hostilePlan, ({ plan, spec }) => {
        try {
          const found = skeleton(plan, spec, templates);
          const base = [tensorflow, frameworkImage, plainOs].find((one) => one.base === plan.base);
          assert(base);
          const calm: Plan = {
            ...base,
            config: {
              ...base.config,
              model: base.config.model && {
                ...base.config.model,
                needs: [{ kind: 'class', name: 'a', why: 'a' }],
                safety: { verdict: 'dangerous', imports: ['a'] },
                warnings: ['a'],
              },
            },
            environment: { EXTRA: 'a' },
            notes: ['a'],
          };
          assert.deepEqual(found, skeleton(calm, specFor(calm), templates));
          rendered++;
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
          assert.doesNotMatch(error.message, /[\p{Cc}\u2028\u2029\u202e\u2066]/u);
        }
      }),
      { numRuns: 150 },
    );
    assert(rendered > 10, `only ${rendered} plans were rendered`);
  });

  it('has no character in any file that steers a terminal or is not seen', () => {
    fc.assert(
      fc.property(planOf(hiddenText, fc.constantFrom('digits', 'a b')), ({ plan, spec }) => {
        const files = render(plan, { ...spec, organ: 'a\u202eb' }, templates);
        for (const { path, text } of files) {
          assert.doesNotMatch(text, RAW_IN_TEXT, path);
          if (path === 'model-spec.json') {
            assert.deepEqual(JSON.parse(text), { ...spec, organ: 'a\u202eb' });
          }
        }
        const answers = storeText(plan.config);
        assert.doesNotMatch(answers, RAW_IN_TEXT);
        assert.deepEqual(JSON.parse(answers)['generator-ml-image'], plan.config);
      }),
      { numRuns: 100 },
    );
  });

  it('reaches model-spec.json unchanged', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const spec = { ...specFor(tensorflow), organ: text };
        const file = render(tensorflow, spec, templates).find((one) => one.id === 'model-spec');
        assert.deepEqual(JSON.parse(file?.text ?? ''), spec);
      }),
      { numRuns: 30 },
    );
  });

  it('leaves each RUN a script that a shell can read', () => {
    for (const plan of [tensorflow, frameworkImage, plainOs]) {
      const file = render(plan, specFor(plan), templates).find((one) => one.id === 'dockerfile');
      for (const one of DockerfileParser.parse(file?.text ?? '').getInstructions()) {
        if (one.getKeyword() !== 'RUN') continue;
        const script = (one.getRawArgumentsContent() ?? '')
          .replace(/^\s*#.*\n/gm, '')
          .replace(/\\\n/g, '')
          .replace(/--mount=\S+/g, '');
        const { status, stderr } = spawnSync('sh', ['-n'], { input: script, encoding: 'utf8' });
        assert.equal(status, 0, `${stderr}\n${script}`);
      }
    }
  });
});
