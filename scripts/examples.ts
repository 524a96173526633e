/** `npm run examples`: writes examples/ anew, as the command makes it. `test/examples.test.ts` holds it in step. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { scaffold } from '../src/pipeline/scaffold.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const models = join(root, 'test/fixtures/models');

/** Folder, model and answers of each example; all else follows from the model and `.yo-rc.json`. */
export const EXAMPLES = [
  { folder: 'keras-digits', given: { model: 'digits.keras', name: 'digits' } },
  {
    folder: 'torchscript-digits',
    given: { model: 'torchscript.pt', name: 'digits_torch', specAlso: 'boutiques,cwl' },
  },
] as const;

/** Makes the examples below a folder of one's choice. */
export async function makeExamples(below: string): Promise<void> {
  for (const { folder, given } of EXAMPLES) {
    await scaffold({ cwd: models, directory: join(below, folder), given, ask: null });
  }
}

/** Replaces the committed examples. */
async function remake(): Promise<void> {
  const below = join(root, 'examples');
  for (const { folder } of EXAMPLES) rmSync(join(below, folder), { recursive: true, force: true });
  await makeExamples(below);
}

// Run as a script, not imported by the test.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  remake().catch((error) => {
    console.error(error);
    process.exitCode = 1;
  });
}
