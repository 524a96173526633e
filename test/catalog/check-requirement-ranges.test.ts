/** A person's ranges against those of the image. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkRequirements, withReaders } from '../../src/catalog/check-requirements.ts';
import { type Resolved, resolve } from '../../src/catalog/resolve.ts';
import type { Config } from '../../src/core/answers.ts';
import { isUserError } from '../../src/core/errors.ts';
import type { StoredModel } from '../../src/core/model-facts.ts';
import { requirementParts } from '../../src/packages/requirement.ts';

const TORCH: Config = {
  schemaVersion: 2,
  model: null,
  name: 'digits',
  framework: 'pytorch',
  frameworkVersion: '2.14.1',
  python: '3.13',
  os: 'debian',
  accelerator: 'cpu',
  baseImage: null,
  image: 'lab/digits:0.1.0',
  pip: [],
  system: [],
  platform: null,
  specAlso: [],
};
const TENSORFLOW: Config = { ...TORCH, framework: 'tensorflow', frameworkVersion: '2.21.0' };
const ONNX: Config = { ...TORCH, framework: 'onnxruntime', frameworkVersion: '1.31.1' };
const SKLEARN: Config = { ...TORCH, framework: 'scikit-learn', frameworkVersion: '1.9.1' };
const MODEL: StoredModel = {
  ...{ file: 'm', by: 'copy', format: 'keras', savedWith: null, inputs: null, outputs: null },
  ...{ safety: { verdict: 'data-only', imports: [] }, warnings: [] },
  needs: [
    { kind: 'package', name: 'keras', specifier: '>=3.15.1', why: 'saved with Keras 3.15.1' },
  ],
};
const KERAS: Config = { ...TENSORFLOW, model: MODEL };

function resolved(config: Config): Resolved {
  const found = resolve(config);
  assert.ok('plan' in found, JSON.stringify(found));
  return found;
}
const planOf = (config: Config) => resolved(config).plan;

const judge = (config: Config, ...pip: string[]) =>
  checkRequirements(resolved({ ...config, pip }), pip, 'folder');

function lines(config: Config, ...pip: string[]): string[] {
  const { framework, packages } = judge(config, ...pip).plan.requirements;
  return [...framework, ...packages];
}

describe('requirements against what the image brings: ranges', () => {
  const one: [string, string][] = [
    ['numpy', 'numpy>=1.26,<3'],
    ['numpy==1.26.4', 'numpy==1.26.4'],
    ['NumPy<2', 'NumPy<2,>=1.26'],
    ['numpy>=2', 'numpy>=2,<3'],
    ['numpy @ https://example.org/numpy.whl', 'numpy @ https://example.org/numpy.whl'],
    ['numpy<2; python_version > "3.9"', 'numpy<2,>=1.26; python_version > "3.9"'],
  ];
  for (const [text, line] of one) {
    it(`has numpy once for ${text}`, () =>
      assert.deepEqual(lines(TORCH, text), ['torch==2.14.1+cpu', line]));
  }

  it('refuses a range that has no version in common with ours', () => {
    for (const text of [
      'numpy<1',
      'numpy>=3',
      'numpy==1.24.*',
      'numpy<1; platform_machine == "x86_64"',
    ]) {
      assert.throws(() => judge(TORCH, text), {
        line: /cannot be: the image needs numpy>=1\.26,<3; give one in that range, or leave numpy out$/,
      });
    }
  });

  it('keeps both where only the building machine knows whether the person’s counts', () => {
    const text = 'numpy<2; platform_machine == "x86_64"';
    assert.deepEqual(lines(TORCH, text), ['torch==2.14.1+cpu', 'numpy>=1.26,<3', text]);
    assert.deepEqual(lines({ ...TORCH, platform: 'linux/amd64' }, text), [
      'torch==2.14.1+cpu',
      'numpy<2,>=1.26; platform_machine == "x86_64"',
    ]);
  });

  it('puts a person’s range in the place of a reader’s', () => {
    const readers = ['nibabel>=5.3,<6', 'pillow>=11,<14'];
    const read = (...pip: string[]) => withReaders(planOf({ ...TORCH, pip }), readers);
    assert.deepEqual(read('nibabel==5.3.2').packages, ['nibabel==5.3.2']);
    assert.deepEqual(read('nibabel==5.3.2').readers, ['pillow>=11,<14']);
    assert.deepEqual(read('scipy', 'Pillow').packages, ['scipy', 'Pillow>=11,<14']);
    assert.deepEqual(read('scipy').readers, readers);
    assert.throws(() => read('nibabel<5'), {
      line: "'nibabel<5' cannot be: the image needs nibabel>=5.3,<6 for the files that model-spec.json declares; use ml-image pip 'nibabel>=5.3,<6'",
    });
  });

  it('has each package once, whatever is asked for, or refuses', () => {
    const name = fc.constantFrom(
      'torch',
      'numpy',
      'Keras',
      'tensorflow',
      'scikit_learn',
      'nibabel',
      'scipy',
    );
    const range = fc.constantFrom('', '>=2', '<3', '==2.14.1', '>=5.3', '==2.14.1+cpu', '!=2.0');
    const asked = fc.uniqueArray(fc.tuple(name, range), { selector: ([n]) => n, maxLength: 5 });
    const config = fc.constantFrom(TORCH, TENSORFLOW, KERAS, ONNX, SKLEARN);
    fc.assert(
      fc.property(config, asked, (base, wants) => {
        const pip = wants.map((parts) => parts.join(''));
        try {
          const { plan } = judge(base, ...pip);
          const { framework, packages, readers } = withReaders(plan, ['nibabel>=5.3,<6']);
          const names = [...framework, ...packages, ...readers].map(
            (line) => requirementParts(line).name,
          );
          assert.equal(new Set(names).size, names.length, names.join(' '));
          for (const text of pip) {
            const { name: wanted } = requirementParts(text);
            assert.ok(
              names.some((each) => each === wanted || each === `${wanted}-cpu`),
              wanted,
            );
          }
        } catch (error) {
          if (!isUserError(error)) throw error;
          assert.doesNotMatch(error.line, /\n/);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
