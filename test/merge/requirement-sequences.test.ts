/** Any sequence of edits of requirements.txt and commands: nothing a person wrote is lost. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isInStep, listConflicts } from '../../src/core/change-set.ts';
import type { RenderedFile } from '../../src/core/types.ts';
import { hasConflictMarkers } from '../../src/merge/conflict-markers.ts';
import { essence, requirementName } from '../../src/merge/requirement-entries.ts';
import { MemoryFolder, renderedAs, runs } from '../folder/memory.ts';

/** What is rendered for packages, in the two parts that the templates make. */
function file(
  packages: string[],
  torch = 'torch==2.1',
  heading = '# --- packages: yours\n',
): string {
  const lines = packages.map((text) => `${text}\n`).join('');
  return `# About\n\n# --- framework: PyTorch\n${torch}\nnumpy>=1.26,<3\n\n${heading}${lines}`;
}

const NAMES = ['numpy', 'scipy', 'pandas', 'Foo_Bar', 'torch'];

/** What a person does to a line, or to the whole file. */
const EDITS = [
  'delete',
  'edit',
  'add',
  'swap',
  'comment',
  'split',
  'say',
  'crlf',
  'bom',
  'end',
] as const;

interface Edit {
  how: (typeof EDITS)[number];
  at: number;
  to: number;
}

/** What a command, or an edit of the answers, does. */
interface Command {
  give: string[];
  remove: string[];
  torch: string;
  named: boolean;
}

const given = fc
  .tuple(fc.constantFrom('numpy', 'scipy', 'pandas', 'foo-bar', 'foo.bar[x]'), fc.nat(2))
  .map(([name, version]) => (version === 0 ? name : `${name}>=${version}`));
const command: fc.Arbitrary<Command> = fc.record({
  give: fc.array(given, { maxLength: 2 }),
  remove: fc.subarray(['numpy', 'scipy', 'pandas', 'foo-bar'], { maxLength: 1 }),
  torch: fc.constantFrom('torch==2.1', 'torch==2.1', 'torch==2.2'),
  named: fc.boolean(),
});
const edit: fc.Arbitrary<Edit> = fc.record({
  how: fc.constantFrom(...EDITS),
  at: fc.nat(14),
  to: fc.nat(14),
});

/** A folder of which only requirements.txt matters, its answers, and what its person wrote. */
class Life {
  readonly folder = new MemoryFolder();
  packages: string[] = [];
  torch = 'torch==2.1';
  #count = 0;

  get text(): string {
    return this.folder.text('requirements.txt') as string;
  }

  get lines(): string[] {
    return this.text.replace(/^\uFEFF/, '').split(/\r?\n/);
  }

  rendered(): RenderedFile[] {
    return [renderedAs('requirements', 'requirements.txt', file(this.packages, this.torch))];
  }

  /** Lines of the person's own, each known by its number. */
  written(): string[] {
    return this.lines.map((line) => line.trimEnd()).filter((line) => /9\.\d+\./.test(line));
  }

  does({ how, at, to }: Edit): void {
    // An editor keeps the mark where it is, whatever becomes of the lines.
    const mark = this.text.startsWith('\uFEFF') || how === 'bom' ? '\uFEFF' : '';
    const text = this.text.replace(/^\uFEFF/, '');
    const lines = text.split('\n');
    const last = Math.max(lines.length - 2, 0);
    const [here, there] = [Math.min(at, last), Math.min(to, last)];
    const line = lines[here] ?? '';
    const name = /^[A-Za-z][\w.-]*/.exec(line)?.[0];
    const mine = () => `9.${this.#count++}.`;
    if (how === 'delete') lines.splice(here, 1);
    if (how === 'edit' && name) lines[here] = `${name}==${mine()}`;
    if (how === 'add') lines.splice(here, 0, `${NAMES[to % NAMES.length]}==${mine()}`);
    if (how === 'swap') [lines[here], lines[there]] = [lines[there] ?? '', line];
    if (how === 'comment' && name) lines[here] = `# mine ${mine()} ${line.trim()}`;
    if (how === 'split' && name)
      lines.splice(here, 1, `${name}; os_name == "${mine()}"`, `${name}==${mine()}`);
    if (how === 'say') lines.splice(here, 0, `# mine ${mine()}`);
    let edited = lines.join('\n');
    if (how === 'crlf') edited = text.replaceAll(/\r?\n/g, '\r\n');
    if (how === 'end') edited = text.replace(/\r?\n$/, '');
    this.folder.edit('requirements.txt', mark + edited);
  }

