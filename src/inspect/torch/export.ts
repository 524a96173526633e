/** Archives of torch.export (`.pt2`). */
import type { ModelFacts, Safety, Tensor } from '../../core/model-facts.ts';
import type { FileCandidate } from '../candidate.ts';
import { factsOf, release } from '../facts.ts';
import { asText, get, type Json, LARGEST_JSON, parseJson } from '../read/json.ts';
import { Malformed } from '../read/malformed.ts';
import { worst } from '../safety.ts';
import { innerName } from './archive.ts';
import { graphSafety } from './export-graph.ts';
import { exportMembers } from './export-members.ts';

/** The numpy names of `torch._export.serde.schema.ScalarType`. */
const DTYPES: Record<number, string> = {
  1: 'uint8',
  2: 'int8',
  3: 'int16',
  4: 'int32',
  5: 'int64',
  6: 'float16',
  7: 'float32',
  8: 'float64',
  10: 'complex64',
  11: 'complex128',
  12: 'bool',
  13: 'bfloat16',
  28: 'uint16',
  29: 'float8_e4m3fn',
  30: 'float8_e5m2',
  34: 'uint32',
  35: 'uint64',
};

/**
 * Reads what `torch.export.save` writes (`.pt2`): a zip with `archive_format`, the graph as JSON in
 * `models/model.json` (before 2.8 in `serialized_exported_program.json`), the bytes of the weights.
 * The schema changes with torch, so exactly the torch that saved it is needed.
 */
export async function readTorchExport(file: FileCandidate): Promise<ModelFacts> {
  const zip = await file.zip();
  const members = zip.names.filter(isProgram);
  const member = members.find((name) => PROGRAM.test(name));
  const safety = worst(await exportMembers(zip, members));
  if (member === undefined) {
    if (safety.reasons?.some((reason) => reason.startsWith('machine code '))) {
      return compiledOnly(safety);
    }
    throw new Malformed('has no exported program in it');
  }
  const programs = new Map<string, Json>();
  for (const name of members) {
    programs.set(name, parseJson(await zip.read(name, LARGEST_JSON), name));
  }
  const program = programs.get(member) as Json;
  const saved = asText(get(program, 'torch_version'));
  const version = release(saved);
  const module = get(program, 'graph_module');
  return factsOf({
    format: 'torch-export',
    framework: 'pytorch',
    frameworkVersion: version,
    savedWith: saved === null ? null : `PyTorch ${saved} (torch.export)`,
    inputs: tensors(module, 'input_specs', 'user_input'),
    outputs: tensors(module, 'output_specs', 'user_output'),
    needs:
      version === null
        ? []
        : [
            {
              kind: 'package',
              name: 'torch',
              specifier: `==${version}`,
              why: `saved with torch ${saved}`,
            },
          ],
    safety: worst([...[...programs.values()].map(graphSafety), safety]),
    warnings:
      version === null
        ? ['The torch that saved it is not recorded: it may load with that version only.']
        : [],
  });
}

/** Members that `torch.export.load` reads a program from, in the layouts since 2.8 and before. */
const PROGRAM = /^([^/]+\/)?(models\/[^/]+\.json|serialized_exported_program\.json)$/;

/** Whether torch reads a member as a program: everything in `models/`. */
function isProgram(name: string): boolean {
  const low = name.toLowerCase();
  return PROGRAM.test(low) || innerName(low).startsWith('models/');
}

function compiledOnly(safety: Safety): ModelFacts {
  return factsOf({
    format: 'torch-export',
    framework: 'pytorch',
    savedWith: 'PyTorch, compiled by AOTInductor',
    safety,
    warnings: ['It holds machine code only, for the processor and the torch that compiled it.'],
  });
}

function tensors(module: Json | undefined, list: string, kind: string): Tensor[] | null {
  const specs = get(module, 'signature', list);
  if (!Array.isArray(specs)) return null;
  const values = get(module, 'graph', 'tensor_values');
  return specs.flatMap((spec) => {
    const argument = get(spec, kind, 'arg');
    if (argument === undefined) return [];
    const name = asText(get(argument, 'as_tensor', 'name'));
    if (name === null) return plain(argument);
    const meta = get(values, name);
    return [{ name, dtype: DTYPES[Number(get(meta, 'dtype'))] ?? null, shape: sizes(meta) }];
  });
}

/** A number or flag among the inputs: it has a name if it is symbolic, else it is a constant. */
function plain(argument: Json): Tensor[] {
  const types: Record<string, string> = {
    as_sym_int: 'int64',
    as_sym_float: 'float64',
    as_sym_bool: 'bool',
  };
  return Object.entries(types).flatMap(([key, dtype]) => {
    const name = asText(get(argument, key, 'as_name'));
    return name === null ? [] : [{ name, dtype, shape: [] }];
  });
}

function sizes(meta: Json | undefined): (number | null)[] | null {
  const list = get(meta, 'sizes');
  if (!Array.isArray(list)) return null;
  return list.map((size) => {
    const fixed = get(size, 'as_int');
    return typeof fixed === 'number' ? fixed : null;
  });
}
