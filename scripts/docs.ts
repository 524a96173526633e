/** `npm run docs`: writes the pages of docs/ that are made from data. `test/docs.test.ts` holds them in step. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { catalogPage } from './docs/catalog-page.ts';
import { referencePage, storedSchema } from './docs/commands-page.ts';

/** File below docs/ and its text. */
export const PAGES: Record<string, string> = {
  'catalog.md': catalogPage(),
  'commands.md': referencePage(),
  'answers.schema.json': `${JSON.stringify(storedSchema(), null, 2)}\n`,
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, text] of Object.entries(PAGES)) {
    writeFileSync(fileURLToPath(new URL(`../docs/${name}`, import.meta.url)), text);
  }
}
