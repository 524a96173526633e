/** `ml-image spec`: model-spec.json filled in, changed, checked, or what is still open in it. */
import { UserError } from '../../core/errors.ts';
import { SPEC_FILE } from '../../core/layout.ts';
import { quoted, visibleLine } from '../../core/text.ts';
import { readFolderText } from '../../folder/state.ts';
import { openFields } from '../../model-spec/build.ts';
import { type Edits, isEmpty } from '../../model-spec/edit.ts';
import { FIELDS } from '../../model-spec/fields.ts';
import { editSpecText, parseSpec, specFaults } from '../../model-spec/file.ts';
import { warningsOf } from '../../model-spec/warnings.ts';
import { rootAbove } from '../../pipeline/find-folder.ts';
import { disagreements } from '../../pipeline/spec-check.ts';
import type { Ask } from '../../questions/collect.ts';
import { applyChange } from '../apply-change.ts';
import type { Arguments, Command } from '../command.ts';
import { mendedRoot } from '../root.ts';
import { printNote, type Terminal } from '../terminal.ts';

/** Exit statuses of `--check`: a fault; no fault, but the folder builds something else. */
const FAULTY = 1;
const DISAGREES = 2;

export const spec: Command = {
  name: 'spec',
  usage: 'ml-image spec',
  help: 'fill in and change model-spec.json, or say what is still open in it',
  answers: false,
  flags: [
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
      help: 'the same for an output: scores:volume:.csv',
    },
    {
      flag: 'set',
      argument: 'KEY=VALUE',
      help: 'set a field of the model (organ=Brain), or NAME.name, NAME.description or NAME.flag of an input, output or param (input.flag=-i)',
    },
    {
      flag: 'order',
      argument: 'NAMES',
      help: 'the order of the command line: all names, commas between',
    },
    { flag: 'remove', help: 'take out the inputs, outputs and params named behind it' },
    {
      flag: 'check',
      help: 'say every fault of model-spec.json, and where it is not what the folder builds; write nothing',
    },
  ],
  run,
};

/**
 * Edits by flag, or by questions where there are none and a person can be asked; else says what is
 * open.
 * @returns the exit status
 * @throws UserError where something is wrong; nothing is written then
 */
async function run(args: Arguments, terminal: Terminal): Promise<number> {
  const { on } = args;
  const edits = editsOf(args);
  if (on.has('check')) {
    if (!isEmpty(edits)) throw new UserError('--check changes nothing', { hint: 'give it alone' });
    return check(args, terminal);
  }
  const ask = on.has('yes') || on.has('json') ? null : terminal.ask;
  if (isEmpty(edits)) {
    if (!ask) return listOpen(args, terminal);
    edits.set = await askFields(specText(await mendedRoot(terminal)), ask);
    if (isEmpty(edits)) return listOpen(args, terminal);
  }
  return applyChange(args, terminal, { editSpec: (text) => editSpecText(text, edits) });
}

function editsOf({ on, positionals, values }: Arguments): Edits {
  if (!on.has('remove') && positionals.length > 0) {
    throw new UserError(`spec takes no ${quoted(positionals[0] as string)} without a flag`, {
      hint: `write --input, --output, --param, --set or --remove before it`,
    });
  }
  if (on.has('remove') && positionals.length === 0) {
    throw new UserError('--remove names nothing', { hint: 'write ml-image spec --remove NAME' });
  }
  const { order = [] } = values;
  if (order.length > 1) {
    throw new UserError(`--order was given ${order.length} times`, {
      hint: `give it once, with all names`,
    });
  }
  return {
    inputs: values.input ?? [],
    outputs: values.output ?? [],
    params: values.param ?? [],
    set: values.set ?? [],
    remove: positionals,
    order: order[0] ?? null,
  };
}

function specText(root: string): string {
  const text = readFolderText(root, SPEC_FILE);
  if (text !== null) return text;
  throw new UserError(
    `there is no ${SPEC_FILE} in ${root}; ml-image regenerate --restore ${SPEC_FILE} brings it back`,
  );
}

/** One question for each field of the model, then for each part that is not described yet. */
async function askFields(text: string, ask: Ask): Promise<string[]> {
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
    const answer = await ask({
      name: key,
      kind: 'text',
      message,
      default: known,
      because: known === '' ? 'Enter leaves it open' : '',
      validate: () => true,
    });
    if (answer !== '' && answer !== known) set.push(`${key}=${answer}`);
  }
  return set;
}

/** Says what is still to be filled in. */
function listOpen({ on }: Arguments, terminal: Terminal): number {
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

async function check({ on }: Arguments, terminal: Terminal): Promise<number> {
  const root = rootAbove(terminal.cwd);
  const text = specText(root);
  const spec = parseSpec(text);
  const faults = specFaults(text);
  const open = openFields(spec);
  const apart = faults.length === 0 ? await disagreements(terminal.cwd, spec) : [];
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
