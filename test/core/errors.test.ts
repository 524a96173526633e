/** An error stays in its parts: its line is put together where it is printed. */
import assert from 'node:assert/strict';
import { isUserError, passes, placed, refusalError, UserError } from '../../src/core/errors.ts';

describe('a user error', () => {
  const error = new UserError("'x' is not offered", { flag: 'os', hint: 'choose debian' });

  it('has its message and its hint apart, and one line of both', () => {
    assert.equal(error.message, "--os 'x' is not offered");
    assert.equal(error.hint, 'choose debian');
    assert.equal(error.line, "--os 'x' is not offered; choose debian");
    assert.equal(error.exitCode, 1);
    assert.equal(new UserError('it is gone').line, 'it is gone');
  });

  it('takes a place instead of its flag, and keeps all other parts', () => {
    const there = error.at('requirements.txt:3');
    assert.equal(there.line, "requirements.txt:3: 'x' is not offered; choose debian");
    assert.equal(
      error.at('/etc/.yo-rc.json', error.flag).message,
      "/etc/.yo-rc.json: --os 'x' is not offered",
    );
    const passing = new UserError('f was changed', { exitCode: 2, passing: 'changed' }).at('f:1');
    assert.equal(passing.exitCode, 2);
    assert.ok(passes(passing, 'changed') && isUserError(passing));
  });

  it('gets its place from the step around it', () => {
    const step = () => {
      throw error;
    };
    assert.throws(() => placed('a:1', step), { message: "a:1: 'x' is not offered" });
    assert.throws(() => placed('', step), { message: "'x' is not offered" });
    assert.throws(() => placed(null, step), error);
  });

  it('of a refusal says what to use', () => {
    assert.equal(
      refusalError({ reason: 'no build', instead: ['--os debian', '--os ubuntu'] }).line,
      'no build; use --os debian, or --os ubuntu',
    );
    assert.equal(refusalError({ reason: 'no build', instead: [] }).hint, null);
  });
});
