import { equal, match } from 'node:assert/strict';
import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ModelFacts } from '../../src/core/model-facts.ts';
import { inspectModel } from '../../src/inspect/inspect.ts';
import { join } from './assemble.ts';
import { inTemporary, MODELS } from './fixtures.ts';

type Files = Record<string, string | Buffer>;

const HF: Files = { 'config.json': '{"model_type": "bert"}' };
const mlflow = (flavor: string, more = ''): Files => ({
  MLmodel: `flavors:\n  python_function:\n    loader_module: mlflow.${flavor}\n${more}`,
});

const inspectFiles = (files: Files): Promise<ModelFacts> =>
  inTemporary((directory) => {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(directory, name)), { recursive: true });
      writeFileSync(path.join(directory, name), content);
    }
    return inspectModel(directory);
  });

const padded = (start: string, length: number) =>
  join(Buffer.from(start, 'latin1'), Buffer.alloc(length - start.length));
const XZ = join(Buffer.from('fd377a585a0000', 'hex'), Buffer.alloc(40));
/** A message of ONNX whose graph (7) is empty, behind one of field 8 that starts as a BMP does. */
const ONNX_AS_BMP = join(
  Buffer.from('BM'),
  Buffer.from([0x0a, 0x49]),
  Buffer.alloc(0x49, 0x64),
  Buffer.from([0x10, 1, 0x3a, 0]),
);

describe('members that start as something harmless', () => {
  const keras = readFileSync(path.join(MODELS, 'digits.keras'));
  const hdf5 = Buffer.from('894844460d0a1a0a', 'hex');
  for (const [what, verdict, files] of [
    ['a zip behind a picture', 'dangerous', { 'm.keras': join(Buffer.from('GIF89a'), keras) }],
    ['a zip behind a table', 'dangerous', { 'm.keras': join(Buffer.from('PAR1'), keras) }],
    ['HDF5 behind a picture', 'dangerous', { 'm.h5': join(padded('GIF89a', 512), hdf5) }],
    ['HDF5 behind UTF-16', 'dangerous', { 'm.h5': join(padded('\xff\xfe', 1024), hdf5) }],
    ['HDF5 behind zeros', 'dangerous', { 'm.h5': join(padded('\0', 2048), hdf5) }],
    ['ONNX that starts as a picture', 'unknown-imports', { 'm.onnx': ONNX_AS_BMP }],
    [
      'ONNX that starts as a vocabulary',
      'unknown-imports',
      { 'm.onnx': Buffer.from('\x0a\x0e\x0a\x05<unk>\x15\0\0\0\0\x18\x02\x3a\0', 'latin1') },
    ],
    ['xz beside an .xml', 'unknown-imports', { 'm.bin': XZ, 'm.xml': '<net/>' }],
    [
      'xz in a Core ML package',
      'unknown-imports',
      { 'a.mlpackage/Manifest.json': '{}', 'a.mlpackage/w': XZ },
    ],
    ['a program for all systems', 'dangerous', { 'm.llamafile': "MZqFpD='\n" }],
    ['lines that Python runs', 'unknown-imports', { 'a.pth': 'import os; os.abort()\n' }],
    ['a graph in text', 'unknown-imports', { 'a/saved_model.pbtxt': 'meta_graphs {}\n' }],
  ] as [string, string, Files][]) {
    it(`calls ${what} ${verdict}`, async () => {
      equal((await inspectFiles({ ...HF, ...files })).safety.verdict, verdict);
    });
  }

  it('finds HDF5 behind the start of a known format', async () => {
    const header = Buffer.from('{"a":{"dtype":"U8","shape":[1024],"data_offsets":[0,1024]}}');
    const length = Buffer.alloc(8);
    length.writeUInt32LE(header.length);
    const file = join(length, header, Buffer.alloc(1024));
    equal((await inspectFiles({ ...HF, 'm.h5': file })).safety.verdict, 'data-only');
    hdf5.copy(file, 512);
    equal((await inspectFiles({ ...HF, 'm.h5': file })).safety.verdict, 'dangerous');
  });
});

