import { deepEqual, equal, match, rejects } from 'node:assert/strict';
import { copyFileSync, cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../../src/errors.ts';
import { inspectModel, modelFiles } from '../../src/inspect/inspect.ts';
import { fixture, inspectBytes, inTemporary, MODELS } from './fixtures.ts';

const refused = (given: string, message: RegExp) =>
  rejects(inspectModel(given), (error: Error) => {
    equal(error instanceof UserError, true, error.stack);
    match(error.message, message);
    equal(error.message.includes('\n'), false);
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
        /holds 2 models \("export", "weights\/best"\): give the path of one/,
      );
    }));

  it('refuses a directory without a model', () =>
    inTemporary((directory) => refused(directory, /holds no model of a known format/)));

  it('says that a file is cut off', async () => {
    const whole = readFileSync(path.join(MODELS, 'digits.keras'));
    await rejects(
      inspectBytes(whole.subarray(0, whole.length - 100)),
      /is cut off: copy or download it again$/,
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
