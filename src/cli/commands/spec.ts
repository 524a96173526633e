/** `ml-image spec`: model-spec.json filled in, changed, checked, or what is still open in it. */
import { UserError } from '../../core/errors.ts';
import { readFolderText } from '../../folder/state.ts';
import { openFields } from '../../model-spec/build.ts';
import { type Edits, isEmpty } from '../../model-spec/edit.ts';
import { FIELDS } from '../../model-spec/fields.ts';
import { editSpecText, parseSpec, SPEC_FILE, specFaults } from '../../model-spec/file.ts';
import { quoted, visible } from '../../model-spec/text.ts';
import { warningsOf } from '../../model-spec/warnings.ts';
import { rootAbove } from '../../pipeline/find-folder.ts';
import { disagreements } from '../../pipeline/spec-folder.ts';
import type { Ask } from '../../questions/collect.ts';
import type { Arguments } from '../command-table.ts';
import { type Door, printNote } from '../terminal.ts';
import { carryOut } from './change.ts';
import { mendedRoot } from './root.ts';

/** Exit statuses of `--check`: a fault; no fault, but the folder builds something else. */
const FAULTY = 1;
const DISAGREES = 2;

/**
 * Edits by flag, or by questions where there are none and a person can be asked; else says what is
 * open.
 * @returns the exit status
 * @throws UserError where something is wrong; nothing is written then
 */
export async function runSpec(args: Arguments, door: Door): Promise<number> {
  const { on } = args;
  const edits = editsOf(args);
  if (on.has('check')) {
    if (!isEmpty(edits)) throw new UserError('--check changes nothing', { hint: 'give it alone' });
    return check(args, door);
  }
  const ask = on.has('yes') || on.has('json') ? null : door.ask;
  if (isEmpty(edits)) {
    if (!ask) return listOpen(args, door);
    edits.set = await askFields(specText(await mendedRoot(door)), ask);
    if (isEmpty(edits)) return listOpen(args, door);
  }
  return carryOut(args, door, { editSpec: (text) => editSpecText(text, edits) });
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
function listOpen({ on }: Arguments, door: Door): number {
  const root = rootAbove(door.cwd);
  const open = openFields(parseSpec(specText(root)));
  if (on.has('json')) door.out(`${JSON.stringify({ root, written: false, open })}\n`);
  else door.out(openText(open));
  return 0;
}

function openText(open: string[]): string {
  if (open.length === 0) return `Nothing is open in ${SPEC_FILE}.\n`;
  const example = open[0]?.replace(/^(inputs|params|outputs)\./, '');
  return [
    `Still to fill in, in ${SPEC_FILE} or by ml-image spec --set ${visible(example ?? '')}=...:\n`,
    ...open.map((path) => `  ${visible(path)}\n`),
  ].join('');
}

async function check({ on }: Arguments, door: Door): Promise<number> {
  const root = rootAbove(door.cwd);
  const text = specText(root);
  const spec = parseSpec(text);
  const faults = specFaults(text);
  const open = openFields(spec);
  const apart = faults.length === 0 ? await disagreements(door.cwd, spec) : [];
  const warnings = faults.length === 0 ? warningsOf(spec) : [];
  const status = faults.length > 0 ? FAULTY : apart.length > 0 ? DISAGREES : 0;
  if (on.has('json')) {
    const plain = faults.map(({ line, path, message }) => ({ line, path, message }));
    const result = { root, faults: plain, disagreements: apart, warnings, open, status };
    door.out(`${JSON.stringify(result)}\n`);
    return status;
  }
  for (const line of [...faults.map((fault) => fault.text), ...apart])
    door.err(`${visible(line)}\n`);
  for (const warning of warnings) printNote(door, warning);
  if (status === 0) door.out(`${SPEC_FILE} is in order.\n${openText(open)}`);
  return status;
}
