import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inspectModel } from '../../src/inspect/inspect.ts';
import { field, join } from './assemble.ts';
import { inTemporary } from './fixtures.ts';

/** NodeDef; it may call a function. */
export const node = (name: string, op: string, inputs: string[] = [], calls?: string) =>
  join(
    field(1, name),
    field(2, op),
    ...inputs.map((input) => field(3, input)),
    ...(calls === undefined
      ? []
      : [field(5, join(field(1, 'f'), field(2, field(10, field(1, calls)))))]),
  );
/** A constant of one text. */
export const constant = (name: string, text: string) =>
  join(node(name, 'Const'), field(5, join(field(1, 'value'), field(2, field(8, field(8, text))))));
/** A function of a library. */
export const definition = (name: string, args: string[], ...nodes: Buffer[]) =>
  field(
    1,
    join(
      field(1, join(field(1, name), ...args.map((each) => field(2, field(1, each))))),
      ...nodes.map((each) => field(3, each)),
    ),
  );
/** A GraphDef. */
export const graph = (nodes: Buffer[], functions: Buffer[] = []) =>
  join(...nodes.map((each) => field(1, each)), field(2, join(...functions)));

/** What inspect says of a SavedModel of this graph; `meta` are more fields of its MetaGraphDef. */
export const savedModel = (
  content: Buffer,
  more: Record<string, string | Buffer> = {},
  meta: Buffer = Buffer.of(),
) =>
  inTemporary(async (directory) => {
    const pb = join(field(1, 1), field(2, join(field(2, content), meta)));
    mkdirSync(path.join(directory, 'variables'));
    for (const file of ['variables.index', 'variables.data-00000-of-00001'])
      writeFileSync(path.join(directory, 'variables', file), 'x');
    writeFileSync(path.join(directory, 'saved_model.pb'), pb);
    for (const [name, data] of Object.entries(more))
      writeFileSync(path.join(directory, name), data);
    return inspectModel(directory);
  });
