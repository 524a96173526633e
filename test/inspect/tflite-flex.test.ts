import { deepEqual, equal } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { inspectBytes } from './fixtures.ts';

/** Made by TensorFlow's converter with SELECT_TF_OPS; none does anything but what its name says. */
const flex = (name: string) =>
  readFileSync(path.join(import.meta.dirname, '../fixtures/tflite', `${name}.tflite`), 'latin1');
const safetyOf = async (text: string) => (await inspectBytes(Buffer.from(text, 'latin1'))).safety;

describe('operators of TensorFlow in a TensorFlow Lite file', () => {
  it('pass where they only compute', async () =>
    equal((await safetyOf(flex('lower'))).verdict, 'data-only'));

  it('are judged by the operation in their settings, not by their name', async () => {
    const { verdict, reasons } = await safetyOf(
      flex('read').replace('FlexReadFile', 'FlexIdentity'),
    );
    deepEqual(
      [verdict, reasons?.[0]],
      ['dangerous', 'TensorFlow operation ReadFile: reaches files'],
    );
    const named = flex('lower').replace('FlexStringLower', 'FlexStringStrip');
    equal((await safetyOf(named)).verdict, 'dangerous');
  });

  it('are judged by what their settings tell them', async () => {
    const { verdict, reasons } = await safetyOf(flex('print'));
    equal(verdict, 'dangerous');
    equal(reasons?.[0]?.startsWith('TensorFlow operation PrintV2: writes a file'), true);
  });

  const ends: Record<string, string> = {
    'a map': '\x02\x3d\x31\x14\x14\x04\x24\x01',
    'a list of numbers': '\x02\x3d\x31\x04\x04\x04\x28\x01',
    'a list of one text': '\x01\x3d\x31\x14\x14\x04\x28\x01',
    'texts that are elsewhere': '\x02\xff\x31\x14\x14\x04\x28\x01',
  };
  for (const [what, end] of Object.entries(ends)) {
    it(`are dangerous where their settings are ${what}`, async () => {
      const changed = flex('lower').replace('\x02\x3d\x31\x14\x14\x04\x28\x01', end);
      equal(changed === flex('lower'), false);
      equal((await safetyOf(changed)).verdict, 'dangerous');
    });
  }
});
