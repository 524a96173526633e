import assert from 'node:assert/strict';
import { UserError } from '../../src/core/errors.ts';
import type { ModelFacts } from '../../src/core/model-facts.ts';
import { collect, type Prompt } from '../../src/questions/collect.ts';
import { agreeing, options } from './keras.ts';

describe('the interview', () => {
  it('asks for the model and the name, tells of the model, and shows the rest in one list', async () => {
    const asked: Prompt[] = [];
    const ask = async (prompt: Prompt) => {
      asked.push(prompt);
      return prompt.name === 'model' ? 'm.keras' : prompt.default;
    };
    const told: string[] = [];
    const onModel = ({ format }: ModelFacts) => told.push(`${format} after ${asked.length}`);
    await collect(options({ ask, onModel }));
    assert.deepEqual(
      asked.map(({ name, kind }) => `${name}: ${kind}`),
      ['model: path', 'name: text', 'change: several'],
    );
    assert.deepEqual(told, ['keras after 1']);
    const labels = asked[2]?.choices?.map(({ label }) => label) ?? [];
    assert.match(labels[0] ?? '', /^framework +tensorflow +Keras 3\.15\.1 file$/);
    assert.deepEqual(
      labels.map((label) => label.split(' ')[0]),
      [
        ...['framework', 'framework-version', 'accelerator', 'os', 'python', 'image'],
        ...['pip', 'system'],
      ],
    );
  });

  it('asks for what is chosen from the list, and lets the others follow', async () => {
    const asked: string[] = [];
    const ask = async ({ name, default: suggested }: Prompt) => {
      asked.push(name);
      return name === 'change' ? 'os' : name === 'os' ? 'ubuntu' : suggested;
    };
    const { answers, origins } = await collect(options({ given: { model: 'm.keras' }, ask }));
    assert.deepEqual(asked, ['name', 'change', 'os']);
    assert.deepEqual([answers.os, answers.python], ['ubuntu', '3.12']);
    assert.equal(origins.find(({ key }) => key === 'python')?.origin, 'table');
  });

  it('refuses a name of which no folder can be made, at the question', async () => {
    const checkName = () => {
      throw new UserError('m is not empty');
    };
    const asked: Prompt[] = [];
    await collect(options({ given: { model: 'm.keras' }, ask: agreeing(asked), checkName }));
    assert.equal(await asked[0]?.validate('m'), 'm is not empty');
  });

  it('shows choices that cannot work as disabled, with the reason', async () => {
    const asked: Prompt[] = [];
    const ask = async (prompt: Prompt) => {
      asked.push(prompt);
      return prompt.name === 'change' ? 'framework\nos\npython' : prompt.default;
    };
    await collect(options({ given: { model: 'm.keras' }, ask }));
    const alpine = asked
      .find(({ name }) => name === 'os')
      ?.choices?.find(({ value }) => value === 'alpine');
    assert.match(alpine?.disabled ?? '', /TensorFlow has no build for the musl/);
    const python = asked
      .find(({ name }) => name === 'python')
      ?.choices?.find(({ value }) => value === '3.14');
    assert.match(python?.disabled ?? '', /no wheel for Python 3\.14/);
    const frameworks = asked.find(({ name }) => name === 'framework')?.choices ?? [];
    assert.ok(frameworks.length > 0, 'those that cannot load the file are not listed');
    assert.ok(!frameworks.some(({ value }) => value === 'pytorch'));
  });

  it('asks nothing that a flag answers', async () => {
    const asked: Prompt[] = [];
    await collect(
      options({ given: { model: 'm.keras', os: 'ubuntu', pip: ['numpy'] }, ask: agreeing(asked) }),
    );
    const names = asked.map(({ name }) => name);
    assert.ok(!names.includes('os') && !names.includes('pip') && !names.includes('model'));
  });
});
