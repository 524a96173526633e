/** Members of a zip that may be pickles or archives themselves. */
import type { Safety } from '../../core/model-facts.ts';
import { classifyImport } from '../pickle/known.ts';
import { kindOf } from '../pickle/values.ts';
import { type Walked, walkMember } from '../pickle/walk.ts';
import type { Budget } from '../read/budget.ts';
import { isMalformed } from '../read/malformed.ts';
import { type ByteSource, LARGEST_READ } from '../read/source.ts';
import { ByteStream } from '../read/stream.ts';
import { ZipArchive } from '../read/zip.ts';
import { DATA_ONLY, unsafe, worst } from '../safety.ts';
import { innerName, walkArchive } from './archive.ts';
import { codeSafety, pickleSafety } from './script-safety.ts';

/** Deepest nesting of archives: torch.export has one level. */
const DEEPEST = 3;

/**
 * The verdict on a member that PyTorch opens with `torch.load`, which falls back to a stock
 * unpickler: a zip or pickles in a row. A member that is neither is dangerous.
 */
export async function loadedMember(zip: ZipArchive, name: string, depth = 1): Promise<Safety> {
  if (zip.size(name) === 0) return DATA_ONLY;
  try {
    const source = await zip.source(name, LARGEST_READ);
    if (startsAsZip(source)) return await archiveSafety(source, depth);
    return (await walkMember(ByteStream.of(source), { arrays: false })).safety;
  } catch (error) {
    if (!isMalformed(error) || error.kind === 'limit') throw error;
    return unsafe('dangerous', [`${name} that cannot be read: it ${error.message}`]);
  }
}

/**
 * The verdict on members that no known loader opens, which can still be a zip or a pickle. Bytes
 * that are neither count as data.
 * @param known whether a member, by its whole name, is read elsewhere and thus left out
 * @param options `arrays`: skip arrays as joblib writes them
 */
export async function otherMembers(
  zip: ZipArchive,
  known: (name: string) => boolean,
  options: { arrays: boolean } = { arrays: false },
): Promise<Safety[]> {
  const found: Safety[] = [];
  for (const name of zip.names) {
    if (known(name) || zip.size(name) === 0) continue;
    const stream = await zip.stream(name);
    await stream.fill(4);
    const zipped = stream.window.toString('latin1', stream.at, stream.at + 4) === 'PK\x03\x04';
    if (zipped) {
      found.push(await loadedMember(zip, name));
      continue;
    }
    const walked = await walkMember(stream, options);
    if (isPickled(walked)) found.push(walked.safety);
  }
  return found;
}

/**
 * Whether bytes are a pickle: they end as one that makes or imports something, or they would import
 * or call what may exist before an error.
 */
export function isPickled(walked: Walked): boolean {
  const { called, imports } = walked.report;
  const names = [...imports].filter((name) => /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)+$/.test(name));
  const acts = names.some((name) => classifyImport(name) !== 'unknown' || called?.has(name));
  const made = ['list', 'tuple', 'set', 'dict', 'made'].includes(kindOf(walked.top) ?? '');
  return acts || (walked.broken === null && (made || names.length > 0));
}

function startsAsZip(source: ByteSource): boolean {
  return source.size > 4 && source.read(0, 4).toString('latin1') === 'PK\x03\x04';
}

/** The verdict on `torch.load` of a zip; it passes a TorchScript archive to `torch.jit.load`. */
async function archiveSafety(source: ByteSource, depth: number): Promise<Safety> {
  if (depth > DEEPEST) return unsafe('dangerous', ['zips nested deeper than PyTorch writes them']);
  const zip = await ZipArchive.open(source);
  const walked = await walkArchive(zip);
  if (zip.names.some((name) => innerName(name).toLowerCase() === 'constants.pkl')) {
    return scriptSafety(zip, walked, source.budget);
  }
  return worst([walked.safety, ...(await otherMembers(zip, isStorage))]);
}

/** Whether a member of torch.save is its `data.pkl` or raw numbers. */
export function isStorage(name: string): boolean {
  const inner = innerName(name);
  return /^data\/\d+$/.test(inner) || inner.toLowerCase() === 'data.pkl';
}

/**
 * The verdict on `torch.jit.load` of an archive. It compiles any member of `code/`, and unpickles
 * `data.pkl`, `constants.pkl` and, on demand, the debug files.
 * @param walked its `data.pkl`
 */
export async function scriptSafety(
  zip: ZipArchive,
  walked: Walked,
  budget: Budget,
): Promise<Safety> {
  const parts = [pickleSafety(walked), await codeSafety(zip, budget)];
  for (const name of zip.names) {
    const inner = innerName(name).toLowerCase();
    if (inner === 'model.json' || inner === 'attributes.pkl') {
      const why = `${name}: the layout from before PyTorch 1.1, which uses other members`;
      parts.push(unsafe('dangerous', [why]));
    }
    if (inner !== 'data.pkl' && (inner.endsWith('.pkl') || inner.endsWith('.debug_pkl'))) {
      parts.push(pickleSafety(await walkMember(await zip.stream(name), { arrays: false })));
    }
  }
  parts.push(...(await otherMembers(zip, isHandled)));
  return worst(parts);
}

/** Whether a member is checked above or is a storage, which is numbers only. */
const isHandled = (name: string) =>
  /^code\/|\.(debug_)?pkl$|^[^/]+\/\d+$/.test(innerName(name).toLowerCase());
