/** Who may know whom (the house rules of CONTRIBUTING.md), held against every import. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ROOMS = [
  'config',
  'inspect',
  'catalog',
  'registry',
  'capture',
  'lock',
  'spec',
  'render',
  'reconcile',
  'questions',
  'cli',
];
/** Files that hold only data types, errors, a grammar and what may be printed: everybody may know them. */
const COMMON = ['src/types.ts', 'src/errors.ts', 'src/system-package.ts', 'src/core/visible.ts'];
/** The files that know every room. */
const PIPELINE =
  /^src\/(scaffold|change|change-answers|change-framework|change-lists|change-model|change-model-code|change-notes|stored-fault|model|other-runners|packages|brought|own|ways|pin|lock|report|requirements-file|own-requirements|api|spec-file|spec-folder|spec-change|wheels|change-restore|root|run\/[a-z]+)\.ts$/;

interface Import {
  from: string;
  to: string;
  line: string;
}

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const found = text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g);
  return [...found].map((match) => {
    const target = match[1] as string;
    const to = target.startsWith('.')
      ? relative(ROOT, resolve(ROOT, dirname(file), target))
      : target;
    return { from: file, to, line: `${file} imports ${to}` };
  });
}

const ALL = ['bin', 'generators', 'src'].flatMap(sources).flatMap(importsOf);

function roomOf(file: string): string | null {
  const [top, room] = file.split('/');
  return top === 'src' && ROOMS.includes(room as string) ? (room as string) : null;
}

function offenders(wrong: (i: Import) => boolean): string[] {
  return ALL.filter(wrong).map(({ line }) => line);
}

describe('the house: who may know whom', () => {
  it('reads the imports it judges', () => {
    assert.ok(ALL.length > 50);
    assert.ok(ALL.some(({ from, to }) => from === 'bin/ml-image.ts' && to === 'src/cli/main.ts'));
  });

  it('bin knows cli only', () => {
    assert.deepEqual(
      offenders(({ from, to }) => from.startsWith('bin/') && !/^(node:|src\/cli\/)/.test(to)),
      [],
    );
  });

  it('only generators import Yeoman', () => {
    assert.deepEqual(
      offenders(({ from, to }) => /^(@?yeoman|yo$)/.test(to) && !from.startsWith('generators/')),
      [],
    );
  });

  it('only cli imports a prompt library', () => {
    assert.deepEqual(
      offenders(
        ({ from, to }) => /inquirer/.test(to) && roomOf(from) !== 'cli' && !/^src\//.test(to),
      ),
      [],
    );
  });

  it('generators know scaffold, run and questions only', () => {
    const allowed = /^(generators\/|src\/(scaffold|errors|types)\.ts|src\/(core|questions|run)\/)/;
    assert.deepEqual(
      offenders(
        ({ from, to }) =>
          from.startsWith('generators/') && /^(src|bin)\//.test(to) && !allowed.test(to),
      ),
      [],
    );
  });

  it('a room knows no other room: only its own files, the types and the errors', () => {
    const open = ['cli'];
    assert.deepEqual(
      offenders(({ from, to }) => {
        const room = roomOf(from);
        if (!room || open.includes(room) || !to.startsWith('src/')) return false;
        return roomOf(to) !== room && !COMMON.includes(to);
      }),
      [],
    );
  });

  it('nothing below the doors knows cli or the pipeline', () => {
    assert.deepEqual(
      offenders(({ from, to }) => {
        const room = roomOf(from);
        return room !== null && room !== 'cli' && (roomOf(to) === 'cli' || PIPELINE.test(to));
      }),
      [],
    );
  });

  it('only inspect, reconcile, config, lock and the template loader touch the disk', () => {
    const allowed =
      /^(src\/(inspect|reconcile|config|lock)\/|src\/(render\/templates|registry\/login|capture\/(engine|scripts))\.ts|src\/(package|requirements-file|wheels)\.ts|src\/cli\/|bin\/)/;
    assert.deepEqual(
      offenders(
        ({ from, to }) => /^node:(fs|child_process|net|http)/.test(to) && !allowed.test(from),
      ),
      [],
    );
  });

  it('only registry speaks to a network', () => {
    const modules = /^(node:)?(https?|http2|net|tls|dgram|dns|undici)(\/|$)/;
    const outside = ({ from }: Import) => roomOf(from) !== 'registry';
    assert.deepEqual(
      offenders((i) => modules.test(i.to) && outside(i)),
      [],
    );
    const calls = ['bin', 'generators', 'src']
      .flatMap(sources)
      .filter((file) =>
        /(?:await|return|=) (?:fetch|new WebSocket|new EventSource)\(/.test(
          readFileSync(join(ROOT, file), 'utf8'),
        ),
      );
    assert.deepEqual(calls, ['src/registry/digest.ts']);
  });

  it('only capture and lock run other programs, and lock writes only to new temporary folders', () => {
    const runners = ALL.filter(({ to }) => to === 'node:child_process').map(({ from }) => from);
    assert.deepEqual(runners.sort(), ['src/capture/engine.ts', 'src/lock/run.ts']);
    for (const file of sources('src/lock')) {
      const text = readFileSync(join(ROOT, file), 'utf8');
      if (/writeFileSync/.test(text)) assert.match(text, /mkdtempSync\(join\(tmpdir\(\)/, file);
    }
  });

  it('no top-level folder holds an index file, which Yeoman would take for a generator', () => {
    const found = readdirSync(ROOT, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !/^(\.|node_modules$)/.test(entry.name))
      .flatMap((entry) =>
        readdirSync(join(ROOT, entry.name)).map((name) => `${entry.name}/${name}`),
      )
      .filter((name) => /\/index\.[a-z]+$/.test(name));
    assert.deepEqual(found, []);
  });
});
