/** Requirements that a command names: the person's latest word, which no earlier one conflicts with. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isInStep, listConflicts } from '../../src/core/change-set.ts';
import type { RenderedFile } from '../../src/core/types.ts';
import { hasConflictMarkers } from '../../src/merge/conflict-markers.ts';
import { mergeRequirements } from '../../src/merge/merge-requirements.ts';
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

/** Each row: what happens; packages as rendered last, the person's file, packages now, names; file and notes. */
const CASES: [string, string[], string, string[], string[], string, string[]][] = [
  [
    'a name that the person took out is given again',
    ['scipy', 'pandas'],
    file(['pandas']),
    ['scipy', 'pandas'],
    ['scipy'],
    file(['scipy', 'pandas']),
    [],
  ],
  [
    'a bound that the person changed is given again',
    ['scipy>=1'],
    file(['scipy>=2']),
    ['scipy>=1'],
    ['scipy'],
    file(['scipy>=1']),
    ['scipy>=2, which you wrote, is scipy>=1 now'],
  ],
  [
    'a name is given that the person had added',
    [],
    file(['# for signals', 'scipy==1.10  # mine']),
    ['scipy>=1.12'],
    ['scipy'],
    file(['# for signals', 'scipy>=1.12  # mine']),
    ['scipy==1.10, which you wrote, is scipy>=1.12 now'],
  ],
  [
    'a name is given that the person had edited',
    ['scipy>=1.10'],
    file(['scipy==1.15']),
    ['scipy==1.16'],
    ['scipy'],
    file(['scipy==1.16']),
    ['scipy==1.15, which you wrote, is scipy==1.16 now'],
  ],
  [
    'a name is given as the person had written it',
    ['scipy>=1.10'],
    file(['SciPy == 1.16  # mine']),
    ['scipy==1.16'],
    ['scipy'],
    file(['SciPy == 1.16  # mine']),
    [],
  ],
  [
    'a name is taken out that the person had edited',
    ['scipy>=1.10', 'pandas'],
    file(['scipy==1.15', 'pandas']),
    ['pandas'],
    ['scipy'],
    file(['pandas']),
    ['scipy==1.15, which you wrote, is gone'],
  ],
  [
    'a name is taken out that the person had spelt otherwise',
    ['Foo_Bar'],
    file(['foo-bar[x]']),
    [],
    ['foo-bar'],
    file([]),
    ['foo-bar[x], which you wrote, is gone'],
  ],
  [
    'a name is taken out that only the person’s file has',
    [],
    file(['scipy==1.10  # mine']),
    [],
    ['scipy'],
    file([]),
    ['scipy==1.10  # mine, which you wrote, is gone'],
  ],
  [
    'a name is taken out with the person’s remark behind it',
    ['scipy'],
    file(['scipy # mine']),
    [],
    ['scipy'],
    file([]),
    ['scipy # mine, which you wrote, is gone'],
  ],
  [
    'a name is taken out that the person had split by markers',
    ['scipy'],
    file(['scipy==1; os_name == "nt"', 'scipy==2; os_name != "nt"']),
    [],
    ['scipy'],
    file([]),
    ['scipy==1; os_name == "nt" and scipy==2; os_name != "nt", which you wrote, are gone'],
  ],
  [
    'a name is given that the person had commented out',
    ['scipy', 'pandas'],
    file(['# scipy', 'pandas']),
    ['scipy>=1', 'pandas'],
    ['scipy'],
    file(['scipy>=1', '# scipy', 'pandas']),
    [],
  ],
  [
    'a wheel is given that the person had named by its path',
    [],
    file(['./wheels/lab-1.0-py3-none-any.whl']),
    ['lab==1.0'],
    ['lab'],
    file(['lab==1.0']),
    ['./wheels/lab-1.0-py3-none-any.whl, which you wrote, is lab==1.0 now'],
  ],
  [
    'a name of the framework’s part is given that the person had edited there',
    [],
    file([]).replace('numpy>=1.26,<3', 'numpy==2.1  # mine'),
    ['numpy==2.2'],
    ['numpy'],
    file(['numpy==2.2']).replace('<3', '<3  # mine'),
    ['numpy==2.1, which you wrote, is numpy>=1.26,<3 and numpy==2.2 now'],
  ],
  [
    'a name of both parts is taken out that the person had edited in one',
    ['numpy>=1', 'tqdm'],
    file(['numpy>=2', 'tqdm']),
    ['tqdm'],
    ['numpy'],
    file(['tqdm']),
    ['numpy>=2, which you wrote, is numpy>=1.26,<3 now'],
  ],
  [
    'a name is given that the person had moved into the other part',
    ['scipy'],
    file([]).replace('numpy', 'scipy  # first\nnumpy'),
    ['scipy==2'],
    ['scipy'],
    file([]).replace('numpy', 'scipy==2  # first\nnumpy'),
    [],
  ],
  [
    'another name had been moved into the other part',
    ['scipy'],
    file([]).replace('numpy', 'scipy\nnumpy'),
    ['scipy', 'pandas'],
    ['pandas'],
    file(['pandas']).replace('numpy', 'scipy\nnumpy'),
    [],
  ],
  [
    'the line that begins the packages is gone',
    ['scipy'],
    file(['scipy', '# mine'], undefined, ''),
    ['scipy', 'tqdm', 'einops'],
    ['tqdm', 'einops'],
    file(['scipy', '# mine', 'tqdm', 'einops'], undefined, ''),
    ['there is no line "# --- packages" any more, so tqdm and einops stand at the end'],
  ],
];

