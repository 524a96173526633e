/** The house holds to its table of floors; prints floors, rooms and circles. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FLOORS, type Power } from './floors.ts';
import {
  arrowsOf,
  circles,
  type Import,
  importsOf,
  pythonImportsOf,
  ROOMS,
  ROOT,
  roomOf,
  sources,
} from './house.ts';

const FILES = ['bin', 'generators', 'scripts', 'src'].flatMap(sources);
const IMPORTS = FILES.flatMap(importsOf);
/** Scripts may also use the helpers of the tests. */
const INSIDE = IMPORTS.filter(({ to }) => to.endsWith('.ts') && !to.startsWith('test/'));

/** Modules of which a room may import none unless it has the power. */
const NEEDS: [Power, RegExp][] = [
  ['reads disk', /^node:fs/],
  ['runs programs', /^node:child_process$/],
  ['network', /^(node:)?(https?|http2|net|tls|dgram|dns|undici)(\/|$)/],
  ['prompts', /^@?inquirer/],
  ['yeoman', /^(@?yeoman|yo$)/],
];

const WRITES =
  /\b(writeFileSync|mkdirSync|mkdtempSync|rmSync|unlinkSync|renameSync|copyFileSync|symlinkSync|linkSync|chmodSync|createWriteStream)\b/;
const CALLS_NETWORK = /(?:await|return|=) (?:fetch|new WebSocket|new EventSource)\(/;

const line = ({ from, to }: Import) => `${from} imports ${to}`;
const offenders = (wrong: (i: Import) => boolean) => IMPORTS.filter(wrong).map(line);
const has = (file: string, power: Power) => roomOf(file)?.powers?.includes(power) ?? false;
const textOf = (file: string) => readFileSync(join(ROOT, file), 'utf8');

describe('the house', () => {
  it('has a room for every file, and every room of the table', () => {
    assert.deepEqual(
      FILES.filter((file) => !roomOf(file)),
      [],
    );
    assert.deepEqual(
      ROOMS.filter(({ path }) => !FILES.some((file) => roomOf(file)?.path === path)),
      [],
    );
  });

  it('imports only rooms of lower floors', () => {
    assert.ok(INSIDE.length > 500);
    assert.deepEqual(
      INSIDE.filter(({ from, to }) => {
        const [a, b] = [roomOf(from), roomOf(to)];
        return !a || !b || (a !== b && a.floor <= b.floor);
      }).map(line),
      [],
    );
  });

  it('lets only scripts use the tests', () => {
    assert.deepEqual(
      offenders(({ from, to }) => to.startsWith('test/') && !from.startsWith('scripts/')),
      [],
    );
  });

  it('has no circle, neither of rooms nor of files', () => {
    assert.deepEqual(circles(arrowsOf(INSIDE, (file) => roomOf(file)?.path)), []);
    assert.deepEqual(circles(arrowsOf(INSIDE, (file) => file)), []);
  });

  it('has no circle among the modules of Python', () => {
    const files = readdirSync(join(ROOT, 'templates/runner'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.py'))
      .map((name) => join('runner', name));
    const imports = files.flatMap((file) => pythonImportsOf(file, 'templates'));
    assert.ok(imports.length > 40, String(imports.length));
    assert.deepEqual(circles(arrowsOf(imports, (file) => file)), []);
  });

  it('finds the circles of a graph', () => {
    const arrows = arrowsOf(
      [
        { from: 'a', to: 'b' },
        { from: 'b', to: 'a' },
        { from: 'b', to: 'c' },
      ],
      (file) => file,
    );
    assert.deepEqual(circles(arrows), [['a', 'b']]);
  });

  for (const [power, modules] of NEEDS)
    it(`lets only rooms of the table: ${power}`, () => {
      assert.deepEqual(
        offenders(({ from, to }) => modules.test(to) && !has(from, power)),
        [],
      );
    });

  it('lets only rooms of the table write', () => {
    assert.deepEqual(
      FILES.filter((file) => WRITES.test(textOf(file)) && !has(file, 'writes disk')),
      [],
    );
  });

  it('lets only the registry room speak to a network', () => {
    const calling = FILES.filter((file) => CALLS_NETWORK.test(textOf(file)));
    assert.deepEqual(
      calling.filter((file) => !has(file, 'network')),
      [],
    );
  });

  it('resolves the answers in one place, from which every later step gets the result', () => {
    const callers = FILES.filter(
      (file) =>
        file.startsWith('src/') &&
        /import (?!type)[^;]*\bresolve\b[^;]*catalog\/resolve/.test(textOf(file)),
    );
    assert.deepEqual(callers, ['src/pipeline/plan.ts']);
  });

  it('casts through unknown or never only in generators', () => {
    assert.deepEqual(
      FILES.filter(
        (file) => !file.startsWith('generators/') && /\bas (unknown as|never)\b/.test(textOf(file)),
      ),
      [],
    );
  });

  it('has no file over 300 lines, tests, scripts and templates among it', () => {
    const all = ['bin', 'generators', 'scripts', 'src', 'templates', 'test'].flatMap((place) =>
      readdirSync(join(ROOT, place), { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.(ts|mjs|cjs|py|sh|ejs)$/.test(name))
        .map((name) => join(place, name)),
    );
    const ours = all.filter((file) => !/\/(fixtures|expected|node_modules)\//.test(file));
    assert.ok(ours.length > 600, String(ours.length));
    assert.deepEqual(
      ours.filter((file) => textOf(file).split('\n').length > 301),
      [],
    );
  });

  it('has no index file in a top-level folder, which Yeoman would take for a generator', () => {
    const found = readdirSync(ROOT, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !/^(\.|node_modules$)/.test(entry.name))
      .flatMap((entry) =>
        readdirSync(join(ROOT, entry.name)).map((name) => `${entry.name}/${name}`),
      )
      .filter((name) => /\/index\.[a-z]+$/.test(name));
    assert.deepEqual(found, []);
  });

  after(() => {
    const found = circles(arrowsOf(INSIDE, (file) => file));
    console.log(
      `    ${FLOORS.length} floors, ${ROOMS.length} rooms, ${FILES.length} files, ${found.length} circles`,
    );
    for (const [at, rooms] of FLOORS.entries())
      console.log(`    ${FLOORS.length - at}  ${rooms.map(({ path }) => path).join(', ')}`);
  });
});
