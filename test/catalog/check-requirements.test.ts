import assert from 'node:assert/strict';
import { checkRequirements } from '../../src/catalog/check-requirements.ts';
import { type Resolved, resolve } from '../../src/catalog/resolve.ts';
import type { Config } from '../../src/core/answers.ts';
import type { StoredModel } from '../../src/core/model-facts.ts';

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

describe("requirements against what the image brings: the framework's pins", () => {
  const met: [Config, string, string][] = [
    [TORCH, 'torch', 'torch==2.14.1+cpu'],
    [TORCH, 'torch>=2', 'torch==2.14.1+cpu'],
    [TORCH, 'torch==2.14.1', 'torch==2.14.1+cpu'],
    [TORCH, 'Torch == 2.14.1+cpu', 'torch==2.14.1+cpu'],
    [TENSORFLOW, 'tensorflow==2.21.0', 'tensorflow==2.21.0'],
    [TENSORFLOW, 'tensorflow-cpu==2.21.0; platform_machine == "x86_64"', 'tensorflow-cpu==2.21.0'],
    [KERAS, 'Keras >= 3.15', 'keras==3.15.1'],
    [SKLEARN, 'scikit_learn', 'scikit-learn==1.9.1'],
    [ONNX, 'onnxruntime==1.31.1', 'onnxruntime==1.31.1'],
    [
      { ...TORCH, framework: 'xgboost', frameworkVersion: '3.3.0' },
      'xgboost>=2',
      'xgboost-cpu==3.3.0',
    ],
  ];
  for (const [config, text, own] of met) {
    it(`leaves out ${text}, and says what meets it`, () => {
      const { plan, notes } = judge(config, text);
      assert.deepEqual(plan.requirements, planOf(config).requirements);
      assert.equal(notes.length, 1);
      assert.ok(notes[0]?.startsWith(`${text} is met by `) && notes[0].includes(own), notes[0]);
      assert.match(notes[0] as string, /, so it is left out of requirements\.txt$/);
      assert.deepEqual(plan.config.pip, [text]);
    });
  }

  const refused: [Config, string, RegExp][] = [
    [
      TORCH,
      'torch==2.13.0',
      /^'torch==2\.13\.0' conflicts with the framework's 'torch==2\.14\.1\+cpu'; change that with ml-image regenerate --framework-version 2\.13\.0, or leave torch out$/,
    ],
    [TORCH, 'torch<2', /conflicts with the framework's 'torch==2\.14\.1\+cpu'; leave torch out$/],
    [TORCH, 'torch==2.14.1+cu130', /regenerate --accelerator cuda, or leave torch out$/],
    [TORCH, 'torch @ https://example.org/torch.whl', /conflicts with .*; leave torch out$/],
    [
      TENSORFLOW,
      'tensorflow==2.19.1',
      /regenerate --framework-version 2\.19\.1 --python 3\.12, or leave tensorflow out$/,
    ],
    [TENSORFLOW, 'tensorflow[and-cuda]', /regenerate --accelerator cuda, or leave/],
    [
      KERAS,
      'keras==2.1',
      /since the model asks for it \(saved with Keras 3\.15\.1\); leave keras out$/,
    ],
    [
      ONNX,
      'onnxruntime-gpu',
      /write the same files.*; use ml-image regenerate --accelerator cuda, or only onnxruntime$/,
    ],
    [
      { ...ONNX, accelerator: 'cuda' },
      'onnxruntime',
      /write the same files.*; use ml-image regenerate --accelerator cpu, or only onnxruntime-gpu$/,
    ],
  ];
  for (const [config, text, message] of refused) {
    it(`refuses ${text} beside ${config.framework}`, () =>
      assert.throws(() => judge(config, text), { name: 'UserError', line: message }));
  }

  it('adds an extra to the pin', () => {
    assert.deepEqual(lines(TORCH, 'torch[opt-einsum]'), [
      'torch[opt-einsum]==2.14.1+cpu',
      'numpy>=1.26,<3',
    ]);
  });

  it('leaves alone what a marker keeps out of this image', () => {
    const text = 'torch<2; sys_platform == "win32"';
    assert.deepEqual(lines(TORCH, text), ['torch==2.14.1+cpu', 'numpy>=1.26,<3', text]);
  });

  it('says how an answer that no longer goes is taken out', () => {
    const pip = ['torch==2.14.1'];
    const old = resolved({ ...TORCH, frameworkVersion: '2.13.0', pip });
    assert.throws(() => checkRequirements(old, pip, 'folder', { fresh: [] }), {
      line: /'torch==2\.13\.0\+cpu'; take it out with ml-image pip --remove torch$/,
    });
  });
});
describe('requirements against what the image brings: base images and Alpine', () => {
  const base = 'tensorflow/tensorflow:2.20.0';
  const own: Config = { ...TENSORFLOW, frameworkVersion: '2.20.0', python: null, baseImage: base };

  it('guards the framework of its own base image, and leaves out what the image has', () => {
    assert.throws(() => judge(own, 'tensorflow==2.16.2'), {
      line: "'tensorflow==2.16.2' conflicts with 'tensorflow==2.20.0' of the base image tensorflow/tensorflow:2.20.0; change that with ml-image regenerate --framework-version 2.16.2 --base-image none --python 3.12, or leave tensorflow out",
    });
    assert.deepEqual(lines(own, 'tensorflow>=2', 'scipy'), ['scipy']);
    assert.deepEqual(lines(own, 'tensorflow-cpu'), []);
    const torch = {
      ...TORCH,
      frameworkVersion: '2.13.0',
      python: null,
      accelerator: 'cuda' as const,
    };
    const image = 'pytorch/pytorch:2.13.0-cuda13.0-cudnn9-runtime';
    assert.throws(() => judge({ ...torch, baseImage: image }, 'torch==2.5'), {
      line: /conflicts with 'torch==2\.13\.0' of the base image pytorch.*; leave torch out$/,
    });
  });

  it('says that scikit-learn comes with apk on Alpine', () => {
    const alpine: Config = { ...SKLEARN, os: 'alpine', python: '3.14', frameworkVersion: '1.5.2' };
    const { plan, notes } = judge(alpine, 'scikit-learn');
    assert.deepEqual(plan.requirements.packages, []);
    assert.deepEqual(notes, [
      "scikit-learn is met by scikit-learn==1.5.2 of Alpine's py3-scikit-learn, so it is left out of requirements.txt",
    ]);
    assert.throws(() => judge(alpine, 'onnxruntime'), {
      line: /Alpine itself has ONNX Runtime 1\.24\.4 as py3-onnxruntime; use ml-image system py3-onnxruntime/,
    });
  });

  it('warns on Alpine of what may have no wheel, and not of numpy', () => {
    const custom: Config = {
      ...TORCH,
      framework: 'custom',
      frameworkVersion: null,
      os: 'alpine',
      python: '3.14',
    };
    assert.deepEqual(judge(custom, 'numpy==2.1').notes, []);
    assert.match(judge(custom, 'pandas').notes.join('\n'), /^pandas comes without a wheel/);
  });
});

describe('requirements that are another framework', () => {
  it('judges the very release by the Pythons that it has wheels for', () => {
    assert.throws(() => judge(TORCH, 'tensorflow==2.19.1'), {
      line: 'tensorflow==2.19.1 has no wheel for Python 3.13 (it has 3.9, 3.10, 3.11, 3.12); use ml-image regenerate --python 3.12, or tensorflow==2.21.0',
    });
    assert.throws(() => judge(TORCH, 'tensorflow<2.20'), { line: /\(2\.19\.1 has 3\.9, / });
    assert.deepEqual(judge(TORCH, 'tensorflow>=2.19').notes, []);
  });

  it('takes a release that the catalog does not know unchecked, and says so', () => {
    const { plan, notes } = judge(TORCH, 'tensorflow==2.10');
    assert.deepEqual(plan.requirements.packages, ['tensorflow==2.10']);
    assert.match(
      notes.join('\n'),
      /^tensorflow==2\.10 is not in the catalog .*: it is taken as you gave it, unchecked$/,
    );
  });

  it('does not judge what a marker keeps out', () => {
    const on314 = { ...TORCH, python: '3.14' };
    assert.throws(() => judge(on314, 'tensorflow'), { line: /no wheel for Python 3\.14/ });
    for (const marker of ['python_version < "3.14"', 'sys_platform == "win32"']) {
      assert.deepEqual(judge(on314, `tensorflow; ${marker}`).notes, []);
    }
  });

  it('takes two builds of one package that markers part', () => {
    const pair = [
      'tensorflow-cpu==2.21.0; platform_machine == "x86_64"',
      'tensorflow==2.21.0; platform_machine != "x86_64"',
    ];
    assert.deepEqual(judge(TORCH, ...pair).plan.requirements.packages, pair);
    assert.throws(() => judge(TORCH, 'tensorflow-cpu', 'tensorflow'), { line: /same files/ });
  });

  it("says of a +cpu label that PyTorch's own index has it", () => {
    assert.match(judge(ONNX, 'torch==2.14.1+cpu').notes.join('\n'), /on PyTorch's own index alone/);
  });
});
