/** ONNX files. */
import { lstatSync } from 'node:fs';
import path from 'node:path';
import type { ModelFacts, Need, Safety } from '../../core/model-facts.ts';
import type { FileCandidate } from '../candidate.ts';
import { factsOf } from '../facts.ts';
import { isMalformed, Malformed } from '../read/malformed.ts';
import { type Field, ProtobufReader } from '../read/protobuf.ts';
import { DATA_ONLY, unsafe, worst } from '../safety.ts';
import { readModel } from './graph.ts';
import { checkOperators } from './operators.ts';

/**
 * Highest opset and IR version that each onnxruntime reads, oldest first
 * (onnxruntime.ai/docs/reference/compatibility.html).
 */
const RUNTIMES: readonly [release: string, opset: number, ir: number][] = [
  ['1.12', 17, 8],
  ['1.14', 18, 8],
  ['1.15', 19, 8],
  ['1.16', 19, 9],
  ['1.17', 20, 9],
  ['1.18', 21, 10],
  ['1.21', 22, 10],
  ['1.23', 23, 11],
  ['1.24', 25, 13],
  ['1.25', 26, 13],
  // By its own release notes and onnx 1.23.2's default (tried 2026-11-25).
  ['1.32', 28, 14],
];

/** Fields of ModelProto (onnx/onnx.proto). */
const MODEL_FIELDS = new Set([1, 2, 3, 4, 5, 6, 7, 8, 14, 20, 25, 26]);

/**
 * Whether a file is ONNX, which has no magic number: a message with the fields of a ModelProto, the
 * IR version first. A file that is cut off is recognised by its producer's name.
 */
export function isOnnx(file: FileCandidate): boolean {
  if (file.head[0] !== 0x08) return false;
  const reader = new ProtobufReader(file.source);
  const seen = new Set<number>();
  try {
    for (const field of reader.fields()) {
      if (!MODEL_FIELDS.has(field.number) || seen.size > 1000) return false;
      if (field.number === 1 && (field.wire !== 0 || field.value < 1 || field.value > 1000))
        return false;
      if (field.number === 2 && !isName(reader, field)) return false;
      seen.add(field.number);
    }
  } catch (error) {
    if (!isMalformed(error)) throw error;
    return seen.has(1) && seen.has(2);
  }
  return seen.has(1) && (seen.has(7) || (seen.has(8) && seen.has(25)));
}

function isName(reader: ProtobufReader, field: Field): boolean {
  return (
    field.wire === 2 && field.end - field.start < 200 && /^[\x20-\x7e]*$/.test(reader.text(field))
  );
}

/** Reads an ONNX model (onnx/onnx.proto) field by field; weights are skipped. */
export async function readOnnx(file: FileCandidate): Promise<ModelFacts> {
  const model = readModel(new ProtobufReader(file.source));
  const opset = model.opsets.get('') ?? model.opsets.get('ai.onnx') ?? null;
  const warnings: string[] = [];
  const { needs, safety: ofData } = externalData(file.path, model.external, warnings);
  const { domains, safety: ofOperators } = checkOperators(model);
  for (const domain of domains) needs.push(operatorsNeed(domain));
  const safety = worst([ofData, ofOperators]);
  const by = [model.producer, model.producerVersion].filter((part) => part !== '').join(' ');
  const versions = [
    opset === null ? '' : `opset ${opset}`,
    model.ir === null ? '' : `IR ${model.ir}`,
  ];
  return factsOf({
    format: 'onnx',
    framework: 'onnxruntime',
    savedWith: [by, ...versions].filter((part) => part !== '').join(', ') || null,
    inputs: model.inputs.filter((input) => !model.initialised.has(input.name)),
    outputs: model.outputs,
    needs: [runtimeNeed(opset, model.ir, warnings), ...needs],
    safety,
    warnings,
  });
}

/** The onnxruntime that reads this opset and IR version: a lower bound. */
function runtimeNeed(opset: number | null, ir: number | null, warnings: string[]): Need {
  const why = `opset ${opset ?? 'unknown'}, IR ${ir ?? 'unknown'}`;
  const at = RUNTIMES.findIndex(([, most, mostIr]) => (opset ?? 0) <= most && (ir ?? 0) <= mostIr);
  const need: Need = { kind: 'package', name: 'onnxruntime', why };
  if (at === 0) return need;
  const row = RUNTIMES.at(at) as (typeof RUNTIMES)[number];
  if (at < 0) {
    warnings.push(
      `Newer than what onnxruntime ${row[0]} reads (opset ${row[1]}, IR ${row[2]}): it may need a later one.`,
    );
  }
  return { ...need, specifier: `>=${row[0]}` };
}

function operatorsNeed(domain: string): Need {
  if (domain === 'ai.onnx.contrib') {
    return { kind: 'package', name: 'onnxruntime-extensions', why: `operators of ${domain}` };
  }
  return {
    kind: 'code',
    name: `the operators of ${domain}`,
    why: 'onnxruntime does not include them: a library must be registered',
  };
}

/**
 * The files that hold the weights. A location outside the model's directory is dangerous; onnx
 * itself refuses it since CVE-2026-27489.
 */
function externalData(
  model: string,
  external: Map<string, number>,
  warnings: string[],
): { needs: Need[]; safety: Safety } {
  const needs: Need[] = [];
  const bad: string[] = [];
  const directory = path.dirname(model);
  for (const [location, end] of [...external].sort()) {
    const parts = location.split('/');
    const away =
      path.isAbsolute(location) ||
      parts.includes('..') ||
      // `*/_ORT_MEM_ADDR_/*` makes onnxruntime read its own memory at the offset.
      /^$|[\\\0]|^[a-z]:|:\/\/|^\*/i.test(location);
    if (away || hasSymlink(directory, parts)) {
      bad.push(`external data at ${JSON.stringify(location)}: a file outside the model`);
      continue;
    }
    needs.push({ kind: 'file', name: location, why: 'it holds weights (external data)' });
    const stats = lstatSync(path.join(directory, location), { throwIfNoEntry: false });
    if (stats === undefined)
      warnings.push(`Its weights in ${JSON.stringify(location)} are missing.`);
    else if (stats.size < end) {
      throw new Malformed(
        `has weights in ${JSON.stringify(location)} that are cut off (${stats.size} of ${end} bytes)`,
        'cut off',
      );
    }
  }
  return { needs, safety: bad.length === 0 ? DATA_ONLY : unsafe('dangerous', bad) };
}

function hasSymlink(directory: string, parts: string[]): boolean {
  return parts.some((_, index) => {
    const part = path.join(directory, ...parts.slice(0, index + 1));
    return lstatSync(part, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
  });
}
