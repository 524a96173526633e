import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
// @ts-expect-error a script of the build, without types
import { compiledTemplates } from '../../scripts/templates.mjs';
import { loadTemplates, render } from '../../src/render/render.ts';
import { plans, specFor } from './plans.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

describe('the templates as the build makes functions of them', () => {
  it('render every plan as EJS does, to the byte', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'compiled-'));
    try {
      const outfile = join(folder, 'render.mjs');
      await build({
        entryPoints: [join(ROOT, 'src/render/render.ts')],
        bundle: true,
        platform: 'node',
        format: 'esm',
        outfile,
        metafile: true,
        plugins: [compiledTemplates(ROOT)],
      });
      const made: { render: typeof render } = await import(pathToFileURL(outfile).href);
      assert.ok(Object.keys(plans).length > 5);
      for (const plan of Object.values(plans)) {
        const templates = loadTemplates(join(ROOT, 'templates'), plan.loader);
        const spec = specFor(plan);
        assert.deepEqual(
          made.render(plan, spec, templates),
          render(plan, spec, templates),
          plan.config.name,
        );
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }).timeout(20_000);
});
