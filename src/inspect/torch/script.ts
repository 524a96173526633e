import type { ModelFacts, Safety } from '../../types.ts';
import type { FileCandidate } from '../candidate.ts';
import { factsOf } from '../facts.ts';
import { isMade } from '../pickle/values.ts';
import { DATA_ONLY, judge, unsafe, worst } from '../pickle/verdict.ts';
import { type Walked, walkMember } from '../pickle/walk.ts';
import type { Budget } from '../read/budget.ts';
import { isMalformed } from '../read/malformed.ts';
import type { ZipArchive } from '../read/zip.ts';
import { archiveSavedWith, innerName, walkArchive } from './archive.ts';
import { otherMembers } from './members.ts';
import { isTorchClass } from './operators.ts';
import { type CodeFindings, judgeCode } from './script-code.ts';
import { type Forward, forwardIn } from './script-forward.ts';

/** Most code of a module that is looked through, in bytes. */
const LARGEST_CODE = 16 * 1024 * 1024;

/**
 * A TorchScript archive: `data.pkl` (the module), `constants.pkl`, and `code/`, whose root class
 * has `def forward(...)` with names and types. Shapes are not recorded.
 */
export async function readTorchScript(file: FileCandidate): Promise<ModelFacts> {
  const zip = await file.zip();
  const walked = await walkArchive(zip);
  const root = isMade(walked.top) ? walked.top.callee.name : null;
  const safety = await scriptSafety(zip, walked, file.source.budget);
  const forward = root === null ? null : await forwardOf(zip, root, file);
  const warnings: string[] = [];
  if (forward === null)
    warnings.push('No forward method was found: inputs and outputs are unknown.');
  return factsOf({
    format: 'torchscript',
    framework: 'pytorch',
    savedWith: await archiveSavedWith(zip, 'TorchScript'),
    inputs: forward?.inputs ?? null,
    outputs: forward?.outputs ?? null,
    safety,
    warnings,
  });
}

/**
 * The verdict on what `torch.jit.load` makes of an archive. It compiles any member of `code/`,
 * and unpickles `data.pkl`, `constants.pkl` and, where they are asked for, the debug files.
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
      const why = `${name}: the layout of before PyTorch 1.1, in which other members count`;
      parts.push(unsafe('dangerous', [why]));
    }
    if (inner !== 'data.pkl' && (inner.endsWith('.pkl') || inner.endsWith('.debug_pkl'))) {
      parts.push(pickleSafety(await walkMember(await zip.stream(name), { arrays: false })));
    }
  }
  parts.push(...(await otherMembers(zip, isOwn)));
  return worst(parts);
}

/** Members that are read above, and storages, which are numbers only. */
const isOwn = (name: string) =>
  /^code\/|\.(debug_)?pkl$|^[^/]+\/\d+$/.test(innerName(name).toLowerCase());

/**
 * TorchScript's own loader makes nothing but its modules (`__torch__.…`, code of the archive that
 * runs in TorchScript's interpreter, not in Python) and torch's types; classes of C++ libraries
 * stand below `__torch__.torch.classes`.
 */
function pickleSafety(walked: Walked): Safety {
  const names = [...walked.report.imports];
  const own = (name: string) => /^(__torch__|torch\.jit\._pickle)\.[\w.]+$/.test(name);
  const classes = names.filter((name) => {
    const [, namespace] = /^__torch__\.torch\.classes\.(\w+)/.exec(name) ?? [];
    return namespace !== undefined && !isTorchClass(namespace);
  });
  const foreign = names.filter((name) => !own(name));
  return worst([
    judge({ ...walked.report, imports: new Set(foreign) }, walked.fault),
    ...(classes.length === 0
      ? []
      : [
          unsafe(
            'unknown-imports',
            classes.map((name) => `TorchScript class ${name}: code of another library`),
          ),
        ]),
  ]);
}

/** Looks through the archive's code for operators that reach files or other libraries. */
async function codeSafety(zip: ZipArchive, budget: Budget): Promise<Safety> {
  const found: CodeFindings = { dangerous: new Set(), unknown: new Set() };
  let left = LARGEST_CODE;
  for (const name of zip.names) {
    const inner = innerName(name).toLowerCase();
    if (!inner.startsWith('code/') || inner.endsWith('.debug_pkl')) continue;
    left -= zip.size(name);
    if (left < 0) {
      found.unknown.add('more code than is looked through');
      break;
    }
    try {
      judgeCode((await zip.read(name, LARGEST_CODE)).toString('latin1'), budget, found);
    } catch (error) {
      if (!isMalformed(error) || error.kind === 'limit') throw error;
      found.dangerous.add(`${name}, which cannot be read: it ${error.message}`);
    }
  }
  return worst([
    found.dangerous.size === 0 ? DATA_ONLY : unsafe('dangerous', [...found.dangerous].sort()),
    found.unknown.size === 0 ? DATA_ONLY : unsafe('unknown-imports', [...found.unknown].sort()),
  ]);
}

/** Finds `forward` of the class `__torch__.a.b.Name` in `code/__torch__/a/b.py`. */
async function forwardOf(
  zip: ZipArchive,
  root: string,
  file: FileCandidate,
): Promise<Forward | null> {
  const parts = root.split('.');
  const name = parts.pop() as string;
  const wanted = `code/${parts.join('/')}.py`;
  const member = zip.names.find((each) => innerName(each) === wanted);
  if (member === undefined || zip.size(member) > LARGEST_CODE) return null;
  try {
    const code = (await zip.read(member, LARGEST_CODE)).toString('latin1');
    return forwardIn(code, name, file.source.budget);
  } catch (error) {
    if (!isMalformed(error) || error.kind === 'limit') throw error;
    return null;
  }
}
