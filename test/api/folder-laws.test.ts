/** The laws of merging over whole folders as they are really rendered, edited in every way that people edit. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Config } from '../../src/core/answers.ts';
import { isInStep } from '../../src/core/change-set.ts';
import type { RenderedFile } from '../../src/core/types.ts';
import { hasConflictMarkers } from '../../src/merge/conflict-markers.ts';
import { resolveConfig } from '../../src/pipeline/plan.ts';
import { renderFolder } from '../../src/pipeline/render-folder.ts';
import { MemoryFolder, runs } from '../folder/memory.ts';
import { tensorflow } from '../render/plans.ts';

const BOM = '\uFEFF';
const model = tensorflow.config.model as NonNullable<Config['model']>;

/** Answers, each with what is other than in the first ones. */
const ANSWERS: Partial<Config>[] = [
  {},
  { python: '3.12' },
  { os: 'ubuntu', python: '3.12' },
  { accelerator: 'cuda' },
  { pip: [] },
  { pip: ['numpy<3', 'pandas>=2'] },
  { pip: ['scipy', 'pandas>=2.2,<3'] },
  { system: ['libgomp1', 'curl'] },
  { image: 'other:2', name: 'numbers' },
  { frameworkVersion: '2.20.0' },
  { specAlso: ['boutiques'] },
  {
    model: {
      ...model,
      inputs: [{ name: 'left', dtype: 'float32', shape: [null, 4] }],
      outputs: [{ name: 'logits', dtype: 'float32', shape: [null, 3] }],
    },
  },
];
const EDITED = [
  'Dockerfile',
  'Makefile',
  'README.md',
  'requirements.txt',
  'model-spec.json',
  '.dockerignore',
  'entrypoint.py',
  'test/run.sh',
];

interface Edit {
  file: string;
  at: number;
  to: number;
  how: string;
}

const edit: fc.Arbitrary<Edit> = fc.record({
  file: fc.constantFrom(...EDITED),
  at: fc.nat(200),
  to: fc.nat(200),
  how: fc.constantFrom(
    ...['insert', 'insert', 'replace', 'remark', 'remove', 'double', 'move', 'indent', 'blank'],
    ...['crlf', 'mixed', 'bom', 'no end', 'empty', 'delete', 'rename'],
  ),
});
const step = fc.oneof(edit, edit, fc.nat(ANSWERS.length - 1));
const steps = fc.array(step, { minLength: 1, maxLength: 8 });

/** What is done to a text whatever its kind; null for what is done to a part of it. */
function ofWhole(body: string, how: string): string | null {
  if (how === 'empty') return '';
  if (how === 'bom') return body;
  if (how === 'crlf') return body.replaceAll(/\r?\n/g, '\r\n');
  return how === 'no end' ? body.replace(/\r?\n$/, '') : null;
}

class Person {
  readonly folder = new MemoryFolder();
  /** What they wrote and did not take away again; each word is there once. */
  written: string[] = [];
  #count = 0;

  does({ file, at, to, how }: Edit): void {
    const text = this.folder.text(file);
    if (text === null) return;
    if (how === 'rename') this.folder.edit(`${file}.mine`, text);
    if (how === 'rename' || how === 'delete') {
      this.#write(file, null);
      return;
    }
    const mark = text.startsWith(BOM) || how === 'bom' ? BOM : '';
    const body = text.replace(BOM, '');
    const whole = ofWhole(body, how);
    const inside = () =>
      file.endsWith('.json') ? this.#json(body, at, how) : this.#lines(body, file, { at, to, how });
    this.#write(file, mark + (whole ?? inside()));
  }

  #lines(body: string, file: string, { at, to, how }: Omit<Edit, 'file'>): string {
    const lines = body.split('\n');
    const [from, target] = [at % lines.length, to % lines.length];
    const line = lines[from] as string;
    if (how === 'insert') lines.splice(from, 0, this.#line(file));
    if (how === 'replace') lines[from] = this.#line(file);
    if (how === 'remark' && /\w/.test(line) && !/\\\r?$/.test(line))
      lines[from] = `${line.replace(/\r$/, '')}  # ${this.#mine()}`;
    if (how === 'remove') lines.splice(from, 2);
    if (how === 'double') lines.splice(target, 0, line);
    if (how === 'move') lines.splice(target, 0, ...lines.splice(from, 1));
    if (how === 'blank') lines.splice(from, 0, '');
    if (how === 'indent') lines.splice(from, 1, `  ${line}`);
    if (how === 'mixed') lines.splice(from, 1, `${line.replace(/\r$/, '')}\r`);
    return lines.join('\n');
  }

