/** The verdict on unpickling. */
import type { Safety } from '../../core/model-facts.ts';
import type { Malformed } from '../read/malformed.ts';
import { effectOf, rankOfEffect } from './effects.ts';
import { classifyImport, type Trust } from './known.ts';
import type { PickleReport } from './report.ts';
import { STANDARD_LIBRARY } from './stdlib.ts';

/**
 * The verdict on what unpickling would do. It fails closed: any finding, and anything that could not
 * be parsed to its end, is `dangerous`; what was too long to read to its end is at least
 * `unknown-imports`.
 * @param report of the walk
 * @param fault why the pickle could not be parsed, or null if its end was reached
 */
export function pickleVerdict(report: PickleReport, fault: Malformed | null = null): Safety {
  const names = [...report.imports].sort();
  const findings = [...report.findings].sort();
  const limit = fault?.kind === 'limit';
  if (fault !== null && !limit)
    findings.push(`a pickle that could not be parsed to its end: it ${fault.message}`);
  const reasonsFor = (trust: Trust) =>
    names
      .filter((name) => classifyImport(name) === trust)
      .sort((a, b) => rankOfEffect(a) - rankOfEffect(b))
      .map(reasonOf);
  const [dangerous, unknown] = [reasonsFor('dangerous'), reasonsFor('unknown')];
  const unread = limit ? [`a pickle that was not read to its end: it ${fault.message}`] : [];
  const reasons = [...dangerous, ...findings, ...unknown, ...unread];
  if (reasons.length === 0) return { verdict: 'known-imports', imports: names };
  const isDangerous = dangerous.length + findings.length > 0;
  return { verdict: isDangerous ? 'dangerous' : 'unknown-imports', imports: names, reasons };
}

/** The reason for an unknown import, with what it could do: `os.system: runs any command`. */
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
      : `${name}: not the name of a class or function`;
  }
  const code = top === '__main__' ? 'the program that loads it' : top;
  return `${name}: code of ${code}, which is not in the list of known packages`;
}
