import type { Safety } from '../../types.ts';
import { type Judgement, judgeImport } from './known.ts';
import type { PickleReport } from './machine.ts';

/** A file that can hold no code at all. */
export const DATA_ONLY: Safety = { verdict: 'data-only', imports: [] };

/** A verdict that rests on something else than a pickle's imports; `reasons` says on what. */
export function unsafe(verdict: 'unknown-imports' | 'dangerous', reasons: string[]): Safety {
  return { verdict, imports: [], reasons };
}

/**
 * The verdict on what unpickling would do. Fail closed: any finding, and anything that could not
 * be followed to its end, is `dangerous`.
 * @param report what the walk saw
 * @param broken why it could not be followed, or null when its end was reached
 */
export function judge(report: PickleReport, broken: string | null = null): Safety {
  const names = [...report.imports].sort();
  const findings = [...report.findings].sort();
  if (broken !== null) findings.push(`a pickle that cannot be followed to its end: it ${broken}`);
  const judged = (as: Judgement) => names.filter((name) => judgeImport(name) === as);
  const [dangerous, unknown] = [judged('dangerous'), judged('unknown')];
  const reasons = [...dangerous, ...findings, ...unknown];
  if (reasons.length === 0) return { verdict: 'known-imports', imports: names };
  const isDangerous = dangerous.length + findings.length > 0;
  return { verdict: isDangerous ? 'dangerous' : 'unknown-imports', imports: names, reasons };
}

const ORDER: Safety['verdict'][] = ['data-only', 'known-imports', 'unknown-imports', 'dangerous'];

/** The worst verdict of several parts of one model, with all their imports and reasons. */
export function worst(parts: Safety[]): Safety {
  const rank = (part: Safety) => ORDER.indexOf(part.verdict);
  // Stable: parts of one rank stay in their order.
  const sorted = [...parts].sort((a, b) => rank(b) - rank(a));
  const reasons = [...new Set(sorted.flatMap((part) => part.reasons ?? []))];
  return {
    verdict: sorted[0]?.verdict ?? 'data-only',
    imports: [...new Set(parts.flatMap((part) => part.imports))].sort(),
    ...(reasons.length === 0 ? {} : { reasons }),
  };
}
