import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import type { ModelFacts } from '../../src/core/model-facts.ts';
import { inspectModel } from '../../src/inspect/inspect.ts';
import { join, op, pickle } from './assemble.ts';
import { inTemporary, MODELS } from './fixtures.ts';

type Files = Record<string, string | Buffer>;

const write = (directory: string, files: Files) => {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(directory, name)), { recursive: true });
    writeFileSync(path.join(directory, name), content);
  }
};

const inspectFiles = (files: Files): Promise<ModelFacts> =>
  inTemporary((directory) => {
    write(directory, files);
    return inspectModel(directory);
  });

/** A safetensors file of one number. */
const WEIGHTS = (() => {
  const header = Buffer.from('{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}');
  const length = Buffer.alloc(8);
  length.writeUInt32LE(header.length);
  return join(length, header, Buffer.alloc(4));
})();
const HF: Files = { 'config.json': '{"model_type": "bert"}', 'model.safetensors': WEIGHTS };
const RUNS = pickle(op.global('os', 'system'), op.text('true'), op.tuple1, op.reduce);
const RUNS_AS_TEXT = Buffer.from("cos\nsystem\n(S'true'\ntR.");
const PYC = join(
  Buffer.from('a70d0d0a', 'hex'),
  Buffer.alloc(12),
  Buffer.from([0xe3]),
  Buffer.alloc(40),
);
const json = (value: object) => JSON.stringify({ model_type: 'bert', ...value });

describe('members of a directory', () => {
  for (const name of ['a.txt', 'a.json', 'a.md', 'a.yaml', 'README', '.a', 'b/c/d.dat', 'a.png']) {
    it(`finds a pickle called ${name}`, async () => {
      for (const content of [RUNS, RUNS_AS_TEXT, gzipSync(RUNS), deflateSync(RUNS)]) {
        equal((await inspectFiles({ ...HF, [name]: content })).safety.verdict, 'dangerous');
      }
    });
  }

  for (const [what, verdict, files] of [
    ['a program under another name', 'dangerous', { 'a.txt': '\x7fELF\x02\x01\x01\0\0' }],
    ['a library', 'dangerous', { 'lib.so.1': 'x' }],
    ['a library of Windows', 'dangerous', { 'a.pyd': 'x' }],
    ['compiled Python under another name', 'unknown-imports', { 'a.txt': PYC }],
    ['Python', 'unknown-imports', { 'a.py': 'pass\n' }],
    ['a script without an ending', 'unknown-imports', { run: '#!/bin/sh\ntrue\n' }],
    ['a notebook', 'unknown-imports', { 'a.ipynb': '{}' }],
    ['xz', 'unknown-imports', { 'a.txt': Buffer.from('fd377a585a0000', 'hex') }],
    ['bzip2', 'unknown-imports', { 'a.dat': 'BZh91AY&SY\x01' }],
    ['bytes of no format', 'unknown-imports', { 'a.dat': Buffer.from([1, 2, 3, 0, 254, 0]) }],
    ['custom_generate', 'unknown-imports', { 'custom_generate/requirements.txt': 'x' }],
  ] as const) {
    it(`calls ${what} ${verdict}, and names it`, async () => {
      const { safety } = await inspectFiles({ ...HF, ...files });
      equal(safety.verdict, verdict);
      ok(safety.reasons?.[0]?.startsWith(`${Object.keys(files)[0]}: `), safety.reasons?.join());
    });
  }

  it('opens the members of a SavedModel, also of one below', () =>
    inTemporary(async (directory) => {
      cpSync(path.join(MODELS, 'digits_savedmodel'), path.join(directory, 'a/m'), {
        recursive: true,
      });
      write(directory, { 'a/m/assets/vocabulary.txt': 'one\ntwo\n' });
      equal((await inspectModel(path.join(directory, 'a/m'))).safety.verdict, 'data-only');
      write(directory, { 'a/MLmodel': 'flavors:\n  tensorflow: {}\n' });
      equal((await inspectModel(path.join(directory, 'a'))).safety.verdict, 'data-only');
      write(directory, { 'a/m/assets/vocabulary.txt': RUNS_AS_TEXT });
      equal((await inspectModel(path.join(directory, 'a/m'))).safety.verdict, 'dangerous');
      equal((await inspectModel(path.join(directory, 'a'))).safety.verdict, 'dangerous');
    }));

  it('lets texts, pictures, numbers and vocabularies be what they are', async () => {
    const { safety, warnings } = await inspectFiles({
      ...HF,
      'README.md': '---\nlicense: mit\n---\n# Model\n',
      LICENSE: Buffer.from('Copyright \xa9 2026\n', 'latin1'),
      'vocab.txt': '[PAD]\ncat\ndog\neel\n(it\nRun\n.\n',
      'tokenizer.json': JSON.stringify({
        model: { vocab: { auto_map: 3, _target_: 4, types: 5 } },
      }),
      'spiece.model': Buffer.from(
        '\x0a\x0e\x0a\x05<unk>\x15\0\0\0\0\x18\x02\x12\x02\x18\x01',
        'latin1',
      ),
      'flax_model.msgpack': Buffer.from('\x81\xa4bert\x80', 'latin1'),
      'a.png': Buffer.from('89504e470d0a1a0a0000', 'hex'),
      'openvino/model.xml': '<?xml version="1.0"?><net></net>',
      'openvino/model.bin': Buffer.from([1, 2, 3, 0, 254, 0]),
      '.git/objects/ab/cd': deflateSync(Buffer.from('blob 3\0abc')),
      '.git/hooks/update.sample': '#!/bin/sh\n',
      'page.html': '<!doctype html><html></html>',
      'results.json': '{"error": 0.1}',
      'empty.txt': '',
    });
    deepEqual(safety, { verdict: 'data-only', imports: [] });
    deepEqual(warnings, []);
  });

  it('refuses more files than can be looked into', () =>
    rejects(
      inspectFiles(Object.fromEntries(Array.from({ length: 5_100 }, (_, n) => [`a${n}`, 'x']))),
      /holds more than 5000 files/,
    ));
});

