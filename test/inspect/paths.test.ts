import { deepEqual, equal, match, rejects, throws } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs, {
  copyFileSync,
  cpSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { createServer } from 'node:net';
import path from 'node:path';
import { UserError } from '../../src/core/errors.ts';
import { inspectModel, modelFiles } from '../../src/inspect/inspect.ts';
import { Budget } from '../../src/inspect/read/budget.ts';
import { FileSource } from '../../src/inspect/read/source.ts';
import { fixture, inspectBytes, inTemporary, MODELS } from './fixtures.ts';

const refused = (given: string, message: RegExp) =>
  rejects(inspectModel(given), (error: Error) => {
    equal(error instanceof UserError, true, error.stack);
    match(String(error), message);
    equal(String(error).includes('\n'), false);
    return true;
  });

describe('inspect a path', () => {
  it('refuses what is not there, with the path', () =>
    refused('/nowhere/model.pt', /there is no model at "\/nowhere\/model\.pt"/));

  it('refuses an empty file, an empty path and a path of zeros', () =>
    inTemporary(async (directory) => {
      writeFileSync(path.join(directory, 'empty.pt'), '');
      await refused(path.join(directory, 'empty.pt'), /is an empty file/);
      await refused('', /is not a path/);
      await refused('a\0b', /is not a path/);
    }));

  it('follows a symlink that the person gives, and refuses one to nothing or to itself', () =>
    inTemporary(async (directory) => {
      const at = (name: string) => path.join(directory, name);
      symlinkSync(path.join(MODELS, 'digits.keras'), at('good'));
      symlinkSync('nothing', at('dangling'));
      symlinkSync('loop', at('loop'));
      equal((await inspectModel(at('good'))).format, 'keras');
      await refused(at('dangling'), /symlink to nothing/);
      await refused(at('loop'), /leads back to itself/);
    }));

  it('refuses a symlink inside a model directory that leads out of it', () =>
    inTemporary(async (directory) => {
      const model = path.join(directory, 'model');
      cpSync(path.join(MODELS, 'digits_savedmodel'), model, { recursive: true });
      symlinkSync('/etc/passwd', path.join(model, 'assets.txt'));
      await refused(model, /assets\.txt is a symlink that leads out of its directory/);
    }));

  it('refuses a device', () => refused('/dev/null', /neither a file nor a directory/));

  it('says plainly that content is of no known format', async () => {
    const facts = await inspectBytes(Buffer.from('Hello, this is a letter.\n'));
    equal(facts.format, 'unknown');
    match(facts.warnings[0] ?? '', /starts with the bytes 48 65 6c 6c 6f/);
  });

  it('gives the same answer whatever the file is called', () =>
    inTemporary(async (directory) => {
      for (const name of ['digits.keras', 'digits.h5', 'state_dict.pt', 'export.pt2']) {
        const other = path.join(directory, 'model.txt');
        copyFileSync(path.join(MODELS, name), other);
        deepEqual(await inspectModel(other), await fixture(name));
      }
    }));

  it('finds the one model of a directory that holds other files, and says which', () =>
    inTemporary(async (directory) => {
      mkdirSync(path.join(directory, 'weights'));
      writeFileSync(path.join(directory, 'notes.md'), '# Notes\n');
      cpSync(path.join(MODELS, 'state_dict.pt'), path.join(directory, 'weights/best'));
      const facts = await inspectModel(directory);
      equal(facts.path, 'weights/best');
      equal(facts.format, 'torch-state-dict');
      cpSync(path.join(MODELS, 'digits_savedmodel'), path.join(directory, 'export'), {
        recursive: true,
      });
      await refused(
        directory,
        /holds 2 models \("export", "weights\/best"\); give the path of one/,
      );
    }));

  it('refuses a directory without a model', () =>
    inTemporary((directory) => refused(directory, /holds no model of a known format/)));

  it('says that a file is cut off', async () => {
    const whole = readFileSync(path.join(MODELS, 'digits.keras'));
    await rejects(
      inspectBytes(whole.subarray(0, whole.length - 100)),
      /is cut off \(it .*\); download or copy it again$/,
    );
  });

  it('lists the files of a model with their sizes', () => {
    deepEqual(
      modelFiles(path.join(MODELS, 'digits_savedmodel')).map((file) => file.path),
      [
        'fingerprint.pb',
        'saved_model.pb',
        'variables/variables.data-00000-of-00001',
        'variables/variables.index',
      ],
    );
    equal(modelFiles(path.join(MODELS, 'digits.keras'))[0]?.path, 'digits.keras');
  });
});

describe('what the system does not hand out as a file', () => {
  const model = { 'config.json': '{"model_type": "bert"}' };
  const at = async (work: (directory: string) => void, message: RegExp, below = '') =>
    inTemporary(async (directory) => {
      mkdirSync(path.join(directory, 'model/sub'), { recursive: true });
      writeFileSync(path.join(directory, 'model/config.json'), model['config.json']);
      work(path.join(directory, 'model'));
      await refused(path.join(directory, 'model', below), message);
    });
  const fifo = (file: string) => execFileSync('mkfifo', [file]);

  it('refuses a FIFO, alone, behind a symlink, in a directory, for a configuration', async () => {
    await at((directory) => fifo(path.join(directory, 'a')), /neither a file nor a dir/, 'a');
    const linked = (directory: string) => {
      fifo(path.join(directory, 'a'));
      symlinkSync('a', path.join(directory, 'b'));
    };
    await at(linked, /neither a file nor a dir/, 'b');
    await at(linked, /holds "a", which is a FIFO/);
    await at((directory) => fifo(path.join(directory, 'sub/b')), /"sub\/b", which is a FIFO/);
    await at((directory) => {
      unlinkSync(path.join(directory, 'config.json'));
      fifo(path.join(directory, 'config.json'));
    }, /"config\.json", which is a FIFO/);
  });

  it('refuses a socket', () =>
    inTemporary(async (directory) => {
      const server = createServer();
      await new Promise<void>((done) => server.listen(path.join(directory, 's'), done));
      await refused(directory, /"s", which is a socket/);
      await new Promise((done) => server.close(done));
    }));

  it('never waits for a FIFO that takes the place of a file while it is read', () =>
    inTemporary(async (directory) => {
      const file = path.join(directory, 'a');
      fifo(file);
      throws(() => new FileSource(file, 10, new Budget()), /is not a regular file/);
    }));

  it('refuses symlinks that lead back, to nothing, or to what git-annex has not fetched', async () => {
    const link = (target: string, name: string) => (directory: string) =>
      symlinkSync(target, path.join(directory, name));
    await at(link('l', 'l'), /symlink that leads back to itself/);
    await at(link('../sub', 'sub/l'), /"sub\/l" is a symlink that leads back/);
    await at(link('nothing', 'l'), /symlink to nothing/);
    await at(link('.git/annex/objects/a', 'm.pt'), /"git annex get \."/);
    await at(link('.git/annex/objects/a', 'm.pt'), /"git annex get \."/, 'm.pt');
  });

  it('follows symlinks to directories that stay inside', () =>
    inTemporary(async (directory) => {
      mkdirSync(path.join(directory, 'a'));
      writeFileSync(path.join(directory, 'config.json'), model['config.json']);
      writeFileSync(path.join(directory, 'a/x'), '');
      symlinkSync('a', path.join(directory, 'b'));
      deepEqual(
        modelFiles(directory).map((file) => file.path),
        ['a/x', 'b/x', 'config.json'],
      );
    }));

  it('takes names of any kind in one line, and refuses those that are no UTF-8', async () => {
    const name = Buffer.concat([Buffer.from('a'), Buffer.from([0xff])]);
    await at((directory) => {
      writeFileSync(Buffer.concat([Buffer.from(`${directory}/`), name]), 'x');
    }, /has a name that is not UTF-8; rename it/);
    const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 3\n';
    await at((directory) => {
      writeFileSync(path.join(directory, 'a\nb\x1b[31m.pt'), pointer);
    }, /a\\nb\\u001b\[31m\.pt" is a Git LFS pointer/);
  });

  it('refuses names and paths that are too long, and directories too deep', async () => {
    await refused(`/${'a'.repeat(5000)}`, /cannot be read \(ENAMETOOLONG\)/);
    await at((directory) => {
      mkdirSync(path.join(directory, 'd/'.repeat(30)), { recursive: true });
    }, /more than 16 directories in one another/);
  });

  for (const [code, message] of [
    ['EACCES', /model\/a\.pt" cannot be read: its permissions/],
    ['ENOENT', /model\/a\.pt" changed while it was read/],
    ['EIO', /model\/a\.pt" cannot be read \(EIO\)/],
  ] as const) {
    it(`gives one line where opening a member fails with ${code}`, async () => {
      const { openSync } = fs;
      fs.openSync = ((file: string, ...rest: [number]) => {
        if (!String(file).endsWith('a.pt')) return openSync(file, ...rest);
        throw Object.assign(new Error(code), { code, syscall: 'open' });
      }) as typeof openSync;
      syncBuiltinESMExports();
      try {
        await at((directory) => writeFileSync(path.join(directory, 'a.pt'), 'x'), message);
      } finally {
        fs.openSync = openSync;
        syncBuiltinESMExports();
      }
    });
  }
});
