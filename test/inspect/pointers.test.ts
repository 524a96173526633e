import { equal, match, rejects } from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { inspectModel } from '../../src/inspect/inspect.ts';
import { fixture, inspectBytes, inTemporary } from './fixtures.ts';

const refused = (content: string | Buffer, message: RegExp, name = 'model.pt') =>
  inTemporary(async (directory) => {
    const file = path.join(directory, name);
    writeFileSync(file, content);
    await rejects(inspectModel(file), (error: Error) => {
      equal(error.name, 'UserError', error.stack);
      match(String(error), message);
      equal(String(error).includes('\n'), false);
      return true;
    });
  });

describe('what stands in the place of a model', () => {
  const lfs = 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 3\n';
  for (const [what, content, message] of [
    ['a Git LFS pointer', lfs, /Git LFS pointer.*"git lfs pull"/],
    ['one with the line ends of Windows', lfs.replaceAll('\n', '\r\n'), /"git lfs pull"/],
    ['one with extensions', `${lfs}ext-0-foo sha256:1\n`, /"git lfs pull"/],
    ['a git-annex pointer', '/annex/objects/SHA256E-s3--0.pt\n', /"git annex get \."/],
    ['a DVC pointer', 'outs:\n- md5: 0\n  size: 3\n  path: model.pt\n', /"dvc pull"/],
    ['a page', '<!DOCTYPE html>\n<html lang="en">', /HTML page.*download it again/],
    ['a page with a mark', '\u{feff}\n <HTML>', /HTML page/],
    ['a page behind a comment', '<!-- a --><head>', /HTML page/],
    ['a page in XML', '<?xml version="1.0"?>\n<html xmlns="x">', /HTML page/],
    ['a large page', `<!doctype html>${' '.repeat(1_000_000)}`, /HTML page/],
    ['an error of S3', '<?xml version="1.0"?>\n<Error><Code>AccessDenied</Code></Error>', /in XML/],
    ['an error of Hugging Face', '{"error":"Repository not found"}', /error in JSON/],
    ['an error of GitHub', '{"message":"Not Found","status":"404"}', /error in JSON/],
    ['errors in a list', '{"errors":[{"code":1}]}', /error in JSON/],
    ['a long error', `{"error": "${'x'.repeat(6000)}"}`, /error in JSON/],
    ['a status', '404: Not Found', /server's error/],
    ['a status of HTTP', 'HTTP/1.1 403 Forbidden\r\n', /server's error/],
    ['a refusal', 'Access denied', /server's error/],
    ['a missing entry', 'Entry not found', /server's error/],
    ['a wrong password', 'Invalid username or password.', /server's error/],
    ['zeros', Buffer.alloc(10_000), /zeros only.*download it again/],
  ] as const) {
    it(`refuses ${what}`, () => refused(content, message));
  }

  for (const ending of ['part', 'crdownload', 'incomplete', 'partial']) {
    it(`refuses a download that did not end: .${ending}`, () =>
      refused('\x80\x04N.', /incomplete download/, `model.pt.${ending}`));
  }

  it('reads small models that are text', async () => {
    equal((await fixture('digits_lightgbm.txt')).format, 'lightgbm');
    equal((await fixture('digits_xgboost.json')).format, 'xgboost-json');
    equal((await inspectBytes(Buffer.from('(lp0\nI1\na.'))).format, 'pickle');
    equal((await inspectBytes(Buffer.from('4 letters, and no model'))).format, 'unknown');
    equal((await inspectBytes(Buffer.from('{"a": 1}'))).format, 'unknown');
  });
});
