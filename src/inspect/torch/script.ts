/** TorchScript archives. */
import type { ModelFacts } from '../../core/model-facts.ts';
import type { FileCandidate } from '../candidate.ts';
import { factsOf } from '../facts.ts';
import { isMade } from '../pickle/values.ts';
import { isMalformed } from '../read/malformed.ts';
import type { ZipArchive } from '../read/zip.ts';
import { archiveSavedWith, innerName, walkArchive } from './archive.ts';
import { scriptSafety } from './members.ts';
import { type Forward, forwardIn } from './script-forward.ts';
import { LARGEST_CODE } from './script-safety.ts';

/**
 * Reads a TorchScript archive: `data.pkl` (the module), `constants.pkl`, and `code/`, whose root
 * class has `def forward(...)` with names and types. Shapes are not recorded.
 */
export async function readTorchScript(file: FileCandidate): Promise<ModelFacts> {
  const zip = await file.zip();
  const walked = await walkArchive(zip);
  const root = isMade(walked.top) ? walked.top.callee.name : null;
  const safety = await scriptSafety(zip, walked, file.source.budget);
  const forward = root === null ? null : await forwardOf(zip, root, file);
  const warnings: string[] = [];
  if (forward === null)
    warnings.push('No forward method was found: inputs and outputs are unknown.');
  return factsOf({
    format: 'torchscript',
    framework: 'pytorch',
    savedWith: await archiveSavedWith(zip, 'TorchScript'),
    inputs: forward?.inputs ?? null,
    outputs: forward?.outputs ?? null,
    safety,
    warnings,
  });
}

/** Finds `forward` of the class `__torch__.a.b.Name` in `code/__torch__/a/b.py`. */
async function forwardOf(
  zip: ZipArchive,
  root: string,
  file: FileCandidate,
): Promise<Forward | null> {
  const parts = root.split('.');
  const name = parts.pop() as string;
  const path = `code/${parts.join('/')}.py`;
  const member = zip.names.find((each) => innerName(each) === path);
  if (member === undefined || zip.size(member) > LARGEST_CODE) return null;
  try {
    const code = (await zip.read(member, LARGEST_CODE)).toString('latin1');
    return forwardIn(code, name, file.source.budget);
  } catch (error) {
    if (!isMalformed(error) || error.kind === 'limit') throw error;
    return null;
  }
}
