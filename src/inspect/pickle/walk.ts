/** Walks all pickles of a file. */
import type { Safety } from '../../core/model-facts.ts';
import { isMalformed, Malformed } from '../read/malformed.ts';
import type { ByteStream } from '../read/stream.ts';
import { PickleMachine } from './machine.ts';
import type { PickleReport, Reading } from './report.ts';
import type { Value } from './values.ts';
import { pickleVerdict } from './verdict.ts';

/** The content of a stream of pickles, with its verdict. */
export interface Walked {
  /** What the first pickle would return; undefined if it could not be parsed. */
  top: Value | undefined;
  report: PickleReport;
  safety: Safety;
  /** Why the first pickle could not be parsed to its end, or null. */
  broken: string | null;
  /** The error that makes the verdict worse: that one, or one after the first pickle. */
  fault: Malformed | null;
}

/** The content of a stream of pickles, and what ended the walk. */
export interface Walk {
  top: Value | undefined;
  report: PickleReport;
  /** Why the first pickle could not be parsed to its end, or null. */
  first: Malformed | null;
  /** The error that makes the verdict worse: that one, or one after the first pickle. */
  fault: Malformed | null;
}

/** Most pickles in a row. */
const MOST_PICKLES = 1000;

/**
 * Walks every pickle in `stream`, one after the other: a loader may read only the first, but
 * nothing in the file says so.
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
    // Bytes after a pickle that are not a pickle are harmless, unless they import or do something
    // first, or were not read to their end.
    const harmless = report.imports.size + report.findings.size === before;
    return { top, report, first: null, fault: harmless && fault.kind !== 'limit' ? null : fault };
  }
  const fault = new Malformed('is followed by too many others', 'limit');
  return { top, report, first: null, fault };
}

/**
 * Walks the pickles of a file.
 * Throws Malformed (`cut off`) if the content ends within the first pickle and nothing before that
 * is dangerous: the user needs a complete copy then, not a verdict.
 * @param reading `arrays`: skip arrays as joblib writes them
 */
export async function walkPickles(stream: ByteStream, reading: Reading): Promise<Walked> {
  return unlessCutOff(await walkStream(stream, reading));
}

/** The same for a member of an archive, whose length is stated: it is damaged if it ends early. */
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
