/** The committed zips as lists of members. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import yauzl from 'yauzl';
import { MODELS } from '../fixtures.ts';
import type { Entry } from './zip.ts';

/** The members of a committed model that is a zip, in their order, by a reader that is not under test. */
export function membersOf(model: string): Promise<Entry[]> {
  const bytes = readFileSync(path.join(MODELS, model));
  return new Promise((resolve, reject) => {
    yauzl.fromBuffer(bytes, { lazyEntries: true }, (error, zip) => {
      if (!zip) return reject(error);
      const entries: Entry[] = [];
      zip.on('entry', (entry) => {
        zip.openReadStream(entry, (failed, stream) => {
          if (!stream) return reject(failed);
          const parts: Buffer[] = [];
          stream.on('data', (part) => parts.push(part));
          stream.on('end', () => {
            entries.push({ name: entry.fileName, data: Buffer.concat(parts) });
            zip.readEntry();
          });
        });
      });
      zip.on('end', () => resolve(entries));
      zip.on('error', reject);
      zip.readEntry();
    });
  });
}
