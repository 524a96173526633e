/**
 * The table of floors: which room stands on which floor, and what it may do beyond plain data.
 * A room imports only rooms of lower floors (CONTRIBUTING.md, The house).
 */

/** What a room or file may use besides other rooms. */
export type Power =
  | 'reads disk'
  | 'writes disk'
  | 'runs programs'
  | 'network'
  | 'prompts'
  | 'yeoman';

export interface Room {
  /** Path of its folder or file, relative to the repository. */
  path: string;
  /** One line for CONTRIBUTING.md's map. */
  holds: string;
  powers?: readonly Power[];
}

/** From the top floor down. */
export const FLOORS: readonly (readonly Room[])[] = [
  [
    { path: 'bin', holds: 'the entry of the `ml-image` command', powers: ['reads disk'] },
    { path: 'generators', holds: 'one folder a command, for Yeoman', powers: ['yeoman'] },
    {
      path: 'scripts',
      holds: 'what only developers run',
      powers: ['reads disk', 'writes disk', 'runs programs', 'network'],
    },
  ],
  [
    {
      path: 'src/cli',
      holds: '`commands/` (one file a command: flags, help, run), arguments, prompts, report',
      powers: ['reads disk', 'prompts'],
    },
    { path: 'src/api.ts', holds: 'what `import ... from "generator-ml-image"` gives' },
  ],
  [
    {
      path: 'src/pipeline',
      holds: 'the steps of each command: scaffold, change, follow-model, spec, pin, lock',
      powers: ['reads disk'],
    },
  ],
  [
    {
      path: 'src/catalog',
      holds:
        'frameworks and base images: `data/` with sources, `rules/` one refusal a file, resolve',
    },
    {
      path: 'src/questions',
      holds: 'the table of answers, and how flags, prompts and stored answers follow from it',
    },
    {
      path: 'src/reconcile',
      holds: 'which change each file gets: base, current and next text compared',
    },
    {
      path: 'src/render',
      holds: 'from plan to files; `quote.ts` is the only way a value enters a text',
      powers: ['reads disk'],
    },
    {
      path: 'src/model-spec',
      holds: 'model-spec.json: made, edited, checked, and translated for other runners',
    },
    {
      path: 'src/lockfile',
      holds: 'requirements.lock: who resolves it, what it was made from, whether it fits',
      powers: ['reads disk', 'writes disk'],
    },
    {
      path: 'src/capture',
      holds: 'what a shell session in a container installed',
      powers: ['reads disk'],
    },
  ],
  [
    {
      path: 'src/packages',
      holds: 'PEP 440 versions, PEP 508 requirements and markers, system package names',
      powers: ['reads disk'],
    },
    { path: 'src/merge', holds: 'merging of texts: lines, JSON by key, requirements by name' },
    {
      path: 'src/folder',
      holds:
        'the only writer of an image folder: state, manifest, journal, apply, recover, run lock',
      powers: ['reads disk', 'writes disk'],
    },
    {
      path: 'src/inspect',
      holds: 'one file a format, by family; nothing is ever executed',
      powers: ['reads disk'],
    },
    { path: 'src/config', holds: '.yo-rc.json: read, checked, migrated', powers: ['reads disk'] },
    {
      path: 'src/registry',
      holds: 'which digest a tag stands for',
      powers: ['reads disk', 'network'],
    },
    {
      path: 'src/engine',
      holds: 'finds and runs docker, podman and other programs',
      powers: ['reads disk', 'runs programs'],
    },
  ],
  [
    {
      path: 'src/core',
      holds: 'types, errors, change set, layout, the text printer, JSON positions',
      powers: ['reads disk'],
    },
  ],
];
