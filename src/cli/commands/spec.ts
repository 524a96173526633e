/** `ml-image spec`: changes or checks model-spec.json, or lists its open fields. */
import { join } from 'node:path';
import { INTERRUPTED, isUserError, UserError } from '../../core/errors.ts';
import { SPEC_FILE } from '../../core/layout.ts';
import { loadSpecSchema, packageRoot } from '../../core/package.ts';
import { quoted, shownPath, visibleLine } from '../../core/text.ts';
import { readFolderText } from '../../folder/state.ts';
import { openFields } from '../../model-spec/build.ts';
import { type Edits, isEmpty } from '../../model-spec/edit.ts';
import { FIELDS } from '../../model-spec/fields.ts';
import { editSpecText, parseSpec, specFaults } from '../../model-spec/file.ts';
import { warningsOf } from '../../model-spec/warnings.ts';
import { rootAbove } from '../../pipeline/find-folder.ts';
import { findDisagreements } from '../../pipeline/spec-check.ts';
import type { Ask } from '../../questions/collect.ts';
import { applyChange } from '../apply-change.ts';
import type { Arguments, Command, CommandFlag } from '../command.ts';
import { recoveredRoot } from '../folder.ts';
import { printNote, type Terminal } from '../terminal.ts';

/** Exit statuses of `--check`: the specification has faults, or it only differs from the folder. */
const FAULTY = 1;
const DISAGREES = 2;

const FLAGS = [
  {
    flag: 'param',
    argument: 'NAME:TYPE=DEFAULT[:RANGE]',
    help: 'add or change a param: threshold:float=0.5:0..1, n:int=3:1.., mode:enum=fast:fast,slow, verbose:bool, title:string=',
  },
  {
    flag: 'input',
    argument: 'NAME:TYPE:EXTENSION[:STATUS]',
    help: 'add or change an input: mask:segmentation:.nii.gz:optional',
  },
  {
    flag: 'output',
    argument: 'NAME:TYPE:EXTENSION[:STATUS]',
    help: 'add or change an output: scores:volume:.csv',
  },
  {
    flag: 'set',
    argument: 'KEY=VALUE',
    help: 'set a field of the model (organ=Brain), or of an input, output or param (input.flag=-i): name, description, flag, tensor.name, tensor.dtype, tensor.shape (1,3,?,?), labels (cat,dog), columns (age:float64,city:str)',
  },
  {
    flag: 'rename',
    argument: 'OLD=NEW',
    help: 'give an input, output or param another name, and the flag of that name',
  },
  {
    flag: 'order',
    argument: 'NAMES',
    help: 'set the order on the command line: all names, separated by commas',
  },
  { flag: 'remove', help: 'remove the inputs, outputs and params whose names follow' },
  {
    flag: 'check',
    help: 'list the faults of model-spec.json and where it differs from the folder; write nothing',
  },
  { flag: 'schema', help: 'print the JSON Schema of model-spec.json, for editors' },
] as const satisfies CommandFlag[];

export const spec = {
  name: 'spec',
  usage: 'ml-image spec',
  help: 'fill in or change model-spec.json, or list its open fields',
  answers: false,
  flags: FLAGS,
  run,
} as const satisfies Command;

type SpecArguments = Arguments<typeof FLAGS>;

/**
 * Edits by flag; without flags by questions, or lists the open fields if nobody can be asked.
 * @returns the exit status
 * @throws UserError if something is wrong; nothing is written then
 */
async function run(args: SpecArguments, terminal: Terminal): Promise<number> {
  const { on } = args;
  const edits = editsOf(args);
  if (on.has('schema')) {
    terminal.out(loadSpecSchema(join(packageRoot(), 'templates')));
    return 0;
  }
  if (on.has('check')) {
    if (!isEmpty(edits)) throw new UserError('--check changes nothing', { hint: 'give it alone' });
    return check(args, terminal);
  }
  const ask = on.has('yes') || on.has('json') ? null : terminal.ask;
  if (isEmpty(edits)) {
    if (!ask) return listOpen(args, terminal);
    edits.set = await askFields(specText(await recoveredRoot(terminal)), ask, terminal);
    if (isEmpty(edits)) return listOpen(args, terminal);
  }
  return applyChange(args, terminal, { editSpec: (text) => editSpecText(text, edits) });
}