describe('code that JSON names', () => {
  const auto = '"auto_map":{"AutoModel":"m.M"}';
  for (const [what, config] of Object.entries({
    NaN: `{"model_type":"a","x":NaN,${auto}}`,
    Infinity: `{"x":-Infinity,${auto},"y":Infinity}`,
    'a byte order mark': `\u{feff}{${auto}}`,
    'UTF-16': Buffer.from(`\u{feff}{${auto}}`, 'utf16le'),
    'an escaped key': '{"model_type":"a","aut\\u006f_map":{"AutoModel":"m.M"}}',
    'equal keys': `{"model_type":"a","auto_map":{},${auto}}`,
    'a key deep inside': `{"model_type":"a","b":[{"c":{${auto}}}]}`,
    'blanks before it': `${' '.repeat(10_000)}{"model_type":"a",${auto}}`,
    'a list of classes': '{"model_type":"a","auto_map":{"AutoTokenizer":["m.M",null]}}',
  })) {
    it(`finds auto_map with ${what}`, async () => {
      const { safety } = await inspectFiles({ ...HF, 'config.json': config });
      equal(safety.verdict, 'unknown-imports');
      match(safety.reasons?.[0] ?? '', /^m\.M: code that auto_map in config\.json imports$/);
    });
  }

  for (const [name, value] of [
    ['tokenizer_config.json', { auto_map: { AutoTokenizer: ['m.M', null] } }],
    ['processor_config.json', { auto_map: { AutoProcessor: 'm.M' } }],
    ['generation_config.json', { custom_generate: 'm.M' }],
    ['sub/other.txt', { auto_map: { A: 'm.M' } }],
    ['config.json', { custom_pipelines: { task: { impl: 'm.M', pt: ['AutoModel'] } } }],
    ['config.json', { attn_implementation: 'm.M/kernel' }],
    ['adapter_config.json', { auto_mapping: { parent_library: 'm.M' } }],
    ['2_Dense/config.json', { activation_function: 'm.M' }],
    ['train.json', { _target_: 'm.M' }],
    ['modules.json', [{ idx: 0, type: 'm.M' }]],
    ['router_config.json', { types: { query: 'm.M' } }],
    ['model_index.json', { unet: ['m', 'M'] }],
    ['model_index.json', { _class_name: ['m', 'M'] }],
    ['task.json', { module: 'm.M', class_name: 'A', registered_name: 'A' }],
  ] as const) {
    it(`finds what ${JSON.stringify(value)} in ${name} names`, async () => {
      const content = Array.isArray(value) ? JSON.stringify(value) : json(value);
      const { safety } = await inspectFiles({ ...HF, [name]: content });
      equal(safety.verdict, 'unknown-imports');
      ok(safety.reasons?.[0]?.startsWith('m.M'), safety.reasons?.join());
    });
  }

  it('knows the names of the libraries themselves', async () => {
    const { safety } = await inspectFiles({
      ...HF,
      'modules.json': '[{"type":"sentence_transformers.models.Pooling"}]',
      '2_Dense/config.json': '{"activation_function":"torch.nn.modules.activation.Tanh"}',
      'decoder.json': '{"activation_function":"gelu_new","auto_map":{}}',
      'model_index.json': '{"_class_name":"P","unet":["diffusers","U"],"x":[null,null],"y":true}',
    });
    equal(safety.verdict, 'data-only');
  });

  it('refuses a configuration with such a key that is no JSON, and counts any other', async () => {
    const broken = `{"model_type":"a",${auto},}`;
    await rejects(inspectFiles({ ...HF, 'config.json': broken }), /that is not JSON/);
    const { safety } = await inspectFiles({ ...HF, 'tokenizer_config.json': broken });
    equal(safety.verdict, 'unknown-imports');
  });
});

