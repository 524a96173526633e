import { equal, match } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { inspectModel } from '../../src/inspect/inspect.ts';
import { zip } from './assemble.ts';
import { inspectBytes } from './fixtures.ts';

const FILES = path.join(import.meta.dirname, '../fixtures/hdf5');

/** What is right for each of test/fixtures/hdf5, and the start of the first reason. */
const RIGHT: readonly [file: string, reason: RegExp][] = [
  ['dense_large.h5', /^Lambda layer l: /],
  ['continued.h5', /^Lambda layer l: /],
  ['array.h5', /^a model_config that is not text/],
  ['external_link.h5', /^a link to the file "\/etc\/passwd": /],
  ['external_data.h5', /^a dataset whose data is in other files: /],
  ['virtual.h5', /^a virtual dataset, made of other files: /],
  ['cache_image.h5', /^a cache image, which HDF5 reads instead of the objects/],
  ['many_links.h5', /^a link to the file "other\.h5": /],
];

describe('inspect HDF5 as h5py reads it', () => {
  for (const [file, reason] of RIGHT) {
    it(`finds what ${file} does`, async () => {
      const { safety } = await inspectModel(path.join(FILES, file));
      equal(safety.verdict, 'dangerous');
      match(safety.reasons?.[0] ?? '', reason);
    });
  }

  const weights = (name: string) => {
    const config = { module: 'keras', class_name: 'Sequential', config: { layers: [] } };
    return zip([
      { name: 'metadata.json', data: Buffer.from('{"keras_version": "3.15.1"}') },
      { name: 'config.json', data: Buffer.from(JSON.stringify(config)) },
      { name: 'model.weights.h5', data: readFileSync(path.join(FILES, name)) },
    ]);
  };

  it('looks into the weights of a Keras archive', async () => {
    const { safety } = await inspectBytes(weights('external_link.h5'));
    equal(safety.verdict, 'dangerous');
    match(safety.reasons?.[0] ?? '', /^a link to the file/);
  });

  it('finds a model that stands behind another one', async () => {
    const hidden = readFileSync(path.join(FILES, 'continued.h5'));
    const tree = 'tree\nversion=v4\nmax_feature_idx=3\n\nTree=0\n';
    const behind = (size: number) => Buffer.concat([Buffer.from(tree.padEnd(size, '\n')), hidden]);
    equal((await inspectBytes(Buffer.from(tree))).safety.verdict, 'data-only');
    for (const size of [512, 2048]) {
      equal((await inspectBytes(behind(size))).safety.verdict, 'dangerous');
    }
  });

  it('finds a model in the member of an archive that h5py would read', async () => {
    const config = { module: 'keras', class_name: 'Sequential', config: { layers: [] } };
    const members = [
      { name: 'metadata.json', data: Buffer.from('{"keras_version": "3.15.1"}') },
      { name: 'config.json', data: Buffer.from(JSON.stringify(config)) },
    ];
    const last = 'assets/x';
    const before = zip(members).length - 22 - 2 * 46 - 'metadata.jsonconfig.json'.length;
    const pad = Buffer.alloc(512 - before - 2 * 30 - last.length - 'pad'.length, ' ');
    const inside = async (name: string) => {
      const data = readFileSync(path.join(FILES, name));
      const archive = zip([...members, { name: 'pad', data: pad }, { name: last, data }]);
      equal(archive.indexOf('\x89HDF', 0, 'latin1'), 512);
      return (await inspectBytes(archive)).safety.verdict;
    };
    equal(await inside('continued.h5'), 'dangerous');
    equal(await inside('external_link.h5'), 'data-only');
  });

  it('says that a file that ends early is cut off', async () => {
    const whole = readFileSync(path.join(FILES, 'external_link.h5'));
    await inspectBytes(whole.subarray(0, 300)).then(
      () => Promise.reject(new Error('was read')),
      (error: Error) => match(error.message, /cut off/),
    );
  });
});
