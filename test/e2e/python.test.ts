/** The tests of what runs in the image (test/python), but those that need a framework. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from './places.ts';
import { must } from './run.ts';
import { prepareTools } from './tools.ts';

const FOLDER = join(REPOSITORY, 'test/python');
/** Loads models by their own frameworks, as the images of the other tests do. */
const NEEDS_FRAMEWORKS = 'test_loaders.py';

describe('the tests of entrypoint.py and runner/', () => {
  for (const file of readdirSync(FOLDER).filter((name) => /^test_.*\.py$/.test(name))) {
    if (file === NEEDS_FRAMEWORKS) continue;
    it(`pass: ${file}`, async () => {
      const python = join(await prepareTools(), 'python');
      const env = { PYTHONDONTWRITEBYTECODE: '1' };
      await must(python, ['-m', 'unittest', file], { cwd: FOLDER, env });
    });
  }

  it('has types at which mypy --strict is silent', async () => {
    const tool = join(await prepareTools(), 'mypy');
    const config = join(FOLDER, 'mypy.ini');
    const files = ['--config-file', config, '--no-incremental', 'runner', 'entrypoint.py'];
    await must(tool, [...files, 'test/trials.py'], { cwd: join(REPOSITORY, 'templates') });
  });
});
