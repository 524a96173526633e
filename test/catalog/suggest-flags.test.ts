/** Whoever follows a hint must not be refused again: tried as regenerate follows it. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isCatalogPin } from '../../src/catalog/base.ts';
import { refuseConfig } from '../../src/catalog/rules/refuse-config.ts';
import { suggestForConfig } from '../../src/catalog/suggest-flags.ts';
import { view } from '../../src/catalog/view.ts';
import { readArguments } from '../../src/cli/arguments.ts';
import type { Config } from '../../src/core/answers.ts';
import { FRAMEWORKS, type StoredModel } from '../../src/core/model-facts.ts';
import { changeAnswers } from '../../src/pipeline/changed-answers.ts';

const modelOf = (format: StoredModel['format'], needs: StoredModel['needs'] = []): StoredModel => ({
  ...{ file: 'm', by: 'copy', format, savedWith: null, inputs: null, outputs: null, needs },
  ...{ safety: { verdict: 'data-only', imports: [] }, warnings: [] },
});
const keras = modelOf('keras', [
  { kind: 'package', name: 'keras', specifier: '>=3.15', why: 'saved with Keras 3.15' },
]);
const pickled = modelOf('sklearn', [
  { kind: 'package', name: 'scikit-learn', specifier: '==1.5.2', why: 'saved with 1.5.2' },
  { kind: 'package', name: 'lightgbm', why: 'it imports lightgbm' },
]);
const CONFIG: Config = {
  ...{ schemaVersion: 2, model: keras, name: 'm', framework: 'tensorflow' },
  ...{ frameworkVersion: '2.21.0', python: '3.13', os: 'debian', accelerator: 'cpu' },
  ...{ baseImage: null, image: 'm:1', pip: [], system: [], platform: null, specAlso: [] },
};

const configs: fc.Arbitrary<Config> = fc
  .record({
    framework: fc.constantFrom(...FRAMEWORKS),
    release: fc.nat(5),
    python: fc.constantFrom('3.10', '3.11', '3.12', '3.13', '3.14'),
    os: fc.constantFrom('debian' as const, 'ubuntu' as const, 'alpine' as const),
    accelerator: fc.constantFrom('cpu' as const, 'cuda' as const),
    platform: fc.constantFrom(null, 'linux/amd64' as const, 'linux/arm64' as const),
    model: fc.constantFrom(
      null,
      keras,
      pickled,
      modelOf('sklearn'),
      modelOf('onnx'),
      modelOf('tflite'),
    ),
    baseImage: fc.constantFrom(
      ...[
        null,
        null,
        null,
        'python:3.12-alpine',
        'python:3.12-slim',
        'alpine:3.24',
        'ubuntu:24.04',
      ],
      ...['pytorch/pytorch:2.14.1-cuda13.0-cudnn9-runtime', 'tensorflow/tensorflow:2.20.0'],
      ...['tensorflow/tensorflow:2.20.0-gpu', 'nvidia/cuda:12.8.1-cudnn-runtime-ubuntu24.04'],
      ...['nvidia/cuda:13.0.2-runtime-rockylinux9', 'registry.example.org/lab/base:1'],
    ),
  })
  .map(({ release, ...answers }) => {
    const releases = view.releases(answers.framework);
    const frameworkVersion = releases[release % Math.max(releases.length, 1)] ?? null;
    return { ...CONFIG, ...answers, frameworkVersion };
  });

const hintsOf = (config: Config) => {
  const refusal = refuseConfig(config);
  return refusal && suggestForConfig(config, refusal).instead;
};

async function follow(config: Config, hint: string): Promise<Config> {
  const { given } = readArguments(['regenerate', ...hint.split(' ')]);
  return (await changeAnswers({ config, rendered: config }, { cwd: '/', given }, '/')).config;
}

describe('hints of the catalog', function () {
  this.timeout(30_000);

  it('work, each of them, wherever they are given', async () => {
    let given = 0;
    const law = fc.asyncProperty(configs, async (config) => {
      for (const hint of hintsOf(config) ?? []) {
        if (!hint.startsWith('--')) continue;
        given++;
        const next = await follow(config, hint);
        assert.equal(hintsOf(next), null, `${hint}, of ${JSON.stringify(config)}`);
      }
    });
    await fc.assert(law, { numRuns: 1500 });
    assert.ok(given > 500, String(given));
  });

  it('are given wherever one answer, or some, would make the rest work', () => {
    const law = fc.property(configs, (config) => {
      assert.ok(!isCatalogPin(config));
      const hints = hintsOf(config);
      if (hints) assert.notDeepEqual(hints, [], JSON.stringify(config));
    });
    fc.assert(law, { numRuns: 1500 });
  });

  const cases: [string, Partial<Config>, string[]][] = [
    ['Alpine with a Python', { os: 'alpine', python: '3.14' }, ['--os debian --python 3.13']],
    [
      'an Alpine base image',
      { baseImage: 'python:3.12-alpine', python: null },
      ['--base-image none'],
    ],
    [
      'CUDA on Alpine without a framework',
      {
        ...{ framework: 'custom', frameworkVersion: null, model: null, python: '3.14' },
        os: 'alpine',
        accelerator: 'cuda',
      },
      ['--accelerator cpu'],
    ],
  ];
  for (const [what, answers, expected] of cases) {
    it(`lead out of ${what}`, () => {
      const hints = hintsOf({ ...CONFIG, ...answers }) ?? [];
      for (const hint of expected) assert.ok(hints.includes(hint), hints.join(' | '));
    });
  }
});