  /** Decides every conflict for one side. */
  decides(side: '<' | '='): void {
    for (const [path, text] of Object.entries(this.folder.texts())) {
      if (text === null || !hasConflictMarkers(text)) continue;
      const mark = text.startsWith(BOM) ? BOM : '';
      let at = '';
      const kept = text
        .slice(mark.length)
        .split('\n')
        .filter((line) => {
          const marker =
            /^(<{7} |\|{7} |={7}\r?$|>{7} )/.test(line) && (at !== '' || line[0] === '<');
          if (marker) at = line.startsWith('>') ? '' : (line[0] as string);
          return !marker && (at === '' || at === side);
        });
      this.#write(path, mark + kept.join('\n'));
    }
  }

  #line(file: string): string {
    const word = this.#mine();
    return file === 'requirements.txt' && this.#count % 2 ? `${word}==1  # why` : `# ${word}`;
  }

  #json(text: string, at: number, how: string): string {
    try {
      const value = JSON.parse(text);
      const inside = [value, value.docker, value.inputs, value.outputs, value.params].filter(
        (each) => typeof each === 'object' && each !== null && !Array.isArray(each),
      );
      const object = inside[at % inside.length];
      const keys = Object.keys(object);
      const key = keys[at % Math.max(keys.length, 1)] as string;
      if (how === 'insert' || how === 'remark') object[this.#mine()] = [1, { a: null }];
      if (how === 'replace' && typeof object[key] === 'string') object[key] = this.#mine();
      if (how === 'remove') delete object[key];
      return `${JSON.stringify(value, null, [2, 4, '\t'][at % 3])}\n`;
    } catch {
      return text;
    }
  }

  #mine(): string {
    const word = `mine${this.#count++}q`;
    this.written.push(word);
    return word;
  }

  /** What the person takes away again is no longer theirs to find. */
  #write(path: string, text: string | null): void {
    this.folder.edit(path, text);
    const all = Object.values(this.folder.texts()).join('\n');
    this.written = this.written.filter((word) => all.includes(word));
  }
}

describe('any sequence of edits and answers in a folder as it is rendered', () => {
  const rendered: RenderedFile[][] = [];

  before(async () => {
    const first = { ...tensorflow.config, image: 'digits:1.0' };
    for (const other of ANSWERS) {
      rendered.push(renderFolder(resolveConfig({ ...first, ...other }).plan));
    }
  });

  function live(rest: (Edit | number)[], check: (person: Person, next: RenderedFile[]) => void) {
    const person = new Person();
    person.folder.run(rendered[0] as RenderedFile[]);
    for (const each of rest) {
      if (typeof each !== 'number') person.does(each);
      else {
        check(person, rendered[each] as RenderedFile[]);
        person.decides(person.written.length % 2 ? '<' : '=');
      }
    }
  }

  it('loses nothing that a person wrote: it is in the folder, markers or not', () => {
    const law = fc.property(steps, (rest) => {
      live(rest, (person, next) => {
        const { changes } = person.folder.run(next);
        const all = Object.values(person.folder.texts()).join('\n');
        for (const word of person.written) assert.ok(all.includes(word), word);
        for (const { path, action, conflicts } of changes) {
          const text = person.folder.text(path);
          if (text === null) continue;
          assert.equal(hasConflictMarkers(text), action === 'conflict', `${path}: ${action}`);
          const lines = text.replace(BOM, '').split(/\r?\n/);
          for (const { line } of conflicts) assert.equal(lines[line - 1], '<<<<<<< yours');
        }
      });
    });
    fc.assert(law, runs());
  }).timeout(1_200_000);

  it('changes nothing in a second run', () => {
    const law = fc.property(steps, (rest) => {
      live(rest, (person, next) => {
        person.folder.run(next);
        person.decides('<');
        const before = person.folder.texts();
        const again = person.folder.run(next);
        assert.ok(isInStep(again));
        assert.deepEqual(again.base, []);
        assert.deepEqual(person.folder.texts(), before);
      });
    });
    fc.assert(law, runs());
  }).timeout(1_200_000);

  it('is the first folder again after an answer is changed and changed back', () => {
    const [one, other] = [fc.nat(ANSWERS.length - 1), fc.nat(ANSWERS.length - 1)];
    const law = fc.property(one, other, (from, to) => {
      const folder = new MemoryFolder();
      folder.run(rendered[from] as RenderedFile[]);
      const [before, state] = [folder.texts(), folder.state()];
      folder.run(rendered[to] as RenderedFile[]);
      folder.run(rendered[from] as RenderedFile[]);
      assert.deepEqual(folder.texts(), before);
      assert.deepEqual(folder.state().base, state.base);
    });
    fc.assert(law, { numRuns: 200 });
  }).timeout(1_200_000);
});