  /** Changes the answers; what is asked for by name is returned. */
  answers({ give, remove, torch, named }: Command): string[] {
    const name = (text: string) => requirementName(text) as string;
    for (const text of give) {
      const at = this.packages.findIndex((old) => name(old) === name(text));
      if (at < 0) this.packages.push(text);
      else this.packages[at] = text;
    }
    this.packages = this.packages.filter((text) => !remove.includes(name(text)));
    this.torch = torch;
    return named ? [...give.map(name), ...remove] : [];
  }

  /** A careful person keeps their own side. */
  decides(): void {
    if (!hasConflictMarkers(this.text)) return;
    let side = '';
    const mark = this.text.startsWith('\uFEFF') ? '\uFEFF' : '';
    const kept = this.text
      .slice(mark.length)
      .split('\n')
      .filter((line) => {
        const marker = /^(<{7} |\|{7} |={7}\r?$|>{7} )/.test(line);
        if (marker) side = line.startsWith('>') ? '' : (line[0] as string);
        return !marker && (side === '' || side === '<');
      });
    this.folder.edit('requirements.txt', mark + kept.join('\n'));
  }
}

/** The requirements of a name in a text, normalised, in any order. */
function standing(lines: string[], name: string): string[] {
  const of = lines.filter((line) => requirementName(line.trim()) === name);
  return of.map((line) => essence({ lines: [{ text: line, end: '' }] })).sort();
}

describe('any sequence of edits of requirements.txt and commands', () => {
  const steps = fc.array(fc.oneof(edit, edit, command), { minLength: 1, maxLength: 9 });

  function live(rest: (Edit | Command)[], check: (life: Life, step: Command) => void): void {
    const life = new Life();
    life.packages = ['scipy', 'Foo_Bar', 'pandas>=2'];
    life.folder.run(life.rendered());
    for (const step of rest) {
      if ('how' in step) life.does(step);
      else {
        check(life, step);
        life.decides();
      }
    }
  }

  it('loses no line that the person wrote, but those of names that the command names, which it tells', () => {
    const law = fc.property(steps, (rest) => {
      live(rest, (life, step) => {
        const before = life.written();
        const asked = life.answers(step);
        const { changes } = life.folder.run(life.rendered(), [], asked);
        const notes = changes.map(({ note }) => note).join();
        for (const line of before) {
          const named = asked.includes(requirementName(line) ?? '');
          assert.ok(
            life.text.includes(line) || (named && notes.includes(line)),
            `${line} is not in\n${life.text}\nnor in ${notes}`,
          );
        }
      });
    });
    fc.assert(law, runs());
  });

  it('has what a command names as it was asked for, once, and no conflict about it', () => {
    const law = fc.property(steps, (rest) => {
      live(rest, (life, step) => {
        const asked = life.answers(step);
        const { changes } = life.folder.run(life.rendered(), [], asked);
        const now = file(life.packages, life.torch).split('\n');
        for (const name of asked)
          assert.deepEqual(standing(life.lines, name), standing(now, name), life.text);
        assert.deepEqual(
          listConflicts({ changes, base: [], files: [] }).length > 0,
          hasConflictMarkers(life.text),
        );
      });
    });
    fc.assert(law, runs());
  });

  it('conflicts about nothing where a command changes only what it names', () => {
    const law = fc.property(fc.array(edit, { maxLength: 6 }), command, (edits, step) => {
      const life = new Life();
      life.packages = ['scipy', 'numpy>=1'];
      life.folder.run(life.rendered());
      for (const each of edits) life.does(each);
      const asked = life.answers({ ...step, torch: life.torch, named: true });
      const changeSet = life.folder.run(life.rendered(), [], asked);
      assert.deepEqual(listConflicts(changeSet), [], life.text);
    });
    fc.assert(law, runs());
  });

  it('is the same after a command that is given twice', () => {
    const law = fc.property(steps, (rest) => {
      live(rest, (life, step) => {
        const asked = life.answers(step);
        life.folder.run(life.rendered(), [], asked);
        life.decides();
        const text = life.text;
        const again = life.folder.run(life.rendered(), [], asked);
        assert.equal(life.text, text);
        assert.ok(isInStep(again));
        assert.deepEqual(again.base, []);
      });
    });
    fc.assert(law, runs());
  });
});
