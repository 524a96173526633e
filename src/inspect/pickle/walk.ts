import type { Safety } from '../../types.ts';
import { isMalformed } from '../read/malformed.ts';
import type { ByteStream } from '../read/stream.ts';
import { PickleMachine, type PickleReport } from './machine.ts';
import type { Value } from './values.ts';
import { judge } from './verdict.ts';

/** What a stream of pickles holds. */
export interface Walked {
  /** What the first pickle would give; undefined where it cannot be followed. */
  top: Value | undefined;
  report: PickleReport;
  safety: Safety;
  /** Why the first pickle could not be followed to its end, or null. */
  broken: string | null;
}

/** More pickles than any file has in a row. */
const MOST_PICKLES = 1000;

/**
 * Walks every pickle in `stream`, one after the other up to the end: the loader may read only
 * the first, but nothing in the file says so.
 * @param options `arrays`: arrays as joblib writes them
 */
export async function walkPickles(
  stream: ByteStream,
  options: { arrays: boolean },
): Promise<Walked> {
  const machine = new PickleMachine(stream, options);
  const report = machine.report;
  let top: Value | undefined;
  try {
    top = await machine.load();
  } catch (error) {
    const broken = reason(error);
    return { top, report, broken, safety: judge(report, broken) };
  }
  const before = report.imports.size + report.findings.size;
  for (let count = 1; count < MOST_PICKLES; count++) {
    await stream.fill(1);
    if (stream.ready === 0) return { top, report, broken: null, safety: judge(report) };
    try {
      await machine.load();
    } catch (error) {
      // Bytes behind a pickle that are none are harmless, unless they would do something first.
      const harmless = report.imports.size + report.findings.size === before;
      return { top, report, broken: null, safety: judge(report, harmless ? null : reason(error)) };
    }
  }
  return { top, report, broken: null, safety: judge(report, 'is followed by too many others') };
}

function reason(error: unknown): string {
  if (isMalformed(error)) return error.message;
  throw error;
}
