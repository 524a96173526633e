import type { Safety } from '../../types.ts';
import { judgeImport } from './known.ts';
import type { PickleReport } from './machine.ts';

/** A file that can hold no code at all. */
export const DATA_ONLY: Safety = { verdict: 'data-only', imports: [] };

/**
 * The verdict on what unpickling would do. Fail closed: any finding, and anything that could not
 * be followed to its end, is `dangerous`.
 * @param report what the walk saw
 * @param broken why it could not be followed, or null when its end was reached
 */
export function judge(report: PickleReport, broken: string | null = null): Safety {
  const names = [...report.imports].sort();
  const judgements = names.map(judgeImport);
  const findings = [...report.findings].sort();
  if (broken !== null) findings.push(`a pickle that cannot be followed to its end: it ${broken}`);
  if (findings.length > 0 || judgements.includes('dangerous')) {
    return { verdict: 'dangerous', imports: [...names, ...findings] };
  }
  return {
    verdict: judgements.includes('unknown') ? 'unknown-imports' : 'known-imports',
    imports: names,
  };
}

const ORDER: Safety['verdict'][] = ['data-only', 'known-imports', 'unknown-imports', 'dangerous'];

/** The worst verdict of several parts of one model, with all their imports. */
export function worst(parts: Safety[]): Safety {
  const highest = parts.reduce((rank, part) => Math.max(rank, ORDER.indexOf(part.verdict)), 0);
  return {
    verdict: ORDER[highest] as Safety['verdict'],
    imports: [...new Set(parts.flatMap((part) => part.imports))].sort(),
  };
}
