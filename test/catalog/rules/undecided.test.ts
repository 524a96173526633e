import assert from 'node:assert/strict';
import { refuseConfig } from '../../../src/catalog/rules/refuse-config.ts';
import type { Config } from '../../../src/core/answers.ts';

const CONFIG: Config = {
  ...{ schemaVersion: 2, model: null, name: 'm', framework: 'tensorflow' },
  ...{ frameworkVersion: '2.21.0', python: '3.13', os: 'debian', accelerator: 'cpu' },
  ...{ baseImage: null, image: 'm:1', pip: [], system: [], platform: null, specAlso: [] },
};

describe('the rule undecided', () => {
  it('refuses a config without a Python, where no base image brings one', () => {
    const refusal = refuseConfig({ ...CONFIG, python: null });
    assert.match(refusal?.reason ?? '', /^no Python is named/);
    assert.deepEqual(refusal?.instead, ['--python 3.13']);
    const baseImage = 'registry.example.org/lab/base:1';
    assert.equal(refuseConfig({ ...CONFIG, python: null, baseImage }), null);
  });

  it('refuses a config without a release, unless the base image brings the framework', () => {
    const refusal = refuseConfig({ ...CONFIG, frameworkVersion: null });
    assert.match(refusal?.reason ?? '', /^no release of TensorFlow is named/);
    assert.deepEqual(refusal?.instead, ['--framework-version 2.21.0']);
    const baseImage = 'tensorflow/tensorflow:2.20.0';
    const open = { ...CONFIG, frameworkVersion: null, python: null, baseImage };
    assert.equal(refuseConfig(open), null);
    assert.equal(refuseConfig({ ...CONFIG, framework: 'custom', frameworkVersion: null }), null);
  });
});