describe('code that MLmodel names', () => {
  const model = (loader: string, more = '') =>
    `flavors:\n  python_function:\n    ${loader}\n  sklearn:\n    pickled_model: model.pkl\n${more}`;
  const stock = 'loader_module: mlflow.sklearn';
  const inspectMlmodel = (text: string, files: Files = {}) =>
    inspectFiles({ MLmodel: text, 'model.pkl': pickle(op.none), ...files });

  for (const [what, text] of Object.entries({
    'as it is': model('loader_module: m.M'),
    quoted: model('"loader_module": m.M'),
    escaped: model('"loader\\x5fmodule": m.M'),
    'in flow style': 'flavors: {python_function: {loader_module: m.M}}\n',
    'as JSON': '{"flavors":{"python_function":{"loader_module":"m.M"}}}',
    'by a merge': 'x: &x {loader_module: m.M}\nflavors:\n  python_function:\n    <<: *x\n',
    'by an alias': 'x: &x m.M\nflavors:\n  python_function:\n    loader_module: *x\n',
    'by an aliased key': 'x: &x loader_module\nflavors:\n  python_function:\n    *x : m.M\n',
    twice: model('loader_module: m.M\n    loader_module: mlflow.sklearn'),
    'behind a tab': model('loader_module:\tm.M'),
    'as an explicit key': model('? loader_module\n    : m.M'),
    folded: model('loader_module: >-\n      m.M'),
    'behind a byte order mark': `\u{feff}${model('loader_module: m.M')}`,
  })) {
    it(`finds a loader_module that is written ${what}`, async () => {
      const { safety } = await inspectMlmodel(text);
      equal(safety.verdict, 'unknown-imports');
      ok(
        safety.reasons?.some((each) => each.startsWith('m.M: a module')),
        safety.reasons?.join(),
      );
    });
  }

  for (const [what, text, files] of [
    ['code', model(`${stock}\n    code: code`), {}],
    ['model_code_path', model('model_code_path: m.txt'), {}],
    ['a python_model that is Python', model('python_model: m.PY'), {}],
    ['a path out of the directory', model('model_path: ../../x'), {}],
    ['an absolute path', model('data: /x'), {}],
    ['a module within a known one', model('loader_module: mlflow.sklearn.os'), {}],
    ['the pickle module of PyTorch', model(stock), { 'data/pickle_module_info.txt': 'm' }],
  ] as const) {
    it(`finds ${what}`, async () => {
      equal((await inspectMlmodel(text, files)).safety.verdict, 'unknown-imports');
    });
  }

  it('reads the MLmodel of a model below', async () => {
    const files = { 'artifacts/a/MLmodel': model('loader_module: m.M') };
    const { safety } = await inspectMlmodel(model(stock), files);
    equal(safety.verdict, 'unknown-imports');
  });

  it('calls tags of Python dangerous', async () => {
    const { safety } = await inspectMlmodel(model(stock, "x: !!python/name:os.system ''\n"));
    equal(safety.verdict, 'dangerous');
  });

  it('knows what MLflow itself writes', async () => {
    const columns = JSON.stringify(
      Array.from({ length: 20_000 }, (_, n) => ({ type: 'double', name: `column ${n}` })),
    );
    const signature = `signature:\n  inputs: '${columns}'\nmetadata: {code: mine}\n`;
    const facts = await inspectMlmodel(model(`${stock}\n    code: null`, signature), {
      'data/pickle_module_info.txt': 'mlflow.pytorch.pickle_module',
      'conda.yaml': 'name: a\n',
    });
    equal(facts.safety.verdict, 'known-imports');
    equal(facts.inputs?.[0]?.file?.columns?.length, 20_000);
  });
});

