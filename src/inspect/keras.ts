import type { ModelFacts, Need } from '../types.ts';
import type { FileCandidate } from './candidate.ts';
import { factsOf, release } from './facts.ts';
import { readKerasConfig } from './keras-config.ts';
import { asText, get, LARGEST_JSON, parseJson } from './read/json.ts';

/**
 * A Keras 3 archive (`.keras`): a zip with `metadata.json` (the saving version) and `config.json`
 * (the layers). Outputs are not recorded.
 */
export async function readKeras(file: FileCandidate): Promise<ModelFacts> {
  const zip = await file.zip();
  const metadata = parseJson(await zip.read('metadata.json', LARGEST_JSON), 'metadata.json');
  const config = parseJson(await zip.read('config.json', LARGEST_JSON), 'config.json');
  const version = asText(get(metadata, 'keras_version'));
  const { inputs, outputs, needs, safety } = readKerasConfig(config);
  return factsOf({
    format: 'keras',
    framework: 'tensorflow',
    savedWith: version === null ? null : `Keras ${version}`,
    inputs,
    outputs,
    needs: [...kerasNeed(version), ...needs],
    safety,
    warnings: lambdaWarning(safety.reasons ?? []),
  });
}

/**
 * The Keras that reads what `version` wrote, as a requirement: not older than it, and not older
 * than 3.11.3, which closed the last known ways to run code from a configuration
 * (CVE-2025-1550, CVE-2025-8747, CVE-2025-9905).
 */
export function kerasNeed(version: string | null): Need[] {
  const saved = release(version);
  if (saved === null) return [];
  const least = before(saved, '3.11.3') ? '3.11.3' : saved;
  return [
    { kind: 'package', name: 'keras', specifier: `>=${least}`, why: `saved with Keras ${saved}` },
  ];
}

/** What to know about Lambda layers, if there are any. */
export function lambdaWarning(reasons: string[]): string[] {
  if (!reasons.some((name) => /Lambda/.test(name))) return [];
  return ['It has Lambda layers: Keras refuses to load them unless safe_mode=False is given.'];
}

function before(a: string, b: string): boolean {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  for (let at = 0; at < 3; at++) {
    const difference = (left?.[at] ?? 0) - (right?.[at] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
