/** Zip archives of PyTorch, and values in their pickles. */
import type { Need, Safety } from '../../core/model-facts.ts';
import { classifyImport, TORCH_WEIGHTS_ONLY } from '../pickle/known.ts';
import type { PickleReport } from '../pickle/report.ts';
import { classOf, isMade, type Made, pairsOf, type Value } from '../pickle/values.ts';
import { pickleVerdict } from '../pickle/verdict.ts';
import { type Walked, walkMember } from '../pickle/walk.ts';
import { isMalformed } from '../read/malformed.ts';
import type { ZipArchive } from '../read/zip.ts';
import { worst, zipSafety } from '../safety.ts';

/** A member's name relative to the archive's root folder. */
export function innerName(name: string): string {
  return name.slice(name.indexOf('/') + 1);
}

/** Members that decide how PyTorch reads an archive. */
const SPECIAL = /^(data\.pkl|constants\.pkl|version|byteorder|archive_format|model\.json)$/;
/** Members by which torch.export recognises its archives. */
const EXPORTED = /^(archive_format|serialized_exported_program\.json)$/;

/**
 * Walks `data.pkl` of a PyTorch zip. It must be certain which member PyTorch would read: it looks
 * members up in the folder of the first and ignores case. A second `data.pkl`, two root folders, or a
 * member that cannot be read is dangerous.
 */
export async function walkArchive(zip: ZipArchive): Promise<Walked> {
  const found = zip.names.filter((each) => innerName(each).toLowerCase() === 'data.pkl');
  const name = found[0] ?? 'data.pkl';
  let walked: Walked;
  try {
    walked = await walkMember(await zip.stream(name), { arrays: false });
  } catch (error) {
    if (!isMalformed(error) || error.kind === 'limit') throw error;
    const report: PickleReport = { imports: new Set(), findings: new Set(), protocol: 0 };
    walked = {
      top: undefined,
      report,
      broken: error.message,
      fault: error,
      safety: pickleVerdict(report, error),
    };
  }
  const findings = walked.report.findings;
  if (found.length > 1) findings.add('a second data.pkl in the zip');
  for (const each of zip.names) {
    const inner = innerName(each);
    const low = inner.toLowerCase();
    if (inner !== low && SPECIAL.test(low)) {
      findings.add(`the name ${each}, which only PyTorch reads as ${low}`);
    }
  }
  if (zip.names.some((each) => EXPORTED.test(innerName(each).toLowerCase()))) {
    findings.add('members that make torch.export and torch.load read different models');
  }
  if (new Set(zip.names.map((each) => each.split('/')[0])).size > 1) {
    findings.add('more than one root folder in the zip');
  }
  const safety = worst([zipSafety(zip), pickleVerdict(walked.report, walked.fault)]);
  return { ...walked, safety };
}

/** The text of a short member in the root folder, or null. */
async function memberText(zip: ZipArchive, ending: string): Promise<string | null> {
  const name = zip.names.find((each) => innerName(each) === ending);
  if (name === undefined) return null;
  return zip.size(name) > 1000 ? null : (await zip.read(name, 1000)).toString('utf8').trim();
}

/** What a PyTorch archive records about the program that wrote it, without a version of torch. */
export async function archiveSavedWith(zip: ZipArchive, kind: string): Promise<string> {
  const version = await memberText(zip, 'version');
  const said = version === null ? kind : `${kind}, archive version ${version.slice(0, 10)}`;
  const order = zip.names.some((name) => name.endsWith('/byteorder'));
  return order ? `${said}, PyTorch 2.1 or later` : said;
}

/** Whether `torch.load(weights_only=True)`, the default since 2.6, accepts what was walked. */
export function takenByWeightsOnly(walked: Walked): boolean {
  return (
    walked.broken === null &&
    walked.report.findings.size === 0 &&
    // Its unpickler has the opcodes of protocol 2, which torch.save writes.
    walked.report.protocol <= 3 &&
    // Protocol 2 writes names of Python 2, which torch reads as those of Python 3.
    [...walked.report.imports].every((name) =>
      TORCH_WEIGHTS_ONLY.has(name.replace(/^__builtin__\./, 'builtins.')),
    )
  );
}

/** Whether a value is a tensor (or parameter) as PyTorch pickles it. */
export function isTensor(value: Value | undefined): boolean {
  return (
    isMade(value) &&
    /^torch\.(_utils\._rebuild_\w+|_tensor\._rebuild_from_type_v2|nn\.parameter\.Parameter|\w+Tensor|Tensor)$/.test(
      value.callee.name,
    )
  );
}

/** How many values of a dict are tensors, or null if it is not a dict. */
export function tensorsIn(value: Value | undefined): number | null {
  const mapping =
    isMade(value) &&
    !/^(collections\.(OrderedDict|defaultdict)|builtins\.dict)$/.test(value.callee.name)
      ? null
      : pairsOf(value);
  return mapping === null ? null : mapping.filter(([, each]) => isTensor(each)).length;
}

/**
 * Whether a value is an instance of a module: its state has the attributes of `nn.Module`, or it is a
 * torch.fx graph, which is pickled as Python code.
 */
export function isModule(value: Value | undefined): value is Made {
  if (!isMade(value)) return false;
  if (/^torch\.fx\.graph_module\.\w+$/.test(classOf(value))) return true;
  const keys = pairsOf(value.state)?.map(([key]) => key) ?? [];
  return keys.includes('_modules') && keys.includes('_parameters');
}

/** The classes, other than those of known libraries, that loading the pickle imports. */
export function classNeeds(safety: Safety, top: string | null): Need[] {
  const names = safety.imports.filter(
    (name) => classifyImport(name) === 'unknown' && /^\w+(\.\w+)+$/u.test(name),
  );
  const ordered = names.sort((a, b) => Number(b === top) - Number(a === top));
  return ordered.slice(0, 50).map((name) => ({
    kind: 'class',
    name,
    why: name === top ? 'the file is a pickled instance of it' : 'the pickle imports it',
  }));
}
