/** What a model file asks for becomes requirements and system packages. */
import assert from 'node:assert/strict';
import { resolve } from '../../src/catalog/resolve.ts';
import type { Config } from '../../src/core/answers.ts';
import type { Plan } from '../../src/core/types.ts';

const CONFIG: Config = {
  schemaVersion: 2,
  model: null,
  name: 'digits',
  framework: 'tensorflow',
  frameworkVersion: '2.21.0',
  python: '3.13',
  os: 'debian',
  accelerator: 'cpu',
  baseImage: null,
  image: 'lab/digits:0.1.0',
  pip: ['pandas>=2.2,<3'],
  system: ['libgl1'],
  platform: null,
  specAlso: [],
};

function plan(change: Partial<Config>): Plan {
  const resolved = resolve({ ...CONFIG, ...change });
  assert.ok('plan' in resolved, JSON.stringify(resolved));
  return resolved.plan;
}

describe('catalog: what a model file asks for', () => {
  const withNeeds = (
    format: NonNullable<Config['model']>['format'],
    needs: NonNullable<Config['model']>['needs'],
  ): Config['model'] => ({
    file: 'm',
    by: 'copy',
    format,
    savedWith: null,
    inputs: null,
    outputs: null,
    needs,
    safety: { verdict: 'data-only', imports: [] },
    warnings: [],
  });

  it('runs TensorFlow Lite files on their own runtime, without TensorFlow', () => {
    const lite = plan({
      frameworkVersion: null,
      model: withNeeds('tflite', [
        { kind: 'package', name: 'ai-edge-litert', why: 'it runs them' },
      ]),
    });
    assert.deepEqual(lite.requirements.framework, ['numpy>=1.26,<3', 'ai-edge-litert==2.3.0']);
    assert.deepEqual([lite.loader, lite.trims], ['tflite', []]);
  });

  it('asks for the names of tensors that a Hugging Face directory does not tell', () => {
    const torch = { framework: 'pytorch', frameworkVersion: '2.13.0' } as const;
    const open = withNeeds('huggingface', []);
    const tensor = { name: 'x', dtype: null, shape: null };
    const told = open && { ...open, inputs: [tensor], outputs: [tensor] };
    assert.match(
      plan({ ...torch, model: open }).notes.join('\n'),
      /pixel_values, logits.*"tensor"/,
    );
    assert.doesNotMatch(plan({ ...torch, model: told }).notes.join('\n'), /tensor/);
  });

  it('does not ask twice for the framework itself', () => {
    const onnx = plan({
      framework: 'onnxruntime',
      frameworkVersion: '1.30.0',
      model: withNeeds('onnx', [
        { kind: 'package', name: 'onnxruntime', specifier: '>=1.19', why: 'opset 21, IR 10' },
      ]),
    });
    assert.deepEqual(onnx.requirements.framework, ['onnxruntime==1.30.0']);
  });

  it('refuses a release that is too old for the file', () => {
    const refused = resolve({
      ...CONFIG,
      framework: 'onnxruntime',
      frameworkVersion: '1.25.1',
      model: withNeeds('onnx', [
        { kind: 'package', name: 'onnxruntime', specifier: '>=1.26', why: 'opset 27' },
      ]),
    });
    assert.ok('refusal' in refused);
    assert.match(refused.refusal.reason, /needs ONNX Runtime 1\.26 or later \(opset 27\)/);
    assert.deepEqual(refused.refusal.instead, ['--framework-version 1.31.1']);
  });

  it('says it where scikit-learn is another than the pickle’s', () => {
    const needs = [
      {
        kind: 'package' as const,
        name: 'scikit-learn',
        specifier: '==1.5.2',
        why: 'saved with scikit-learn 1.5.2',
      },
    ];
    const other = plan({
      framework: 'scikit-learn',
      frameworkVersion: '1.9.1',
      model: withNeeds('sklearn', needs),
    });
    assert.match(other.notes.join('\n'), /asks for scikit-learn 1\.5\.2 \(/);
  });

  it('brings what a pickle imports beside its framework, system packages included', () => {
    const mixed = plan({
      framework: 'scikit-learn',
      frameworkVersion: '1.9.1',
      model: withNeeds('sklearn', [
        { kind: 'package', name: 'lightgbm', why: 'the pickle imports it' },
      ]),
    });
    assert.ok(mixed.requirements.framework.includes('lightgbm==4.7.0'));
    assert.ok(mixed.systemPackages.includes('libgomp1'));
  });
});
