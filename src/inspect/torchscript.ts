import type { ModelFacts, Safety, Tensor } from '../types.ts';
import type { FileCandidate } from './candidate.ts';
import { factsOf } from './facts.ts';
import { isMade } from './pickle/values.ts';
import { DATA_ONLY, judge, unsafe, worst } from './pickle/verdict.ts';
import { type Walked, walkPickles } from './pickle/walk.ts';
import type { ZipArchive } from './read/zip.ts';
import { archiveSavedWith, walkArchive } from './torch-archive.ts';

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
  const forward = root === null ? null : await forwardOf(zip, root);
  const warnings: string[] = [];
  if (forward === null)
    warnings.push('No forward method was found: inputs and outputs are unknown.');
  return factsOf({
    format: 'torchscript',
    framework: 'pytorch',
    savedWith: await archiveSavedWith(zip, 'TorchScript'),
    inputs: forward?.inputs ?? null,
    outputs: forward?.outputs ?? null,
    safety: worst([safetyOf(walked), await constants(zip), await codeSafety(zip)]),
    warnings,
  });
}

/**
 * TorchScript's own loader makes nothing but its modules (`__torch__.…`, code of the archive that
 * runs in TorchScript's interpreter, not in Python) and torch's types.
 */
function safetyOf(walked: Walked): Safety {
  const foreign = [...walked.report.imports].filter(
    (name) => !/^(__torch__|torch\.jit\._pickle)\.[\w.]+$/.test(name),
  );
  return judge({ ...walked.report, imports: new Set(foreign) }, walked.broken);
}

async function constants(zip: ZipArchive): Promise<Safety> {
  const name = zip.names.find((each) => /^[^/]+\/constants\.pkl$/.test(each)) as string;
  return safetyOf(await walkPickles(await zip.stream(name), { arrays: false }));
}

/** Operators by which TorchScript itself reads and writes files. */
const REACHING = /\b(?:torch|ops\.aten)\.(from_file|save)\(/g;

/** Looks through the archive's code for operators that reach files. */
async function codeSafety(zip: ZipArchive): Promise<Safety> {
  const found = new Set<string>();
  let left = LARGEST_CODE;
  for (const name of zip.names.filter((each) => /^[^/]+\/code\/.*\.py$/.test(each))) {
    left -= zip.size(name);
    if (left < 0) return unsafe('unknown-imports', ['more code than is looked through']);
    const code = (await zip.read(name, LARGEST_CODE)).toString('utf8');
    for (const [, operator] of code.matchAll(REACHING))
      found.add(`TorchScript operator ${operator}`);
  }
  if (found.size === 0) return DATA_ONLY;
  return unsafe('dangerous', [...found].sort());
}

/** More parameters than any forward has. */
const MOST_PARAMETERS = 10_000;

interface Forward {
  inputs: Tensor[];
  outputs: Tensor[];
}

/** Finds `forward` of the class `__torch__.a.b.Name` in `code/__torch__/a/b.py`. */
async function forwardOf(zip: ZipArchive, root: string): Promise<Forward | null> {
  const parts = root.split('.');
  const name = parts.pop() as string;
  const member = zip.names.find(
    (each) => each.slice(each.indexOf('/') + 1) === `code/${parts.join('/')}.py`,
  );
  if (member === undefined) return null;
  const code = (await zip.read(member, LARGEST_CODE)).toString('utf8');
  const from = code.search(new RegExp(`^class ${name}\\(`, 'm'));
  if (from < 0) return null;
  const next = code.indexOf('\nclass ', from + 1);
  const body = code.slice(from, next < 0 ? undefined : next);
  const at = /\n {2}def forward\(/.exec(body);
  if (at === null) return null;
  const start = at.index + at[0].length;
  const close = closing(body, start);
  if (close < 0) return null;
  const returned = /^\) -> ([\s\S]*?):\n/.exec(body.slice(close, close + 2000))?.[1];
  return {
    inputs: split(body.slice(start, close)).flatMap(parameter),
    outputs: returned === undefined ? [] : outputsOf(returned.trim()),
  };
}

/** Where the bracket that was opened before `start` is closed, or -1. */
function closing(text: string, start: number): number {
  let depth = 1;
  for (let at = start; at < text.length; at++) {
    const character = text[at] as string;
    if ('([{'.includes(character)) depth++;
    if (')]}'.includes(character) && --depth === 0) return at;
  }
  return -1;
}

/** Splits at the commas that stand in no bracket. */
function split(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] as string;
    if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character)) depth--;
    else if (character === ',' && depth === 0) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  if (parts.length > MOST_PARAMETERS) return [];
  return [...parts, text.slice(from)].map((part) => part.trim()).filter((part) => part !== '');
}

function parameter(text: string): Tensor[] {
  const match = /^(\w+)\s*:\s*([^=]+?)\s*(=[\s\S]*)?$/.exec(text);
  if (match === null || match[1] === 'self') return [];
  return [{ name: match[1] as string, dtype: dtypeOf(match[2] as string), shape: null }];
}

function outputsOf(type: string): Tensor[] {
  const tuple = /^Tuple\[([\s\S]*)\]$/.exec(type);
  const types = tuple === null ? [type] : split(tuple[1] as string);
  if (type === 'None') return [];
  return types.map((each, index) => ({
    name: types.length === 1 ? 'output' : `output_${index}`,
    dtype: dtypeOf(each),
    shape: null,
  }));
}

/** Python numbers have a known width in TorchScript; a Tensor's dtype is not written down. */
function dtypeOf(type: string): string | null {
  const names: Record<string, string> = {
    int: 'int64',
    float: 'float64',
    bool: 'bool',
    str: 'str',
  };
  return names[type] ?? null;
}
