/** Documents of the table of answers: the JSON Schema of the stored answers, and docs/commands.md. */

import { COMMON_FLAGS, type CommandFlag } from '../../src/cli/command.ts';
import { COMMANDS } from '../../src/cli/command-table.ts';
import { SCHEMA_VERSION } from '../../src/core/answers.ts';
import { MODEL_FORMATS } from '../../src/core/model-facts.ts';
import { QUESTIONS } from '../../src/questions/table.ts';

const TENSORS = {
  type: ['array', 'null'],
  items: {
    type: 'object',
    required: ['name', 'dtype', 'shape'],
    properties: {
      name: { type: 'string' },
      dtype: { type: ['string', 'null'] },
      shape: { type: ['array', 'null'], items: { type: ['integer', 'null'] } },
    },
  },
};

const MODEL = {
  type: ['object', 'null'],
  required: ['file', 'by', 'format', 'inputs', 'outputs', 'needs', 'safety', 'warnings'],
  properties: {
    file: { type: 'string', pattern: '^(?!\\.{1,2}$)[^/]+$' },
    by: { enum: ['copy', 'reference'] },
    source: { type: 'string' },
    format: { enum: MODEL_FORMATS },
    inputs: TENSORS,
    outputs: TENSORS,
    needs: { type: 'array' },
    warnings: { type: 'array' },
  },
};

/** JSON Schema (draft 2020-12) of the stored answers: `.yo-rc.json` under `generator-ml-image`. */
export function storedSchema(): Record<string, unknown> {
  const stored = QUESTIONS.filter(({ key }) => key !== 'modelBy');
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Answers of an image folder',
    type: 'object',
    required: ['schemaVersion', ...stored.map(({ key }) => key)],
    additionalProperties: false,
    properties: {
      schemaVersion: { const: SCHEMA_VERSION },
      defaults: { type: 'object' },
      ...Object.fromEntries(
        stored.map(({ key, schema, help }) => [
          key,
          { ...(key === 'model' ? MODEL : schema), description: help },
        ]),
      ),
    },
  };
}

/** `docs/commands.md`: commands, flags and stored answers. */
export function referencePage(): string {
  return [
    '# Commands and answers',
    '',
    'Made by `npm run docs` from the commands in `src/cli/commands/` and the answers in `src/core/answers.ts`.',
    '',
    '## Commands',
    '',
    ...COMMANDS.flatMap(({ usage, help, answers, flags }) => [
      `### \`${usage}\``,
      '',
      `${sentence(help)}${answers ? ' Takes the flags of the answers.' : ''}`,
      '',
      ...table(flags),
    ]),
    '## Flags of every command',
    '',
    ...table(COMMON_FLAGS),
    '## Answers',
    '',
    '| flag | stored as | asked | what it is |',
    '|---|---|---|---|',
    ...QUESTIONS.map(({ flag, argument, key, message, help, list }) => {
      const cells = [
        code(`--${flag} ${argument}`) + (list ? ', repeatable' : ''),
        key === 'modelBy' ? '`model.by`' : code(key),
        message === null ? 'no' : 'yes',
        help,
      ];
      return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
    }),
    '',
    'The answers are stored in `.yo-rc.json` under `generator-ml-image`, with a `schemaVersion`.',
    "Their JSON Schema is [answers.schema.json](answers.schema.json). A team's defaults are",
    'under `defaults` there, in the `.yo-rc.json` of any folder above.',
    '',
  ].join('\n');
}

function table(flags: readonly CommandFlag[]): string[] {
  if (flags.length === 0) return [];
  return [
    '| flag | what it does |',
    '|---|---|',
    ...flags.map(({ flag, short, argument, help }) => {
      const name = `--${flag}${argument ? ` ${argument}` : ''}`;
      return `| ${short ? `${code(`-${short}`)}, ` : ''}${code(name)} | ${help} |`;
    }),
    '',
  ];
}

function code(text: string): string {
  return `\`${text}\``;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
