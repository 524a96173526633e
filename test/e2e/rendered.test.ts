/**
 * Every combination that the catalog offers, on every base image of its own: what is rendered passes
 * hadolint, and asks for exactly what PyPI was asked about (docs/catalog-verified.json).
 */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Combination,
  combinationName,
  offeredCombinations,
} from '../../scripts/catalog-combinations.ts';
import { BASE_IMAGES } from '../../src/catalog/data/base-images.ts';
import { PLATFORM_OF } from '../../src/catalog/data/types.ts';
import { resolve } from '../../src/catalog/resolve.ts';
import type { Config, OsFlavour } from '../../src/core/answers.ts';
import type { Plan } from '../../src/core/types.ts';
import { loadTemplates, render } from '../../src/render/render.ts';
import { specFor, tensorflow } from '../render/plans.ts';
import { silent } from './linters.ts';
import { REPOSITORY, temporaryFolder } from './places.ts';
import { run } from './run.ts';
import { prepareTools } from './tools.ts';

/** A combination as the answers that lead to it, on each base image of its Python and C library. */
function configsOf(combination: Combination): Config[] {
  const { framework, version, beside, python, accelerator, architecture, libc } = combination;
  const lite = beside === 'ai-edge-litert';
  const why = 'the file asks for it';
  const needs = beside ? [{ kind: 'package', name: beside, why } as const] : [];
  const model: Config['model'] = beside
    ? {
        ...{ file: 'm', by: 'copy', format: lite ? 'tflite' : 'unknown', savedWith: null },
        ...{ inputs: null, outputs: null, warnings: [], needs },
        safety: { verdict: 'data-only', imports: [] },
      }
    : null;
  const answers: Config = {
    ...tensorflow.config,
    ...{ framework, frameworkVersion: version, python, accelerator, model, pip: [] },
    platform: PLATFORM_OF[architecture],
  };
  return Object.values(BASE_IMAGES).flatMap(({ os, releases }) =>
    releases.flatMap(({ libc: has, byPython }) =>
      has === libc && byPython[python] ? [on(answers, os, byPython[python])] : [],
    ),
  );
}

/** The answers on one base image: its own where it is the default, else given. */
function on(answers: Config, os: OsFlavour, image: string): Config {
  const own = BASE_IMAGES[os].byPython[answers.python ?? ''] === image;
  return { ...answers, os, ...(own ? {} : { baseImage: image }) };
}

function planOf(config: Config): Plan {
  const resolved = resolve(config);
  assert.ok('plan' in resolved, JSON.stringify(resolved));
  return resolved.plan;
}

/** The lines that an architecture takes, as pip reads the markers. */
function linesFor(text: string, { architecture }: Combination): string[] {
  return text
    .split('\n')
    .slice(
      0,
      text.split('\n').findIndex((line) => line.startsWith('# --- packages')),
    )
    .filter((line) => line !== '' && !/^(#|--)/.test(line))
    .filter((line) => !line.includes('; ') || line.includes('!=') !== (architecture === 'x86_64'))
    .map((line) => line.replace(/;.*/, ''));
}

describe('every combination that is offered', () => {
  const combinations = offeredCombinations();
  const dockerfiles = new Map<string, string>();
  const asked = verified();
  let images = 0;

  it('is rendered with exactly the requirements that PyPI was asked about', async () => {
    for (const combination of combinations) {
      for (const config of configsOf(combination)) {
        const plan = planOf(config);
        const templates = await loadTemplates(join(REPOSITORY, 'templates'), plan.loader);
        const files = render(plan, specFor(plan), templates);
        const text = (path: string) => files.find((file) => file.path === path)?.text ?? '';
        const name = combinationName(combination);
        const lines = linesFor(text('requirements.txt'), combination);
        if (combination.systemPackage) {
          assert.equal(asked[name], combination.systemPackage);
          assert.deepEqual(lines, []);
          assert.ok(text('Dockerfile').includes(`apk add --no-cache ${asked[name]}`), name);
        } else assert.equal(lines.join(' '), asked[name], `${name} on ${plan.base.image}`);
        dockerfiles.set(text('Dockerfile'), name);
        images++;
      }
    }
  });

  it('has a Dockerfile at which hadolint is silent', async () => {
    const folder = temporaryFolder();
    const files = [...dockerfiles.keys()].map((text, i) => {
      const path = join(folder, `${i}.Dockerfile`);
      writeFileSync(path, text);
      return path;
    });
    assert.ok(files.length > 100);
    silent(await run(join(await prepareTools(), 'hadolint'), files));
    console.log(
      `      combinations rendered and linted: ${combinations.length} as ${images} images by their base, ${files.length} different Dockerfiles`,
    );
  });
});

/** What PyPI was asked about, by the combination's name, without what it answered. */
function verified(): Record<string, string> {
  const path = join(REPOSITORY, 'docs/catalog-verified.json');
  const { resolved, notVerified } = JSON.parse(readFileSync(path, 'utf8'));
  const open = Object.values<{ combinations?: Record<string, string> }>(notVerified);
  const all: Record<string, string> = Object.assign(
    { ...resolved },
    ...open.map((each) => each.combinations),
  );
  return Object.fromEntries(
    Object.entries(all).map(([name, text]) => [name, text.replace(/: \d+ wheels$/, '')]),
  );
}
