/** The line and the JSON of an error. */
import assert from 'node:assert/strict';
import { errorJson, errorLine } from '../../src/cli/error-text.ts';
import { main } from '../../src/cli/main.ts';
import { UserError } from '../../src/core/errors.ts';
import { RAW } from '../core/hidden.ts';

const HIDDEN = 'a\x1b[2J\x9b\r\u00ad\u061c\u200b\u202e\u2066\u2028\ufeff\u{e0041}\u0007z';

describe('an error of the user', () => {
  const error = new UserError("'x' is not offered", {
    flag: 'os',
    hint: 'choose debian',
    exitCode: 2,
  });

  it('is one line of message and hint', () => {
    assert.equal(errorLine(error), "ml-image: --os 'x' is not offered; choose debian\n");
  });

  it('is JSON of that line, its hint if there is one, and the exit status', () => {
    assert.deepEqual(JSON.parse(errorJson(error)), {
      error: "--os 'x' is not offered; choose debian",
      hint: 'choose debian',
      status: 2,
    });
    assert.deepEqual(JSON.parse(errorJson(new UserError('it is gone'))), {
      error: 'it is gone',
      status: 1,
    });
  });
});

describe('an internal error', () => {
  const failing = async (message: string) => {
    let err = '';
    const status = await main(['--version'], {
      cwd: '/',
      out: () => {
        throw new TypeError(message);
      },
      err: (text) => {
        err += text;
      },
      interactive: false,
      outIsTerminal: false,
      errIsTerminal: false,
    });
    assert.equal(status, 1);
    return err;
  };

  it('is one line, without a stack', async () => {
    const err = await failing(`first\nsecond ${HIDDEN}`);
    assert.match(
      err,
      /^ml-image: internal error in ml-image \(TypeError: first\\u000asecond .*\n$/,
    );
    assert.match(err, /please report it/);
    assert.doesNotMatch(err.trimEnd(), RAW);
  });

  it('comes with its stack if the environment asks for it', async () => {
    process.env.ML_IMAGE_TRACE = '1';
    try {
      assert.match(await failing('first'), /please report it:\nTypeError: first\n {4}at /);
    } finally {
      delete process.env.ML_IMAGE_TRACE;
    }
  });
});
