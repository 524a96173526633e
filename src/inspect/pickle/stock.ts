/** What a plain `pickle.load` would do with bytes that are meant as something else. */
import type { Safety } from '../../core/model-facts.ts';
import type { ByteSource } from '../read/source.ts';
import { ByteStream } from '../read/stream.ts';
import { unsafe } from '../safety.ts';
import { isWrapper } from './joblib.ts';
import { classifyImport, type Trust } from './known.ts';
import { OP } from './opcodes.ts';
import { reasonOf } from './verdict.ts';
import { type Walk, walkStream } from './walk.ts';

const OPCODES: ReadonlySet<number> = new Set(Object.values(OP));

/** Most opcodes to walk in content of another format: none that was seen has over 100. */
const MOST_OPCODES = 100_000;

/**
 * What `pickle.load` would do with a file of another format, from its first byte on: a file can be
 * GGUF, a tar or text and also a pickle.
 * @returns a verdict if it would import something that may exist, else null
 */
export async function stockPickle(source: ByteSource): Promise<Safety | null> {
  if (source.size === 0 || !OPCODES.has(source.read(0, 1)[0] as number)) return null;
  const reading = { arrays: false, stock: true, opcodes: MOST_OPCODES };
  return stockVerdict(await walkStream(ByteStream.of(source), reading));
}

/**
 * What `pickle.load` would do with the arrays of a joblib file, whose bytes it reads as opcodes.
 * @param stream from the start of the file
 * @param joblib the walk of the same file as joblib reads it
 */
export async function stockArrays(stream: ByteStream, joblib: Walk): Promise<Safety | null> {
  return stockVerdict(await walkStream(stream, { arrays: false, stock: true }), joblib);
}

/**
 * A dotted name that may exist. `dtype` does not count: an array of objects is a pickle with its
 * own memo, and read with another memo its `numpy.dtype` becomes any text of the file and `dtype`.
 * Only numpy has such a name.
 */
const REAL = /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)+$/;

/**
 * The verdict on a walk through bytes that may mean something else: only imports that may exist
 * count, unknown ones only if they are called, and only what `but` does not have.
 */
function stockVerdict(walk: Walk, but?: Walk): Safety | null {
  const { imports, findings, called } = walk.report;
  const without = (names: Set<string>, others?: Set<string>) =>
    [...names].filter((name) => !others?.has(name)).sort();
  const names = without(imports, but?.report.imports).filter(
    (name) => REAL.test(name) && !name.endsWith('.dtype'),
  );
  const namesOf = (trust: Trust) => names.filter((name) => classifyImport(name) === trust);
  // In a file of another format, joblib arrays were not skipped.
  const wrapped = but === undefined && names.some(isWrapper);
  const dangerous = namesOf('dangerous');
  const unknown = namesOf('unknown');
  const reasons = [
    ...dangerous.map(reasonOf),
    ...(wrapped ? ['a joblib array: what follows it was not read'] : []),
    ...unknown.filter((name) => called?.has(name)).map(reasonOf),
    // Without an import, accidental opcodes do nothing.
    ...without(findings, but?.report.findings).filter(
      (finding) => names.length > 0 || finding.includes('computed'),
    ),
  ];
  const where = 'as a plain pickle.load reads it';
  const shown = (reason: string) => `${reason} (${where}: some of its bytes are pickle opcodes)`;
  if (reasons.length > 0) {
    return { verdict: 'dangerous', imports: names, reasons: reasons.map(shown) };
  }
  if (unknown.length > 0) {
    return {
      verdict: 'unknown-imports',
      imports: names,
      reasons: unknown.map(reasonOf).map(shown),
    };
  }
  if (walk.fault?.kind === 'limit') {
    const reason = `it ${walk.fault.message}`;
    return unsafe('unknown-imports', [`content that was not read to its end ${where}: ${reason}`]);
  }
  return null;
}
