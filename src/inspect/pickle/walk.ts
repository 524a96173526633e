import type { Safety } from '../../core/model-facts.ts';
import { isMalformed, Malformed } from '../read/malformed.ts';
import type { ByteStream } from '../read/stream.ts';
import { PickleMachine, type PickleReport, type Reading } from './machine.ts';
import type { Value } from './values.ts';
import { pickleVerdict } from './verdict.ts';

/** What a stream of pickles holds. */
export interface Walked {
  /** What the first pickle would give; undefined where it cannot be followed. */
  top: Value | undefined;
  report: PickleReport;
  safety: Safety;
  /** Why the first pickle could not be followed to its end, or null. */
  broken: string | null;
  /** What keeps the verdict from being good: that, or what stands behind the first pickle. */
  fault: Malformed | null;
}

/** A stream that was walked, and what ended the walk. */
export interface Walk {
  top: Value | undefined;
  report: PickleReport;
  /** What kept the first pickle from being followed to its end, or null. */
  first: Malformed | null;
  /** What keeps a verdict from being good: the same, or it stands behind the first pickle. */
  fault: Malformed | null;
}

/** More pickles than any file has in a row. */
const MOST_PICKLES = 1000;

/**
 * Walks every pickle in `stream`, one after the other up to the end: the loader may read only
 * the first, but nothing in the file says so.
 */
export async function walkStream(stream: ByteStream, reading: Reading): Promise<Walk> {
  const machine = new PickleMachine(stream, reading);
  const report = machine.report;
  const first = await attempt(() => machine.load());
  if (first.fault !== null) {
    return { top: undefined, report, first: first.fault, fault: first.fault };
  }
  const { top } = first;
  const before = report.imports.size + report.findings.size;
  for (let count = 1; count < MOST_PICKLES; count++) {
    const more = await attempt(() => stream.fill(1));
    if (more.fault === null && stream.ready === 0) return { top, report, first: null, fault: null };
    const { fault } = more.fault === null ? await attempt(() => machine.load()) : more;
    if (fault === null) continue;
    // Bytes behind a pickle that are none are harmless, unless they would do something first, or
    // nobody saw where they end.
    const harmless = report.imports.size + report.findings.size === before;
    return { top, report, first: null, fault: harmless && fault.kind !== 'limit' ? null : fault };
  }
  const fault = new Malformed('is followed by too many others', 'limit');
  return { top, report, first: null, fault };
}

/**
 * Walks a file's pickles and judges them.
 * Throws Malformed (`cut off`) where the content ends within the first pickle and nothing before
 * that is dangerous: it is no verdict that helps then, but a whole copy.
 * @param reading `arrays`: arrays as joblib writes them
 */
export async function walkPickles(stream: ByteStream, reading: Reading): Promise<Walked> {
  return unlessCutOff(await walkStream(stream, reading));
}

/** The same for content whose length an archive states: ending early, it is not cut off but wrong. */
export async function walkMember(stream: ByteStream, reading: Reading): Promise<Walked> {
  return withVerdict(await walkStream(stream, reading));
}

/** The verdict on a walk. Throws as `walkPickles` does. */
export function unlessCutOff(walk: Walk): Walked {
  const { first, report } = walk;
  if (first?.kind === 'cut off' && pickleVerdict(report).verdict !== 'dangerous') throw first;
  return withVerdict(walk);
}

function withVerdict({ top, report, first, fault }: Walk): Walked {
  return {
    top,
    report,
    broken: first?.message ?? null,
    fault,
    safety: pickleVerdict(report, fault),
  };
}

async function attempt<T>(
  work: () => Promise<T>,
): Promise<{ top: T; fault: null } | { top?: undefined; fault: Malformed }> {
  try {
    return { top: await work(), fault: null };
  } catch (error) {
    if (!isMalformed(error)) throw error;
    return { fault: error };
  }
}
