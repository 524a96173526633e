/** `make test` names the step that fails and what to look at, whatever was broken on purpose. */
import assert from 'node:assert/strict';
import { changedCopy, containersOf, contractFolder } from './contract-folder.ts';
import { edit, writeSpec } from './edit.ts';
import { type Folder, make, readSpec } from './folder.ts';

/** What the model does; what is broken stands in its place. */
const DOUBLES = 'return {"output": inputs["input"] * 2}';

interface Breakage {
  change: (copy: Folder) => void;
  /** The lines on stderr, all of them. */
  says: RegExp[];
}

const BREAKAGES: Record<string, Breakage> = {
  'a model.py that raises': {
    change: (copy) => edit(copy, 'model.py', [[DOUBLES, 'raise ValueError("no such layer")']]),
    says: [
      /^FAILED {2}every input .* default: model\.py:\d+: predict\(\) failed: ValueError: no such layer/,
      /^ {8}look at: model\.py, and the defaults in model-spec\.json$/,
    ],
  },
  'a model.py that gives no such output': {
    change: (copy) => {
      const { output } = readSpec(copy).outputs;
      assert(output);
      writeSpec(copy, {
        ...readSpec(copy),
        outputs: {
          output,
          more: { ...output, flag: '--more=', tensor: { ...output.tensor, name: 'more' } },
        },
        order: ['input', 'output', 'mask', 'more'],
        params: {},
      });
    },
    says: [
      /^FAILED {2}every input and output: --more: postprocess\(\) of model\.py gave no output 'more'/,
      /^ {8}look at: model\.py$/,
    ],
  },
  'a default beyond its own bounds': {
    change: (copy) => edit(copy, 'model-spec.json', [['"max": 10', '"max": 1']]),
    says: [
      /^FAILED .*: --factor: 2 is not from 0 to 1$/,
      /^ {8}look at: .*the defaults in model-spec\.json$/,
    ],
  },
  'a specification with an empty order': {
    change: (copy) => writeSpec(copy, { ...readSpec(copy), params: {}, order: [] }),
    says: [
      /^error: model-spec\.json: order is empty; list in it input, mask, output$/,
      /^FAILED {2}there is no command to test$/,
      /^ {8}look at: .*model-spec\.json$/,
    ],
  },
  'another entrypoint': {
    change: (copy) => edit(copy, 'Dockerfile', [[/^ENTRYPOINT .*$/m, 'ENTRYPOINT ["sh"]']]),
    says: [/sh/, /^FAILED {2}--help ends with an error$/, /ENTRYPOINT in Dockerfile$/],
  },
  'an entrypoint that writes no output': {
    change: (copy) =>
      edit(copy, 'entrypoint.py', [['    return supervise(work, clean)', '    return 0']]),
    says: [
      /^FAILED {2}as the image's user: \/data\/output\.npy was not written, though it ends with/,
      /^ {8}look at: entrypoint\.py, and postprocess\(\) of model\.py$/,
    ],
  },
  'an entrypoint that writes an empty output': {
    change: (copy) =>
      edit(copy, 'entrypoint.py', [
        ['    return supervise(work, clean)', '    open(texts["output"], "w").close()'],
      ]),
    says: [/^FAILED {2}as the image's user: \/data\/output\.npy is empty$/, /entrypoint\.py/],
  },
  'a data folder that only root may write to': {
    change: (copy) => edit(copy, 'Dockerfile', [['chmod 1777 /data', 'chmod 0755 /data']]),
    says: [
      /^error: --output: cannot write \/data\/output\.npy: Permission denied for user 1001:0/,
      /^FAILED {2}as the image's user: it ends with status 1$/,
      /^ {8}look at: .*chmod 1777 in Dockerfile/,
    ],
  },
  'no data folder': {
    change: (copy) =>
      edit(copy, 'Dockerfile', [
        ['mkdir -p /data ', 'mkdir -p '],
        ['chmod 1777 /data', 'chmod 1777'],
        ['WORKDIR /data', 'WORKDIR /tmp'],
      ]),
    says: [
      /./,
      /^FAILED {2}as the image's user: the inputs cannot be put into \/data$/,
      /^ {8}look at: .*\/data must be a folder in the image \(Dockerfile\)$/,
    ],
  },
  'a model that needs a network': {
    change: (copy) =>
      edit(copy, 'model.py', [
        [DOUBLES, 'import urllib.request; urllib.request.urlopen("http://weights.example.org/w")'],
      ]),
    says: [
      /^FAILED .*URLError/,
      /^ {8}look at: model\.py/,
      /^ {8}and at: .*network.*\(Dockerfile\)$/,
    ],
  },
};

describe('make test names the step and the place', () => {
  let folder: Folder;

  before(async () => {
    folder = await contractFolder('broken');
  });

  for (const [what, { change, says }] of Object.entries(BREAKAGES)) {
    it(`where there is ${what}`, async () => {
      const name = `broken-${what.replaceAll(/[^a-z]+/g, '-')}`;
      const copy = await changedCopy(folder, name, change);
      const ran = await make(copy, 'test');
      assert.notEqual(ran.status, 0, ran.stdout);
      const lines = ran.stderr
        .split('\n')
        .filter((line) => line && !/^make(\[|:)/.test(line))
        // The traceback of what model.py raised.
        .filter((line) => !line.startsWith(' '.repeat(8)) || /^ {8}(look|and) at: /.test(line));
      assert.equal(lines.length, says.length, lines.join('\n'));
      for (const [i, line] of lines.entries()) assert.match(line, says[i] as RegExp);
      assert.deepEqual(await containersOf(copy), []);
    });
  }
});
