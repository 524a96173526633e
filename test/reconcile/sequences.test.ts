import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isInStep } from '../../src/core/change-set.ts';
import type { RenderedFile } from '../../src/core/types.ts';
import { hasConflictMarkers } from '../../src/merge/conflict-markers.ts';
import { MemoryFolder, renderedAs, runs } from '../folder/memory.ts';

/** What a generator makes of its answers: files of each kind, whose parts follow different answers. */
interface Answers {
  image: string;
  steps: string[];
  packages: string[];
  labels: Record<string, string>;
  extra: boolean;
  renamed: boolean;
}

const answers: fc.Arbitrary<Answers> = fc.record({
  image: fc.constantFrom('debian', 'ubuntu', 'alpine'),
  steps: fc.subarray(['RUN one', 'RUN two', 'RUN three', 'RUN four']),
  packages: fc.subarray(['numpy', 'pandas', 'scipy==1', 'pillow']),
  labels: fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('1', '2'), { maxKeys: 3 }),
  extra: fc.boolean(),
  renamed: fc.boolean(),
});

function render({ image, steps, packages, labels, extra, renamed }: Answers): RenderedFile[] {
  const text = (lines: string[]) => lines.map((line) => `${line}\n`).join('');
  const dockerfile = text([`FROM ${image}`, '', '# Steps', ...steps, '', 'USER 1001', 'CMD run']);
  const files: RenderedFile[] = [
    { ...renderedAs('text', renamed ? 'Containerfile' : 'Dockerfile', dockerfile), id: 'build' },
    renderedAs('requirements', 'requirements.txt', text(['# Packages', ...packages])),
    renderedAs(
      'json',
      'spec.json',
      `${JSON.stringify({ image, labels, order: packages }, null, 2)}\n`,
    ),
  ];
  return extra ? [...files, renderedAs('text', 'extra.txt', text(['extra', image]))] : files;
}

/** One thing that a person does: in which file, where, and what. */
interface Edit {
  file: number;
  at: number;
  how: 'insert' | 'replace' | 'remove' | 'delete' | 'crlf';
}

const edit: fc.Arbitrary<Edit> = fc.record({
  file: fc.nat(3),
  at: fc.nat(12),
  how: fc.constantFrom('insert', 'insert', 'insert', 'replace', 'remove', 'delete', 'crlf'),
});

/** Everything that the person wrote, by the file that it was written in; a number makes each line its own. */
class Person {
  readonly folder: MemoryFolder;
  written: string[] = [];
  #count = 0;

  constructor(folder: MemoryFolder) {
    this.folder = folder;
  }

  /** Edits a file as a careful person does: markers are decided first, by keeping all lines of both sides. */
  does({ file, at, how }: Edit): void {
    const paths = Object.keys(this.folder.texts());
    const path = paths[file % Math.max(paths.length, 1)];
    const text = path === undefined ? null : this.folder.text(path);
    if (path === undefined || text === null) return;
    if (how === 'delete') this.#write(path, null);
    else if (how === 'crlf') this.#write(path, text.replaceAll(/\r?\n/g, '\r\n'));
    else if (path.endsWith('.json')) this.#write(path, this.#json(text));
    else this.#write(path, this.#lines(text, at, how));
  }

  decides(): void {
    for (const [path, text] of Object.entries(this.folder.texts())) {
      if (text === null || !hasConflictMarkers(text)) continue;
      const lines = text.split('\n');
      const kept: string[] = [];
      let side = '';
      for (const line of lines) {
        if (/^(<{7} |\|{7} |={7}\r?$|>{7} )/.test(line)) side = line[0] ?? '';
        else if (side !== '|' && (side !== '=' || !path.endsWith('.json'))) kept.push(line);
      }
      this.folder.edit(path, kept.join('\n'));
    }
  }

  #lines(text: string, at: number, how: 'insert' | 'replace' | 'remove'): string {
    const lines = text.split('\n');
    lines.splice(
      Math.min(at, lines.length - 1),
      how === 'insert' ? 0 : 1,
      ...(how === 'remove' ? [] : [this.#mine('# mine')]),
    );
    return lines.join('\n');
  }

  #json(text: string): string {
    try {
      const value = JSON.parse(text);
      return `${JSON.stringify({ [this.#mine('mine')]: 1, ...value }, null, 4)}\n`;
    } catch {
      return text;
    }
  }

  #mine(word: string): string {
    const line = `${word} ${this.#count++}.`;
    this.written.push(line);
    return line;
  }

  /** What the person takes away again is no longer theirs to find. */
  #write(path: string, text: string | null): void {
    this.folder.edit(path, text);
    const all = Object.values(this.folder.texts()).join('\n');
    this.written = this.written.filter((line) => all.includes(line));
  }
}

describe('any sequence of edits and runs', () => {
  const steps = fc.array(fc.oneof(answers, edit), { minLength: 1, maxLength: 8 });

  it('loses no line that the person wrote', () => {
    const law = fc.property(answers, steps, (first, rest) => {
      const folder = new MemoryFolder();
      const person = new Person(folder);
      folder.run(render(first));
      for (const step of rest) {
        if ('how' in step) person.does(step);
        else {
          folder.run(render(step));
          const all = Object.values(folder.texts()).join('\n');
          for (const line of person.written) assert.ok(all.includes(line), `${line} in\n${all}`);
          person.decides();
        }
      }
    });
    fc.assert(law, runs());
  });

  it('makes a second run with the same answers change nothing', () => {
    const law = fc.property(answers, steps, answers, (first, rest, last) => {
      const folder = new MemoryFolder();
      const person = new Person(folder);
      folder.run(render(first));
      for (const step of rest) {
        if ('how' in step) person.does(step);
        else {
          folder.run(render(step));
          person.decides();
        }
      }
      folder.run(render(last));
      person.decides();
      const texts = folder.texts();
      const again = folder.run(render(last));
      assert.ok(isInStep(again));
      assert.deepEqual(again.base, []);
      assert.deepEqual(folder.texts(), texts);
    });
    fc.assert(law, runs());
  });

  it('gives the first folder again when an answer is changed and changed back', () => {
    const law = fc.property(answers, answers, (first, other) => {
      const folder = new MemoryFolder();
      folder.run(render(first));
      const before = folder.state();
      folder.run(render(other));
      folder.run(render(first));
      assert.deepEqual(folder.state(), before);
    });
    fc.assert(law, runs());
  });

  it('gives the first folder again also around edits that do not meet the change', () => {
    const law = fc.property(
      answers,
      fc.constantFrom('debian', 'ubuntu'),
      fc.array(fc.nat(9)),
      (first, image, places) => {
        const folder = new MemoryFolder();
        folder.run(render(first));
        const path = first.renamed ? 'Containerfile' : 'Dockerfile';
        const lines = (folder.text(path) as string).split('\n');
        for (const at of places)
          lines.splice(Math.min(2 + at, lines.length - 1), 0, `# mine ${at}`);
        folder.edit(path, lines.join('\n'));
        folder.edit(
          'spec.json',
          JSON.stringify({ mine: 1, ...JSON.parse(folder.text('spec.json') as string) }),
        );
        const before = folder.texts();
        folder.run(render({ ...first, image, packages: ['pandas'], extra: !first.extra }));
        folder.run(render(first));
        assert.deepEqual(folder.texts(), before);
      },
    );
    fc.assert(law, runs());
  });
});
