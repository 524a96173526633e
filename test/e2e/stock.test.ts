/** The lists of known names against installed packages, and stock objects against the verdict. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { REPOSITORY } from './places.ts';
import { must } from './run.ts';
import { prepareTools } from './tools.ts';

/** Fewer objects than this would mean that they could not be made. */
const LEAST_FILES = 2000;

describe('the packages that pickles come from', () => {
  const script = async (name: string, ...args: string[]) => {
    const python = join(await prepareTools('stock'), 'python');
    const tsx = join(REPOSITORY, 'node_modules/.bin/tsx');
    const { stdout } = await must(tsx, [join(REPOSITORY, name), ...args, python]);
    console.log(`      ${stdout.trim().split('\n').slice(-2).join('; ')}`);
    return stdout;
  };

  it('have every known name that they should have, as the lists say', async () => {
    await script('scripts/known-check.ts');
  });

  it('make no stock object that is called dangerous, or that is unknown', async () => {
    const out = await script('scripts/stock.ts', '--defaults');
    const counts = /^(\d+) known-imports$/m.exec(out.trim().split('\n').at(-1) ?? '');
    assert.ok(Number(counts?.[1]) >= LEAST_FILES, out);
  });
});
