/** The verdicts on the pickles and the code of a TorchScript archive. */
import type { Safety } from '../../core/model-facts.ts';
import { pickleVerdict } from '../pickle/verdict.ts';
import type { Walked } from '../pickle/walk.ts';
import type { Budget } from '../read/budget.ts';
import { isMalformed } from '../read/malformed.ts';
import type { ZipArchive } from '../read/zip.ts';
import { DATA_ONLY, unsafe, worst } from '../safety.ts';
import { innerName } from './archive.ts';
import { isTorchClass } from './operators.ts';
import { type CodeFindings, checkCode } from './script-code.ts';

/** Most code of an archive that is inspected, in bytes. */
export const LARGEST_CODE = 16 * 1024 * 1024;

/**
 * The verdict on a pickle of TorchScript. Its loader makes only the modules of the archive
 * (`__torch__.…`, which run in TorchScript's interpreter, not in Python) and torch's types; classes
 * of C++ libraries are in `__torch__.torch.classes`.
 */
export function pickleSafety(walked: Walked): Safety {
  const names = [...walked.report.imports];
  const isScript = (name: string) => /^(__torch__|torch\.jit\._pickle)\.[\w.]+$/.test(name);
  const classes = names.filter((name) => {
    const [, namespace] = /^__torch__\.torch\.classes\.(\w+)/.exec(name) ?? [];
    return namespace !== undefined && !isTorchClass(namespace);
  });
  const foreign = names.filter((name) => !isScript(name));
  return worst([
    pickleVerdict({ ...walked.report, imports: new Set(foreign) }, walked.fault),
    ...(classes.length === 0
      ? []
      : [
          unsafe(
            'unknown-imports',
            classes.map((name) => `TorchScript class ${name}: code from another library`),
          ),
        ]),
  ]);
}

/** The verdict on the archive's code: whether operators reach files or other libraries. */
export async function codeSafety(zip: ZipArchive, budget: Budget): Promise<Safety> {
  const found: CodeFindings = { dangerous: new Set(), unknown: new Set() };
  let left = LARGEST_CODE;
  for (const name of zip.names) {
    const inner = innerName(name).toLowerCase();
    if (!inner.startsWith('code/') || inner.endsWith('.debug_pkl')) continue;
    left -= zip.size(name);
    if (left < 0) {
      found.unknown.add('more code than is inspected');
      break;
    }
    try {
      checkCode((await zip.read(name, LARGEST_CODE)).toString('latin1'), budget, found);
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
