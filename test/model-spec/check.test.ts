import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { faultsIn, faultText } from '../../src/model-spec/check.ts';
import { violations } from '../../src/model-spec/schema.ts';
import { warningsOf } from '../../src/model-spec/warnings.ts';
import { BREACHES, samples } from './generated-specs.ts';

const read = (path: string) =>
  readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8');
const SCHEMA = JSON.parse(read('templates/model-spec.schema.json'));
const SPEC = read('examples/keras-digits/model-spec.json');
const faults = (text: string) => faultsIn(text, SCHEMA).map(faultText);

describe('the check of a specification', () => {
  const all = samples(400, 3);

  it('refuses what breaks a rule, and nothing else', () => {
    for (const { text, breach } of all) {
      const found = faults(text);
      assert.equal(found.length > 0, breach !== null, `${breach?.rule}: ${found}\n${text}`);
    }
    assert.ok(all.length >= 500);
  });

  it('reads the schema as JSON Schema does', () => {
    const validate = new Ajv({
      allowUnionTypes: true,
      strictTypes: false,
      strictRequired: false,
      keywords: ['patternErrorMessage'],
    }).compile(SCHEMA);
    for (const { text, breach } of all) {
      const value = JSON.parse(text);
      const ours = violations(SCHEMA, value).length === 0;
      assert.equal(validate(value), ours, `${breach?.rule}\n${text}`);
    }
  });

  it('knows of every rule by one name, and why where ABLInfer lacks it', () => {
    const names = BREACHES.map(({ rule }) => rule);
    assert.deepEqual(
      names.filter((name, at) => names.indexOf(name) < at),
      [],
    );
    assert.ok(BREACHES.every(({ stricter }) => stricter === undefined || stricter.length > 10));
  });

  const broken: [string, (text: string) => string, string[]][] = [
    ['nothing', (text) => text, []],
    [
      'a status',
      (text) => text.replace('"required"', '"maybe"'),
      [
        'model-spec.json:24: inputs.input.status must be one of required, suggested, optional; it is "maybe"',
      ],
    ],
    [
      'a field that is gone',
      (text) => text.replace(/ {2}"organ".*\n/, ''),
      ['model-spec.json:1: organ is missing'],
    ],
    [
      'an order that lacks a name and has a strange one',
      (text) => text.replace('    "input",\n', '    "inputs",\n'),
      [
        'model-spec.json:59: order does not list input; it must list each input, param and output once',
        'model-spec.json:60: order[0] is not the name of an input, param or output (input, output)',
      ],
    ],
    [
      'a flag of the image',
      (text) => text.replace('"--input="', '"--help"'),
      [
        `model-spec.json:25: inputs.input.flag must be no bare dash or =, and none of the image's own flags --help, --version, --spec, --selftest and --require-gpu; it is "--help"`,
      ],
    ],
    [
      'two default flags',
      (text) => text.replace('"--output="', '"--input"'),
      [
        'model-spec.json:47: outputs.output.flag is also the flag of inputs.input; flags must be unique',
      ],
    ],
    [
      'a byte order mark',
      (text) => `\uFEFF${text}`,
      [
        'model-spec.json:1: the file begins with a byte order mark, which ABLInfer refuses; save it as UTF-8 without one',
      ],
    ],
    [
      'a key that is there twice',
      (text) => text.replace('  "task"', '  "organ": "",\n  "task"'),
      ['model-spec.json:6: organ is repeated in line 7; keys must be unique'],
    ],
    [
      'a target that Python takes for a float',
      (text) =>
        text.replace(
          '"pre": []',
          '"pre": [{"name": "", "description": "", "status": "optional", "operation": "x", "params": {}, "targets": [1.0]}]',
        ),
      [
        'model-spec.json:29: inputs.input.pre[0].targets[0] must be a whole number without decimal point or exponent; it is 1.0',
      ],
    ],
  ];
  for (const [what, change, expected] of broken) {
    it(`says line, keys and what is allowed: ${what}`, () => {
      assert.deepEqual(faults(change(SPEC)), expected);
      assert.deepEqual(
        faults(change(SPEC).replaceAll('\n', '\r\n')),
        expected,
        'with the line ends of Windows',
      );
    });
  }

  it('takes what the command itself writes, of which ABLInfer warns of nothing', () => {
    assert.deepEqual(warningsOf(JSON.parse(SPEC)), []);
  });

  it('tells what ABLInfer warns of', () => {
    const spec = JSON.parse(SPEC);
    spec.$schema = './model-spec.schema.json';
    delete spec.citation;
    delete spec.inputs.input.pre;
    assert.deepEqual(faults(JSON.stringify(spec)), []);
    assert.deepEqual(warningsOf(spec), [
      'ABLInfer warns that it does not know $schema',
      'ABLInfer warns that citation is missing',
      'ABLInfer warns that inputs.input.pre is missing',
    ]);
  });
});