describe('requirements that a command names', () => {
  for (const [what, last, yours, now, asked, text, notes] of CASES)
    it(`where ${what}`, () => {
      assert.deepEqual(mergeRequirements(file(last), yours, file(now), asked), { text, notes });
      const windows = yours.replaceAll('\n', '\r\n');
      assert.deepEqual(mergeRequirements(file(last), windows, file(now), asked), {
        text: text.replaceAll('\n', '\r\n'),
        notes,
      });
    });

  it('leaves a conflict about a name that it does not name', () => {
    const yours = file(['scipy==1'], 'torch==2.0');
    const { text, notes } = mergeRequirements(
      file(['scipy']),
      yours,
      file(['scipy==2'], 'torch==2.2'),
      ['scipy'],
    );
    assert.match(
      text,
      /<<<<<<< yours\ntorch==2\.0\n.*\ntorch==2\.1\n=======\ntorch==2\.2\n>>>>>>>/,
    );
    assert.match(text, /yours\nscipy==2\n$/);
    assert.deepEqual(notes, ['scipy==1, which you wrote, is scipy==2 now']);
  });
});

describe('requirements that no command names', () => {
  it('conflict where the person split by markers what the generator drops', () => {
    const { text } = mergeRequirements(
      file(['scipy']),
      file(['scipy==1; os_name == "nt"', 'pandas', 'scipy==2; os_name != "nt"']),
      file([]),
    );
    assert.equal(
      text,
      file([
        '<<<<<<< yours',
        'scipy==1; os_name == "nt"',
        'scipy==2; os_name != "nt"',
        '||||||| base',
        'scipy',
        '=======',
        '>>>>>>> generator',
        'pandas',
      ]),
    );
  });

  it('stay with the remarks of a person in both lines of a name', () => {
    const parts = (version: string, remark = '') => [
      `scipy==${version}; os_name == "nt"${remark}`,
      `scipy==1; os_name != "nt"${remark}`,
    ];
    const yours = file(parts('1', '  # mine'));
    const { text } = mergeRequirements(file(parts('1')), yours, file(parts('2')));
    assert.equal(text, file(parts('2', '  # mine')));
  });

  it('keep their parts where a name stands in both', () => {
    const yours = file(['numpy>=2', 'tqdm']);
    const dropped = mergeRequirements(file(['numpy>=1', 'tqdm']), yours, file(['tqdm'])).text;
    assert.match(dropped, /\nnumpy>=1\.26,<3\n\n# --- packages: yours\n<<<<<<< yours\nnumpy>=2\n/);
  });
});

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
