import { equal, ok } from 'node:assert/strict';
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { inspectModel } from '../../src/inspect/inspect.ts';
import { join, op } from './assemble.ts';
import { BOMBS } from './bombs.ts';
import { inspectBytes, inTemporary } from './fixtures.ts';

/** What a directory may hold, beside a configuration that makes it a model. */
const DIRECTORIES: Record<string, (directory: string) => void> = {
  'thousands of small files': (directory) => {
    for (let n = 0; n < 4_900; n++) writeFileSync(path.join(directory, `f${n}`), `text ${n}`);
  },
  'more files than a model has': (directory) => {
    for (let n = 0; n < 5_100; n++) writeFileSync(path.join(directory, `f${n}`), 'x');
  },
  'directories within directories': (directory) => {
    mkdirSync(path.join(directory, 'd/'.repeat(200)), { recursive: true });
  },
  'links that fan out': (directory) => {
    for (let n = 0; n < 14; n++) mkdirSync(path.join(directory, `n${n}`));
    for (let n = 0; n < 13; n++) {
      for (let k = 0; k < 4; k++) symlinkSync(`../n${n + 1}`, path.join(directory, `n${n}/l${k}`));
    }
  },
  'a file of 100 GB that is hardly there': (directory) => {
    writeFileSync(path.join(directory, 'f.txt'), 'text '.repeat(2_000));
    truncateSync(path.join(directory, 'f.txt'), 100 * 1024 ** 3);
  },
  'gzip bombs in numbers': (directory) => {
    const bomb = gzipSync(join(op.proto(4), Buffer.alloc(20_000_000, 'N0'), op.stop), { level: 1 });
    for (let n = 0; n < 100; n++) writeFileSync(path.join(directory, `f${n}`), bomb);
  },
  'slow files, each below every limit': (directory) => {
    const slow = Buffer.from(`(${'I1\n'.repeat(700_000)}`);
    for (let n = 0; n < 20; n++) writeFileSync(path.join(directory, `f${n}`), slow);
  },
  'large texts': (directory) => {
    const text = Buffer.alloc(30_000_000, 'text\n');
    for (let n = 0; n < 20; n++) writeFileSync(path.join(directory, `f${n}.txt`), text);
  },
  'large JSON with a key that names code': (directory) => {
    const text = `{"auto_map":{"A":"m.M"},"x":"${'y'.repeat(30_000_000)}"}`;
    for (let n = 0; n < 5; n++) writeFileSync(path.join(directory, `f${n}.json`), text);
  },
  'a version without end': (directory) => {
    const version = `${'1'.repeat(1_000_000)}!`;
    const config = JSON.stringify({ model_type: 'a', transformers_version: version });
    writeFileSync(path.join(directory, 'config.json'), config);
  },
  'YAML of brackets': (directory) =>
    writeFileSync(path.join(directory, 'MLmodel'), '[x],'.repeat(3_000) + '['.repeat(9_000)),
  'YAML of colons': (directory) =>
    writeFileSync(path.join(directory, 'MLmodel'), ':\n'.repeat(9_500)),
  'YAML of anchors': (directory) => {
    const anchors = Array.from({ length: 3_000 }, (_, n) => `k${n}: &a${n} v`);
    const uses = Array.from({ length: 3_000 }, (_, n) => `*a${n}`);
    writeFileSync(
      path.join(directory, 'MLmodel'),
      `${anchors.join('\n')}\nz: [${uses.join(', ')}]`,
    );
  },
};

/** Defines the tests, of those that are to be tried. Memory is measured by scripts/fuzz-inspect.ts, in processes of their own. */
export function limits(isTried: (what: string) => boolean): void {
  describe('files that claim or unfold to more than they are', () => {
    for (const [what, write] of Object.entries(BOMBS)) {
      if (!isTried(what)) continue;
      it(`answers within two seconds: ${what}`, async () => {
        const content = write();
        const start = performance.now();
        try {
          await inspectBytes(content);
        } catch (error) {
          equal((error as Error).name, 'UserError', (error as Error).stack);
        }
        const time = performance.now() - start;
        ok(time < 2000, `${Math.round(time)} ms`);
      }).timeout(30_000);
    }
  });

  describe('directories that hold more than a command can read', () => {
    for (const [what, write] of Object.entries(DIRECTORIES)) {
      if (!isTried(what)) continue;
      it(`answers within two seconds: ${what}`, () =>
        inTemporary(async (directory) => {
          writeFileSync(path.join(directory, 'config.json'), '{"model_type": "bert"}');
          write(directory);
          const start = performance.now();
          try {
            await inspectModel(directory);
          } catch (error) {
            equal((error as Error).name, 'UserError', (error as Error).stack);
            equal((error as Error).message.includes('\n'), false);
          }
          const time = performance.now() - start;
          ok(time < 2000, `${Math.round(time)} ms`);
        })).timeout(30_000);
    }
  });
}
