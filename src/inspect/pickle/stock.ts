import type { Safety } from '../../core/model-facts.ts';
import type { ByteSource } from '../read/source.ts';
import { ByteStream } from '../read/stream.ts';
import { unsafe } from '../safety.ts';
import { isWrapper } from './joblib.ts';
import { classifyImport } from './known.ts';
import { OP } from './opcodes.ts';
import { reasonOf } from './verdict.ts';
import { type Walk, walkStream } from './walk.ts';

const OPCODES: ReadonlySet<number> = new Set(Object.values(OP));

/** Opcodes that content of another format is followed for: none that was seen has over 100. */
const MOST_OPCODES = 100_000;

/**
 * What `pickle.load` would do with a file of another format, from its first byte on: content can
 * be a GGUF file, a tar or a text and a pickle at once.
 * @returns a verdict where it would import something that exists, else null
 */
export async function stockPickle(source: ByteSource): Promise<Safety | null> {
  if (source.size === 0 || !OPCODES.has(source.read(0, 1)[0] as number)) return null;
  const reading = { arrays: false, stock: true, opcodes: MOST_OPCODES };
  return stockVerdict(await walkStream(ByteStream.of(source), reading));
}

/**
 * What `pickle.load` would do with the arrays of a joblib file, whose bytes it takes for opcodes.
 * @param stream from the file's start
 * @param joblib what walking it as joblib reads it found
 */
export async function stockArrays(stream: ByteStream, joblib: Walk): Promise<Safety | null> {
  return stockVerdict(await walkStream(stream, { arrays: false, stock: true }), joblib);
}

/**
 * The two parts of a name that exists, as far as its letters tell. `dtype` is none: an array of
 * objects is a pickle with a memo of its own, and read with another memo its `numpy.dtype` becomes
 * any text of the file and `dtype`. Nothing but numpy has a name like that.
 */
const REAL = /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)+$/;

/**
 * Judges a walk through bytes that may mean something else: only imports that could exist count,
 * and of unknown ones a call, and only what `but` does not have.
 */
function stockVerdict(walk: Walk, but?: Walk): Safety | null {
  const { imports, findings, called } = walk.report;
  const own = (names: Set<string>, others?: Set<string>) =>
    [...names].filter((name) => !others?.has(name)).sort();
  const names = own(imports, but?.report.imports).filter(
    (name) => REAL.test(name) && !name.endsWith('.dtype'),
  );
  const judgedAs = (what: string) => names.filter((name) => classifyImport(name) === what);
  // Where a pickle stands in a file of another format, nobody has read the arrays as joblib does.
  const wrapped = but === undefined && names.some(isWrapper);
  const dangerous = judgedAs('dangerous');
  const unknown = judgedAs('unknown');
  const reasons = [
    ...dangerous.map(reasonOf),
    ...(wrapped ? ["an array of joblib's: what follows it was not read"] : []),
    ...unknown.filter((name) => called?.has(name)).map(reasonOf),
    // Without an import, opcodes that happen to be there do nothing.
    ...own(findings, but?.report.findings).filter(
      (finding) => names.length > 0 || finding.includes('computed'),
    ),
  ];
  const where = 'as a plain pickle.load reads it';
  const shown = (reason: string) => `${reason} (${where}: bytes of it are opcodes of a pickle)`;
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
