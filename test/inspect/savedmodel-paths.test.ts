import { equal } from 'node:assert/strict';
import { field, join } from './assemble.ts';
import { constant, definition, graph, node, savedModel } from './assemble-graph.ts';

const verdictOf = async (content: Buffer, meta: Buffer = Buffer.of()) =>
  (await savedModel(content, {}, meta)).safety.verdict;

const setting = (key: string, ...value: Buffer[]) =>
  field(5, join(field(1, key), field(2, join(...value))));
const restore = (path: string) => node('r', 'RestoreV2', [path]);
/** The saver of TensorFlow 1, whose path stands for "model" when nobody feeds it. */
const fed = [node('fed', 'PlaceholderWithDefault', ['default']), restore('fed')];

describe('the paths of a SavedModel', () => {
  it('takes what the loader feeds', async () => {
    equal(await verdictOf(graph([constant('default', 'model'), ...fed])), 'data-only');
  });

  const CONSTANTS: Record<string, Buffer> = {
    'by all its bytes, which count first': join(
      node('default', 'Const'),
      setting('value', field(8, join(field(8, 'model'), field(4, '\x05/evil')))),
    ),
    'beside another setting': join(
      node('default', 'Const'),
      setting('value', field(8, field(8, '/evil'))),
      setting('_note', field(8, field(8, 'model'))),
    ),
    'under a second value': join(
      node('default', 'Const'),
      setting('value', field(8, field(8, 'model'))),
      setting('value', field(8, field(8, '/evil'))),
    ),
    'as the second of two texts': join(
      node('default', 'Const'),
      setting('value', field(8, join(field(8, 'model'), field(8, '/evil')))),
    ),
  };
  for (const [what, given] of Object.entries(CONSTANTS)) {
    it(`finds a path that is told ${what}`, async () =>
      equal(await verdictOf(graph([given, ...fed])), 'dangerous'));
  }

  it('reads the name that counts where a node has two', async () => {
    const evil = constant('p', '/evil');
    const twice = join(field(1, 'p'), node('q', 'Placeholder'));
    equal(await verdictOf(graph([evil, twice, restore('p')])), 'dangerous');
    equal(await verdictOf(graph([evil, node('p', 'Placeholder'), restore('p')])), 'dangerous');
  });

  it('reads the arguments that count where one has two names', async () => {
    const load = field(
      1,
      join(
        field(
          1,
          join(
            field(1, 'load'),
            field(2, join(field(1, 'a'), field(1, 'b'))),
            field(2, field(1, 'p')),
          ),
        ),
        field(3, restore('p')),
      ),
    );
    const nodes = [
      constant('evil', '/evil'),
      node('fed', 'Placeholder'),
      node('c', 'PartitionedCall', ['fed', 'evil', 'fed'], 'load'),
    ];
    equal(await verdictOf(graph(nodes, [load])), 'dangerous');
  });

  it('holds what stands between joined texts to a plain end', async () => {
    const joined = (...more: Buffer[]) =>
      graph([
        node('fed', 'Placeholder'),
        constant('part', 'part'),
        join(node('j', 'StringJoin', ['fed', 'part']), ...more),
        restore('j'),
      ]);
    equal(await verdictOf(joined()), 'data-only');
    equal(await verdictOf(joined(setting('separator', field(2, '')))), 'data-only');
    for (const separator of ['/../../', '/..'.padEnd(20_000, '/')]) {
      equal(await verdictOf(joined(setting('separator', field(2, separator)))), 'dangerous');
    }
  });

  it('finds two dots that come together where texts meet', async () => {
    const joined = (...parts: string[]) =>
      graph([
        node('fed', 'Placeholder'),
        ...parts.map((part, index) => constant(`c${index}`, part)),
        node('j', 'StringJoin', ['fed', ...parts.map((_, index) => `c${index}`)]),
        restore('j'),
      ]);
    equal(await verdictOf(joined('.part', '_temp/part')), 'data-only');
    equal(await verdictOf(joined('x/.', './.', './evil')), 'dangerous');
    equal(await verdictOf(joined('x/..')), 'dangerous');
    equal(await verdictOf(joined('/evil')), 'dangerous');
  });

  it('takes two handles of one shared name for one variable', async () => {
    const handle = (name: string, shared: string) =>
      join(node(name, 'VarHandleOp'), setting('shared_name', field(2, shared)));
    const nodes = (second: string) => [
      handle('h1', 'v'),
      handle('h2', second),
      node('fed', 'Placeholder'),
      constant('evil', '/evil'),
      node('a1', 'AssignVariableOp', ['h1', 'fed']),
      node('a2', 'AssignVariableOp', ['h2', 'evil']),
      node('read', 'ReadVariableOp', ['h1']),
      restore('read'),
    ];
    equal(await verdictOf(graph(nodes('w'))), 'data-only');
    equal(await verdictOf(graph(nodes('v'))), 'dangerous');
    for (const more of [
      [node('s', 'ResourceScatterUpdate', ['h1', 'i', 'evil'])],
      [node('i', 'Identity', ['h1']), node('c', 'PartitionedCall', ['i', 'evil'], 'f')],
      [node('many', '_VarHandlesOp')],
    ]) {
      equal(await verdictOf(graph([...nodes('w'), ...more])), 'dangerous');
    }
    const assign = [handle('h', 'v'), node('a', 'AssignVariableOp', ['h', 'x'])];
    equal(await verdictOf(graph(nodes('w'), [definition('f', ['x'], ...assign)])), 'dangerous');
  });

  const table = node('t', 'InitializeTableFromTextFileV2', ['h', 'file']);
  const asset = (file: string) => join(field(1, field(1, 'file:0')), field(2, file));
  it("holds every file of the assets to be the model's own", async () => {
    const read = graph([constant('file', 'words.txt'), table]);
    const two = join(field(6, asset('../../x')), field(6, asset('words.txt')));
    equal(await verdictOf(read, two), 'dangerous');
    const collected = (file: string) =>
      field(
        4,
        join(
          field(1, 'saved_model_assets'),
          field(2, field(5, field(1, join(field(1, 'type'), field(2, asset(file)))))),
        ),
      );
    const placeholder = graph([node('file', 'Placeholder'), table]);
    equal(await verdictOf(placeholder, collected('words.txt')), 'data-only');
    equal(await verdictOf(placeholder, collected('../../x')), 'dangerous');
  });

  it('follows what the object graph binds to a function, not only what the graph calls', async () => {
    const load = definition('load', ['h', 'file'], table);
    const nodes = [
      node('file', 'Placeholder'),
      node('c', 'StatefulPartitionedCall', ['h', 'file'], 'load'),
    ];
    const OBJECTS = {
      asset: field(5, field(1, 0)),
      constant: field(9, field(1, 'evil')),
      both: join(field(5, field(1, 0)), field(9, field(1, 'evil'))),
    };
    const bound = (object: Buffer, packed: boolean) =>
      field(
        7,
        join(
          field(1, object),
          field(2, join(field(1, 'load'), field(2, packed ? field(2, Buffer.of(0)) : field(2, 0)))),
        ),
      );
    for (const packed of [true, false]) {
      const of = (object: Buffer) => verdictOf(graph(nodes, [load]), bound(object, packed));
      equal(await of(OBJECTS.asset), 'data-only');
      equal(await of(OBJECTS.constant), 'dangerous');
      equal(await of(OBJECTS.both), 'dangerous');
    }
  });

  it('does not take an operation for a function of its name', async () => {
    const nodes = [node('w', 'WriteFile', ['a', 'b'])];
    equal(await verdictOf(graph(nodes, [definition('WriteFile', ['a', 'b'])])), 'dangerous');
  });
});
