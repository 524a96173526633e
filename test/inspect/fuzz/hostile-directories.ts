/** Directories with something hostile in a file that their loader opens, or could open. */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { MODELS } from '../fixtures.ts';
import { hostileFile } from './payloads.ts';
import { pick, type Random } from './random.ts';
import type { Victim } from './victim.ts';

const NAMES = [
  ...['training_args.bin', 'training_args.txt', 'optimizer.pt', 'notes.md', 'x.json', 'merges.txt'],
  ...['model', 'model.safetensors', 'a/b/c.dat', '.hidden', 'tokenizer.model', 'picture.PNG'],
  ...['pytorch_model.bin', 'rng_state_0.pth', 'vocab', 'spiece.model', 'a b', 'LICENSE'],
];

/** Changes of JSON that Python reads all the same. */
const JSON_FORMS: ((text: string) => string)[] = [
  (text) => text,
  (text) => text.replace('{', '{"x": NaN, '),
  (text) => text.replace('{', '{"x": -Infinity, '),
  (text) => `\ufeff${text}`,
  (text) => `\n\n ${text}\n`,
];

/** Makes a Hugging Face directory hostile. */
const HUGGING_FACE: Record<string, (target: string, random: Random) => void> = {
  'a pickle under any name': (target, random) => {
    const file = path.join(target, pick(NAMES, random));
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, hostileFile(random));
  },
  auto_map: (target, random) => {
    edit(target, 'config.json', random, { auto_map: { AutoModel: 'modeling_evil.Evil' } });
    if (random(2) === 0) writeFileSync(path.join(target, 'modeling_evil.py'), 'import os\n');
  },
  'auto_map of another repository': (target, random) =>
    edit(target, 'config.json', random, { auto_map: { AutoModel: 'who/where--evil.Evil' } }),
  custom_pipelines: (target, random) =>
    edit(target, 'config.json', random, { custom_pipelines: { x: { impl: 'evil.Pipe' } } }),
  custom_generate: (target) => {
    mkdirSync(path.join(target, 'custom_generate'));
    writeFileSync(path.join(target, 'custom_generate/generate.py'), 'def generate(): pass\n');
  },
  'modules.json': (target) =>
    writeFileSync(
      path.join(target, 'modules.json'),
      JSON.stringify([{ idx: 0, name: '0', path: '', type: 'evil.Module' }]),
    ),
  'compiled code': (target, random) =>
    writeFileSync(
      path.join(target, pick(['a.pyc', 'a.so', '__pycache__.pyd', 'a.PYC'], random)),
      Buffer.from('\x7fELF\x02\x01\x01', 'latin1'),
    ),
};

/** Makes an MLflow directory hostile. */
const MLFLOW: Record<string, (target: string, random: Random) => void> = {
  'its pickle': (target, random) =>
    writeFileSync(path.join(target, 'model.pkl'), hostileFile(random)),
  'its pickle under another name': (target, random) => {
    const name = pick(['model.txt', 'data/model', 'model.json', 'm.PKL'], random);
    mkdirSync(path.dirname(path.join(target, name)), { recursive: true });
    writeFileSync(path.join(target, name), hostileFile(random));
    replaceIn(target, 'model.pkl', name);
  },
  loader_module: (target) => replaceIn(target, 'mlflow.sklearn', 'evil.loader'),
  'code/': (target) => {
    mkdirSync(path.join(target, 'code'));
    writeFileSync(path.join(target, 'code/evil.py'), 'import os\n');
    replaceIn(target, 'flavors:', 'code: code\nflavors:');
  },
};

function edit(target: string, name: string, random: Random, more: object): void {
  const file = path.join(target, name);
  const text = JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), ...more });
  writeFileSync(file, pick(JSON_FORMS, random)(text));
}

function replaceIn(target: string, what: string, by: string): void {
  const file = path.join(target, 'MLmodel');
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll(what, by));
}

const MLMODEL = `artifact_path: model
flavors:
  python_function:
    env: conda.yaml
    loader_module: mlflow.sklearn
    model_path: model.pkl
    python_version: 3.13.0
  sklearn:
    pickled_model: model.pkl
    serialization_format: pickle
    sklearn_version: 1.9.1
mlflow_version: 3.6.0
`;

/** All of them. */
export function hostileDirectories(): Victim[] {
  return [
    {
      name: 'digits_huggingface with something hostile',
      hostile: true,
      write(target, random) {
        cpSync(path.join(MODELS, 'digits_huggingface'), target, { recursive: true });
        const way = pick(Object.keys(HUGGING_FACE), random);
        HUGGING_FACE[way]?.(target, random);
        return way;
      },
    },
    {
      name: 'an MLflow directory with something hostile',
      hostile: true,
      write(target, random) {
        mkdirSync(target);
        writeFileSync(path.join(target, 'MLmodel'), MLMODEL);
        cpSync(path.join(MODELS, 'digits_sklearn.pkl'), path.join(target, 'model.pkl'));
        const way = pick(Object.keys(MLFLOW), random);
        MLFLOW[way]?.(target, random);
        return way;
      },
    },
  ];
}