function editsOf({ on, positionals, values }: SpecArguments): Edits {
  if (!on.has('remove') && positionals.length > 0) {
    throw new UserError(
      `spec takes no argument (${quoted(positionals[0] as string)}) without a flag`,
      {
        hint: 'write --input, --output, --param, --set or --remove before it',
      },
    );
  }
  if (on.has('remove') && positionals.length === 0) {
    throw new UserError('--remove names nothing', { hint: 'write ml-image spec --remove NAME' });
  }
  const { order } = values;
  if (order.length > 1) {
    throw new UserError(`--order was given ${order.length} times`, {
      hint: 'give it once, with all names',
    });
  }
  return {
    inputs: values.input,
    outputs: values.output,
    params: values.param,
    set: values.set,
    rename: values.rename,
    remove: positionals,
    order: order[0] ?? null,
  };
}

function specText(root: string): string {
  const text = readFolderText(root, SPEC_FILE);
  if (text !== null) return text;
  throw new UserError(`there is no ${SPEC_FILE} in ${shownPath(root)}`, {
    hint: `to bring it back, write ml-image regenerate --restore ${SPEC_FILE}`,
  });
}

/**
 * Asks for each field of the model, then for each open field of its inputs, outputs and params. Ctrl-C
 * ends the questions; what was answered is kept.
 */
async function askFields(text: string, ask: Ask, terminal: Terminal): Promise<string[]> {
  const spec = parseSpec(text);
  const open = openFields(spec);
  const parts = open.flatMap((path) => {
    const [, key, field] = path.split('.');
    return field === undefined ? [] : [{ key: `${key}.${field}`, message: `${key}: ${field}` }];
  });
  const set: string[] = [];
  for (const { key, message } of [...FIELDS, ...parts]) {
    const value = spec[key];
    const now = Array.isArray(value) ? value.join(', ') : typeof value === 'string' ? value : '';
    const known = open.includes(key) ? '' : now;
    try {
      const answer = await ask({
        name: key,
        kind: 'text',
        message,
        default: known,
        because: known === '' ? 'Enter leaves it open' : '',
        validate: () => true,
      });
      if (answer !== '' && answer !== known) set.push(`${key}=${answer}`);
    } catch (error) {
      if (!isUserError(error) || error.exitCode !== INTERRUPTED || set.length === 0) throw error;
      printNote(terminal, `${set.length} answered; ml-image spec asks for the rest`);
      break;
    }
  }
  return set;
}

/** Prints the open fields. */
function listOpen({ on }: SpecArguments, terminal: Terminal): number {
  const root = rootAbove(terminal.cwd);
  const open = openFields(parseSpec(specText(root)));
  if (on.has('json')) terminal.out(`${JSON.stringify({ root, written: false, open })}\n`);
  else terminal.out(openText(open));
  return 0;
}

function openText(open: string[]): string {
  if (open.length === 0) return `Nothing is open in ${SPEC_FILE}.\n`;
  const example = open[0]?.replace(/^(inputs|params|outputs)\./, '');
  return [
    `Still to fill in, in ${SPEC_FILE} or by ml-image spec --set ${visibleLine(example ?? '')}=...:\n`,
    ...open.map((path) => `  ${visibleLine(path)}\n`),
  ].join('');
}

async function check({ on }: SpecArguments, terminal: Terminal): Promise<number> {
  const root = rootAbove(terminal.cwd);
  const text = specText(root);
  const spec = parseSpec(text);
  const faults = specFaults(text);
  const open = openFields(spec);
  const apart = faults.length === 0 ? findDisagreements(terminal.cwd, spec) : [];
  const warnings = faults.length === 0 ? warningsOf(spec) : [];
  const status = faults.length > 0 ? FAULTY : apart.length > 0 ? DISAGREES : 0;
  if (on.has('json')) {
    const plain = faults.map(({ line, path, message }) => ({ line, path, message }));
    const result = { root, faults: plain, disagreements: apart, warnings, open, status };
    terminal.out(`${JSON.stringify(result)}\n`);
    return status;
  }
  for (const line of [...faults.map((fault) => fault.text), ...apart])
    terminal.err(`${visibleLine(line)}\n`);
  for (const warning of warnings) printNote(terminal, warning);
  if (status === 0) terminal.out(`${SPEC_FILE} is in order.\n${openText(open)}`);
  return status;
}