describe('code that configurations name', () => {
  const parts = (count: number) => ',"x":0'.repeat(count);
  for (const [what, files, reason] of [
    ['megatron_core of PEFT', { 'adapter_config.json': '{"megatron_core":"evil"}' }, /^evil: /],
    [
      'a tokenizer of sentence-transformers',
      { '0/a.json': '{"tokenizer_class":"evil.T"}' },
      /^evil.T: /,
    ],
    [
      'a module that sentence-transformers imports itself',
      { 'modules.json': '[{"type":"sentence_transformers.util.torch"}]' },
      /util.torch: /,
    ],
    [
      'parts of a modular pipeline',
      { 'modular_model_index.json': '{"unet":[null,null,{"type_hint":["evil","M"]}]}' },
      /^evil.M: /,
    ],
    ['objects of LlamaIndex', { 'a.json': '{"object_constructor":"os.system"}' }, /^os.system: /],
    ['objects of Keras', { 'a.json': '{"module":"evil","class_name":"M","config":{}}' }, /^evil: /],
    ['a class of Lightning', { 'a.yaml': 'model:\n  class_path: evil.M\n' }, /^evil.M: /],
    ['a class of hydra', { 'a.yml': '"_targ\\x65t_": os.system\n' }, /^os.system: /],
    ['an object of HyperPyYAML', { 'a.yaml': 'a: !new:evil.M\n' }, /^!new:evil.M: /],
    [
      'a renamed tag',
      { 'a.yaml': '%TAG !e! !ne\n---\na: !e!w:evil.M []\n--- 1\n' },
      /could name code/,
    ],
    ['an expression of MONAI', { 'configs/a.json': '{"x":["$print(1)"]}' }, /Python that MONAI/],
    ['an import of MONAI', { 'a.yaml': 'imports:\n- $import os\n' }, /Python that MONAI/],
    ['too many modules', { 'modules.json': `[{"type":"evil.M"${parts(500_001)}}]` }, /names code/],
    ['too many parts', { 'model_index.json': `{"a":["evil","M"]${parts(500_001)}}` }, /names code/],
  ] as [string, Files, RegExp][]) {
    it(`finds ${what}`, async () => {
      const { safety } = await inspectFiles({ ...HF, ...files });
      equal(safety.verdict, 'unknown-imports');
      match(safety.reasons?.[0] ?? '', reason);
    });
  }

  it('finds tags of Python and functions of Keras, and calls them dangerous', async () => {
    for (const files of [
      { 'a.yaml': 'a: !!python/object/apply:os.system [x]\n' },
      { 'a.yaml': '%TAG ! tag:yaml.org,2002:python/\n---\na: !object/apply:os.system [x]\n' },
      { 'a.json': '{"a":{"module":"builtins","class_name":"function","config":"eval"}}' },
    ] as Files[]) {
      equal((await inspectFiles({ ...HF, ...files })).safety.verdict, 'dangerous');
    }
  });

  for (const [what, files] of [
    ['model_class', mlflow('xgboost', '  xgboost:\n    model_class: evil.M\n')],
    ['a flavor that is not read', mlflow('langchain', '  langchain: {}\n')],
    [
      'a loader that an anchor brings out of the signature',
      {
        MLmodel: 'signature: &a\n  loader_module: evil\nflavors:\n  python_function:\n    <<: *a\n',
      },
    ],
    [
      'a loader that an anchor brings out of the metadata',
      { MLmodel: 'metadata: &a {loader_module: evil}\nflavors: {python_function: *a}\n' },
    ],
  ] as [string, Files][]) {
    it(`finds ${what} in MLmodel`, async () => {
      equal((await inspectFiles(files)).safety.verdict, 'unknown-imports');
    });
  }

  it('takes no package from a line that names none of the index', async () => {
    const { needs, warnings } = await inspectFiles({
      ...mlflow('sklearn'),
      'requirements.txt':
        '--index-url http://a\n-e git+http://a\nevil @ https://a/x.whl\n./b\n# c\nnumpy==2.1.0 ; python_version>"3"\npandas\n',
    });
    equal(needs.map(({ name }) => name).join(), 'numpy,pandas,mlflow-skinny');
    match(warnings.join(), /left out: "--index-url.*evil @/);
  });

  it('lets what the libraries write be', async () => {
    const { safety } = await inspectFiles({
      ...HF,
      'adapter_config.json':
        '{"peft_type":"LORA","megatron_core":"megatron.core","auto_mapping":null}',
      'tokenizer_config.json': '{"tokenizer_class":"BertTokenizer"}',
      'modules.json': '[{"type":"sentence_transformers.models.Pooling"}]',
      'config.yaml': 'lr: ${a}\nname: "$5"\n_target_: Adam\n',
      '.pre-commit.yml': 'a: [1\n',
    });
    equal(safety.verdict, 'data-only');
  });
});

describe('members that a reader cannot follow', () => {
  it('keep the verdict that they have as a pickle', async () => {
    const text = "GGUFaaaaa0cos\nsystem\n(S'true'\ntR.";
    equal((await inspectFiles({ ...HF, 'notes.txt': text })).safety.verdict, 'dangerous');
  });

  it('are not read to their end for a name of gigabytes', async () => {
    // A length of 0x63 is the opcode of a name, which zeros do not end.
    const header = '{"a":{"dtype":"U8","shape":[8000000000],"data_offsets":[0,8000000000]}}'.padEnd(
      0x63,
    );
    await inTemporary(async (directory) => {
      const file = path.join(directory, 'model.safetensors');
      writeFileSync(file, `c${'\0'.repeat(7)}${header}`);
      truncateSync(file, 8 + 0x63 + 8_000_000_000);
      equal((await inspectModel(file)).safety.verdict, 'data-only');
    });
  });
});
