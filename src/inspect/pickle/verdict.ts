import type { Safety } from '../../core/model-facts.ts';
import type { Malformed } from '../read/malformed.ts';
import { effectOf, rankOfEffect } from './effects.ts';
import { classifyImport, type Trust } from './known.ts';
import type { PickleReport } from './machine.ts';
import { STANDARD_LIBRARY } from './stdlib.ts';

/**
 * The verdict on what unpickling would do. Fail closed: any finding, and anything that could not
 * be followed to its end, is `dangerous`; what was too long to be read to its end is no better
 * than `unknown-imports`.
 * @param report what the walk saw
 * @param fault why it could not be followed, or null when its end was reached
 */
export function pickleVerdict(report: PickleReport, fault: Malformed | null = null): Safety {
  const names = [...report.imports].sort();
  const findings = [...report.findings].sort();
  const limit = fault?.kind === 'limit';
  if (fault !== null && !limit)
    findings.push(`a pickle that cannot be followed to its end: it ${fault.message}`);
  const judged = (as: Trust) =>
    names
      .filter((name) => classifyImport(name) === as)
      .sort((a, b) => rankOfEffect(a) - rankOfEffect(b))
      .map(reasonOf);
  const [dangerous, unknown] = [judged('dangerous'), judged('unknown')];
  const unread = limit ? [`a pickle that was not read to its end: it ${fault.message}`] : [];
  const reasons = [...dangerous, ...findings, ...unknown, ...unread];
  if (reasons.length === 0) return { verdict: 'known-imports', imports: names };
  const isDangerous = dangerous.length + findings.length > 0;
  return { verdict: isDangerous ? 'dangerous' : 'unknown-imports', imports: names, reasons };
}

/** An import that is not known, and what it could do: `os.system: runs any command`. */
export function reasonOf(name: string): string {
  const top = name.slice(0, name.indexOf('.'));
  const effect = effectOf(name);
  if (effect !== null) return `${name}: ${effect}`;
  if (STANDARD_LIBRARY.has(top)) {
    return `${name}: part of Python's standard library that no stock model needs`;
  }
  if (classifyImport(name) === 'dangerous') {
    return /^\w+(\.\w+)+$/u.test(name)
      ? `${name}: a part of ${top} that no stock model needs`
      : `${name}: no name of a class or function`;
  }
  const code = top === '__main__' ? 'the program that loads it' : top;
  return `${name}: code of ${code}, which is not in the list of known packages`;
}
