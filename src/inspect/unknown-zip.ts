/** Zips of no known model format. */
import type { ModelFacts } from '../core/model-facts.ts';
import type { FileCandidate } from './candidate.ts';
import { factsOf } from './facts.ts';
import { unsafe, worst, zipSafety } from './safety.ts';
import { otherMembers } from './torch/members.ts';

/**
 * Facts of a zip that holds pickles or is ambiguous; null for any other. Its other content stays
 * unknown.
 */
export async function readOtherZip(file: FileCandidate): Promise<ModelFacts | null> {
  const zip = await file.zip();
  const found = [zipSafety(zip), ...(await otherMembers(zip, () => false, { arrays: true }))];
  if (worst(found).verdict === 'data-only') return null;
  return factsOf({
    format: 'pickle',
    safety: worst([...found, unsafe('unknown-imports', ['a zip of no known model format'])]),
    warnings: ['A zip of no known model format: unpack it and give the model in it.'],
  });
}
