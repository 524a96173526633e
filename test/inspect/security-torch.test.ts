import { deepEqual, equal, ok } from 'node:assert/strict';
import path from 'node:path';
import { inspectModel } from '../../src/inspect/inspect.ts';

const FIXTURES = path.join(import.meta.dirname, '../fixtures');

/** What a verdict rests on, by the file that it was wrong for. */
const CASES: Record<string, RegExp> = {
  'v02_pt2_legacy_weights.pt2': /^os\.system/,
  'v02b_pt2_path_with_slash.pt2': /^os\.system/,
  'v02e_pt2_sample_inputs_case.pt2': /^os\.system/,
  'v04_torch_zip_with_archive_format.pt':
    /torch\.load and torch\.export would read different models/,
  'v05_torch_DATA.PKL.pt': /differ in case only/,
  'v06_zip_unicode_path_0x7075.pt': /a second name of the member/,
  'v10_torchscript_1_space_before_paren.pt': /^TorchScript operator aten\.save: writes any file/,
  'v10_torchscript_2_space_after_dot.pt': /^TorchScript operator aten\.save: writes any file/,
  'hang/h02_torchscript_class_name_is_regex.pt': /__torch__\.\(a\+\)\+!/,
  'fault/f01_class_name_regex_syntax.pt': /__torch__\.\(a\+\)\+\$\[/,
};

describe('PyTorch files that hid what loading them does', () => {
  for (const [name, says] of Object.entries(CASES)) {
    it(`calls ${name} dangerous, and says why`, async () => {
      const { safety } = await inspectModel(path.join(FIXTURES, 'security', name));
      equal(safety.verdict, 'dangerous');
      ok(
        safety.reasons?.some((reason) => says.test(reason)),
        JSON.stringify(safety.reasons),
      );
    });
  }

  it('reads a parameter that would hang a regular expression within a second', async () => {
    const start = performance.now();
    const name = 'security/hang/h01_torchscript_parameter_regex.pt';
    equal((await inspectModel(path.join(FIXTURES, name))).format, 'torchscript');
    ok(performance.now() - start < 1500);
  });
});

describe('old and unusual PyTorch files', () => {
  it('reads a tensor that Python 2 saved', async () => {
    const facts = await inspectModel(path.join(FIXTURES, 'torch/legacy_protocol0_tensor.pt'));
    equal(facts.safety.verdict, 'known-imports');
    deepEqual(facts.warnings, ['A single tensor saved by torch.save, not a model.']);
  });

  it('takes the first parameter of forward for the instance, whatever its name', async () => {
    const facts = await inspectModel(path.join(FIXTURES, 'torch/script_instance_not_self.pt'));
    deepEqual(
      facts.inputs?.map(({ name }) => name),
      ['image', 'mask'],
    );
    equal(facts.safety.verdict, 'known-imports');
  });
});
