/** docs/models.md: what a person brings, what they type, what they get. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelSpec } from '../../src/core/types.ts';
import type { ModelRow } from './rows.ts';

/** What came of a model. */
export interface Outcome {
  row: ModelRow;
  /** The generated folder; null where there is none. */
  folder: string | null;
  /** Why it does not predict as its framework does; null: it does. */
  fault: string | null;
}

/** The page, from what came of each model. */
export function modelsPage(outcomes: readonly Outcome[]): string {
  const good = outcomes.filter(({ fault }) => fault === null);
  const others = outcomes.filter(({ row }) => row.byOthers).length;
  return [
    '# Models that predict without an edit',
    '',
    `${good.length} of ${outcomes.length} models predict as their own framework does, with no line of the generated folder`,
    `edited; ${others} of them were made by others. \`npm run models\` scaffolds, builds and runs each one on the stand-in base`,
    'images of the tests (Python 3.11 and 3.13, CPU) and compares with what the framework gave. Numbers agree within',
    '1e-4 of the largest, masks in all but 1 of 1000 voxels and in their place in space.',
    '',
    '| you bring | you type, beside the model | goes in | comes out | made by | predicts |',
    '|---|---|---|---|---|---|',
    ...outcomes.map(line),
    '',
  ].join('\n');
}

function line({ row, folder, fault }: Outcome): string {
  const spec = folder === null ? null : specOf(folder);
  const files = (parts: ModelSpec['inputs'] | undefined) =>
    Object.entries(parts ?? {})
      .map(([key, { extension }]) => `\`${key}${extension}\``)
      .join(', ');
  const flags = [...(row.flags ?? []), ...(row.mustTrust ? ['--allow-dangerous-model'] : [])].map(
    (flag) => flag.split('/').at(-1),
  );
  const typed = flags.length === 0 ? '' : `\`${flags.join(' ')}\``;
  const cells = [
    row.brings,
    typed,
    files(spec?.inputs),
    files(spec?.outputs),
    row.from,
    fault === null ? 'yes' : `no: ${fault.replaceAll('|', '/')}`,
  ];
  return `| ${cells.join(' | ')} |`;
}

function specOf(folder: string): ModelSpec {
  return JSON.parse(readFileSync(join(folder, 'model-spec.json'), 'utf8'));
}
