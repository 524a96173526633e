import type { Framework, ModelFormat, Need } from '../core/model-facts.ts';
import { compareVersions } from '../packages/version.ts';
import { companion, companionRelease, kerasRequirement } from './data/companions.ts';

/** The distribution that each framework is on PyPI. */
const DISTRIBUTION: Record<Framework, string | null> = {
  tensorflow: 'tensorflow',
  pytorch: 'torch',
  onnxruntime: 'onnxruntime',
  'scikit-learn': 'scikit-learn',
  xgboost: 'xgboost',
  lightgbm: 'lightgbm',
  jax: 'jax',
  custom: null,
};

/** The distribution that a framework's releases are numbered by, or null for `custom`. */
export function distributionOf(framework: Framework): string | null {
  return DISTRIBUTION[framework];
}

/** TensorFlow Lite files run on a runtime of their own, some 20 MB instead of TensorFlow's 1.5 GB. */
export function runsOnLiteRuntime(framework: Framework, format: ModelFormat | null): boolean {
  return framework === 'tensorflow' && format === 'tflite';
}

/** Whether a need is the framework itself: it then bounds the framework's release. */
function isFrameworkItself(need: Need, framework: Framework): boolean {
  return need.kind === 'package' && need.name === DISTRIBUTION[framework];
}

/** What a file says of the framework's release: `>=1.19`, `==1.5.2`; null: nothing. */
export function frameworkBound(
  needs: readonly Need[],
  framework: Framework,
): { operator: '>=' | '==' | '<'; version: string; why: string } | null {
  const need = needs.find((each) => isFrameworkItself(each, framework));
  const match = /^(>=|==|<)([\d.]+)/.exec(need?.specifier ?? '');
  if (!need || !match) return null;
  return { operator: match[1] as '>=' | '==' | '<', version: match[2] as string, why: need.why };
}

/** The pinned requirements of the framework's companions. */
export function companionRequirements(
  needs: readonly Need[],
  framework: Framework,
  python: string | null,
): string[] {
  return needs
    .filter((need) => need.kind === 'package' && !isFrameworkItself(need, framework))
    .map((need) => pinned(need, python));
}

/** System packages for the same, by apt. */
export function companionApt(needs: readonly Need[]): string[] {
  return needs.flatMap((need) =>
    need.kind === 'package' ? (companion(need.name)?.apt ?? []) : [],
  );
}

function pinned({ name, specifier }: Need, python: string | null): string {
  const least = /^>=([\d.]+)/.exec(specifier ?? '')?.[1] ?? null;
  if (name === 'keras') return kerasRequirement(least, python);
  const pin = companionRelease(name, python);
  if (pin && (specifier === undefined || (least && compareVersions(pin, least) >= 0))) {
    return `${name}==${pin}`;
  }
  return `${name}${specifier ?? ''}`;
}
