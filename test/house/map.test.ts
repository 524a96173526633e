/** CONTRIBUTING.md shows the table of floors as it is. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FLOORS } from './floors.ts';
import { ROOT } from './house.ts';

/** The table as Markdown; of a floor with several rooms, only the first row has its number. */
const map = [
  '| floor | room | holds |',
  '|---|---|---|',
  ...FLOORS.flatMap((rooms, index) =>
    rooms.map(
      ({ path, holds }, at) =>
        `| ${at === 0 ? FLOORS.length - index : ''} | \`${path}\` | ${holds} |`,
    ),
  ),
].join('\n');

describe('the map in CONTRIBUTING.md', () => {
  it('is the table of floors', () => {
    const text = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8');
    const start = text.indexOf('| floor | room | holds |');
    const found = text.slice(start).split('\n\n', 1)[0];
    assert.equal(found, map, `copy this into CONTRIBUTING.md:\n${map}`);
  });
});
