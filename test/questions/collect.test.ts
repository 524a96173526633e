import assert from 'node:assert/strict';
import { UserError } from '../../src/core/errors.ts';
import type { ModelFacts } from '../../src/core/model-facts.ts';
import { type CollectOptions, collect, type Prompt } from '../../src/questions/collect.ts';
import { agreeing, KERAS, options } from './keras.ts';

describe('collecting answers', () => {
  it('a model alone settles everything, each answer with its reason', async () => {
    const { answers, origins } = await collect(options({ given: { model: 'm.keras' } }));
    assert.deepEqual(answers, {
      model: 'm.keras',
      modelBy: 'copy',
      name: 'my_digits_e',
      framework: 'tensorflow',
      frameworkVersion: '2.21.0',
      accelerator: 'cpu',
      os: 'debian',
      python: '3.13',
      baseImage: null,
      image: 'my_digits_e:0.1.0',
      pip: [],
      system: [],
      platform: null,
      specAlso: [],
    });
    const framework = origins.find(({ key }) => key === 'framework');
    assert.deepEqual([framework?.origin, framework?.because], ['model', 'Keras 3.15.1 file']);
  });

  it("a team's base image brings its own Python, as the flag's does", async () => {
    const image = 'mirror.example.org/python:3.12';
    const defaults = { values: { baseImage: image }, from: '/lab/.yo-rc.json' };
    const { answers, origins } = await collect(options({ given: { model: 'm.keras' }, defaults }));
    assert.deepEqual([answers.baseImage, answers.python], [image, null]);
    assert.equal(origins.find(({ key }) => key === 'baseImage')?.because, 'from /lab/.yo-rc.json');
  });

  it('lets a flag bend the defaults before it: Ubuntu has no Python 3.13', async () => {
    const { answers } = await collect(options({ given: { model: 'm', os: 'ubuntu' } }));
    assert.equal(answers.python, '3.12');
  });

  it('takes the newest release that has wheels for a given Python', async () => {
    const { answers } = await collect(options({ given: { framework: 'jax', python: '3.11' } }));
    assert.equal(answers.frameworkVersion, '0.10.2');
  });

  it('takes the release that a file wants exactly', async () => {
    const facts: ModelFacts = {
      ...KERAS,
      format: 'torch-export',
      framework: 'pytorch',
      frameworkVersion: '2.13.0',
      savedWith: 'torch 2.13.0',
    };
    const { answers } = await collect(
      options({ given: { model: 'x' }, inspect: async () => ({ facts, modelName: 'x' }) }),
    );
    assert.equal(answers.frameworkVersion, '2.13.0');
  });

  it('takes a base image of one’s own with its Python as it is', async () => {
    const { answers } = await collect(
      options({ given: { model: 'm', baseImage: 'registry.example.org/lab/base:7' } }),
    );
    assert.equal(answers.python, null);
  });

  it('takes the release that a framework image names', async () => {
    const { answers } = await collect(
      options({ given: { model: 'm', baseImage: 'tensorflow/tensorflow:2.20.0' } }),
    );
    assert.equal(answers.frameworkVersion, '2.20.0');
  });

  describe("a team's defaults", () => {
    const defaults = {
      values: { os: 'ubuntu', image: 'reg.example.org/lab/' },
      from: '/t/.yo-rc.json',
    };

    it('stand before our own and behind the model file, and say where they come from', async () => {
      const { answers, origins } = await collect(options({ given: { model: 'm' }, defaults }));
      assert.equal(answers.os, 'ubuntu');
      assert.equal(answers.framework, 'tensorflow');
      assert.equal(origins.find(({ key }) => key === 'os')?.because, 'from /t/.yo-rc.json');
    });

    it('give a registry as a prefix that ends with a slash', async () => {
      const { answers } = await collect(options({ given: { model: 'm' }, defaults }));
      assert.equal(answers.image, 'reg.example.org/lab/my_digits_e:0.1.0');
    });

    it('give way to a flag', async () => {
      const { answers } = await collect(options({ given: { model: 'm', os: 'debian' }, defaults }));
      assert.equal(answers.os, 'debian');
    });

    it('with a key that is no answer are named with their file', async () => {
      const wrong = { values: { imag: 'a' }, from: '/t/.yo-rc.json' };
      await assert.rejects(collect(options({ given: { model: 'm' }, defaults: wrong })), {
        line: /^\/t\/\.yo-rc\.json: 'imag' in 'defaults' is not an answer; allowed are modelBy, name, /,
      });
    });

    it('that are wrong are named with their file', async () => {
      const wrong = { values: { os: 'windows' }, from: '/t/.yo-rc.json' };
      await assert.rejects(collect(options({ given: { model: 'm' }, defaults: wrong })), {
        line: "/t/.yo-rc.json: --os 'windows' is not offered; choose one of debian, ubuntu, alpine",
      });
    });
  });

  it('names the flags where an answer without a default is missing', async () => {
    await assert.rejects(collect(options()), {
      name: 'UserError',
      line: /^no framework was given, and there is no default; give --model PATH or --framework /,
    });
  });

  const bad: [string, CollectOptions['given'], RegExp][] = [
    [
      'a name with a blank',
      { name: 'a b' },
      /^--name 'a b' is not a Python identifier.*; use 'a_b'$/,
    ],
    ['a name with a newline', { name: 'a\nRUN x' }, /^--name 'a\\u000aRUN x' is no/],
    ['a very long name', { name: 'a'.repeat(10_000) }, /^--name 'a{77}\.\.\.' is no/],
    [
      'an unknown framework',
      { framework: 'caffe' },
      /^--framework 'caffe' is not offered; choose one of/,
    ],
    [
      'a framework twice',
      { framework: ['jax', 'custom'] },
      /given 2 times \(jax, custom\); give it once$/,
    ],
    ['a version that is a range', { frameworkVersion: '>=2' }, /write it like 2\.21\.0$/],
    [
      'a Python patch version',
      { python: '3.12.1' },
      /minor version of Python 3; write it like 3\.13$/,
    ],
    ['an upper-case image', { image: 'Lab/Digits' }, /is not an image name with a tag/],
    ['an image with a command', { image: 'a:$(id)' }, /is not an image name with a tag/],
    ['a base image with a newline', { baseImage: 'a\nb' }, /is not an image reference/],
    [
      'a requirement that is an option',
      { pip: ['--index-url=http://x'] },
      /is not a Python requirement/,
    ],
    ['a system package with a blank inside quotes', { system: ['a;b'] }, /is not a package name/],
  ];
  for (const [title, given, message] of bad) {
    it(`refuses ${title} in one line`, async () => {
      const failing = collect(options({ given: { model: 'm', ...given } }));
      await assert.rejects(failing, (error: unknown) => {
        assert.ok(error instanceof UserError);
        assert.match(error.line, message);
        assert.doesNotMatch(error.line, /\n/);
        return true;
      });
    });
  }

  it('validates at the prompt with the same line', async () => {
    const asked: Prompt[] = [];
    await collect(options({ given: { model: 'm' }, ask: agreeing(asked) }));
    const name = asked.find((prompt) => prompt.name === 'name');
    assert.match(String(await name?.validate('9x')), /is not a Python identifier/);
    assert.equal(await name?.validate('x9'), true);
  });

  it('says at the prompt why a model cannot be read', async () => {
    let asked: Prompt | undefined;
    const inspect = async () => {
      throw new UserError('no such file: nope');
    };
    const ask = async (prompt: Prompt) => {
      if (prompt.name === 'model') asked = prompt;
      return prompt.name === 'framework' ? 'custom' : prompt.default;
    };
    await collect(options({ ask, inspect }));
    assert.equal(await asked?.validate('nope'), 'no such file: nope');
    assert.equal(await asked?.validate(''), true);
  });

  it('the only model of the directory is offered, and never taken unasked', async () => {
    const asked: Prompt[] = [];
    const ask = agreeing(asked);
    const offered = await collect(options({ ask, nearbyModel: 'net.keras' }));
    assert.deepEqual([asked[0]?.name, asked[0]?.default], ['model', 'net.keras']);
    assert.equal(offered.answers.model, 'net.keras');
    await assert.rejects(collect(options({ nearbyModel: 'net.keras' })), /no framework was given/);
    const declined = await collect(
      options({
        given: { framework: 'custom' },
        ask: async ({ name, default: text }) => (name === 'model' ? 'none' : text),
        nearbyModel: 'net.keras',
      }),
    );
    assert.equal(declined.answers.model, null);
  });
});