describe('parts of a model that are missing', () => {
  const map = (...files: string[]) =>
    JSON.stringify({ weight_map: Object.fromEntries(files.map((file, n) => [`w${n}`, file])) });
  for (const [what, files, message] of [
    [
      'a shard',
      { 'model.safetensors.index.json': map('model.safetensors', 'b.safetensors') },
      /b\.safetensors.*is missing/,
    ],
    ['a shard of pickles', { 'pytorch_model.bin.index.json': map('c.bin') }, /c\.bin.*is missing/],
    ['a number', { 'a-00001-of-00002.safetensors': WEIGHTS }, /a-00002-of-00002.*is missing/],
    ['all bytes of a file', { 'a.safetensors': '' }, /"a\.safetensors" is empty/],
    [
      'the last byte of a file',
      { 'a.safetensors': WEIGHTS.subarray(0, -1) },
      /65 bytes where its header says 66/,
    ],
    ['the end of a download', { 'a.incomplete': 'x' }, /is an incomplete download/],
    [
      'all but what the server said',
      { 'a.bin': '{"error":"Not Found"}' },
      /server's error in JSON/,
    ],
    ['all but a page', { 'a.h5': '<!DOCTYPE html>' }, /is an HTML page/],
  ] as const) {
    it(`refuses a directory that lacks ${what}`, () =>
      rejects(inspectFiles({ ...HF, ...files }), (error: Error) => {
        equal(error.name, 'UserError', error.stack);
        match(String(error), message);
        return true;
      }));
  }

  it('refuses a SavedModel without its variables or a part of them', () =>
    inTemporary(async (directory) => {
      cpSync(path.join(MODELS, 'digits_savedmodel'), directory, { recursive: true });
      rmSync(path.join(directory, 'variables/variables.data-00000-of-00001'));
      await rejects(inspectModel(directory), /data-00000-of-00001" is missing/);
      rmSync(path.join(directory, 'variables'), { recursive: true });
      await rejects(inspectModel(directory), /"variables" is missing/);
    }));
});
