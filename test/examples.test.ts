import assert from 'node:assert/strict';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EXAMPLES, makeExamples } from '../scripts/examples.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Every file below a folder with its mode and content. */
function contents(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .sort();
  return Object.fromEntries(
    files.map((name) => {
      const { mode } = statSync(join(folder, name));
      // git keeps the executable bit and no other.
      const kind = mode & 0o100 ? 'executable' : 'plain';
      return [name, `${kind}\n${readFileSync(join(folder, name)).toString('latin1')}`];
    }),
  );
}

describe('examples/', () => {
  let place: string;
  before(async () => {
    place = mkdtempSync(join(tmpdir(), 'ml-image-examples-'));
    // The defaults that examples/ is made under stand in the repository's own .yo-rc.json.
    cpSync(join(ROOT, '.yo-rc.json'), join(place, '.yo-rc.json'));
    mkdirSync(join(place, 'examples'));
    await makeExamples(join(place, 'examples'));
  });
  after(() => rmSync(place, { recursive: true, force: true }));

  for (const { folder } of EXAMPLES) {
    it(`${folder} is what the command makes today (else: npm run examples)`, () => {
      assert.deepEqual(
        contents(join(ROOT, 'examples', folder)),
        contents(join(place, 'examples', folder)),
      );
    });
  }
});
