import type { ModelFacts, Safety, Tensor } from '../types.ts';
import type { FileCandidate } from './candidate.ts';
import { factsOf, release } from './facts.ts';
import { DATA_ONLY, unsafe, worst } from './pickle/verdict.ts';
import { asList, asText, get, type Json, LARGEST_JSON, objectsIn, parseJson } from './read/json.ts';
import { isMalformed, Malformed } from './read/malformed.ts';
import { LARGEST_READ } from './read/source.ts';
import { ZipArchive } from './read/zip.ts';
import { walkArchive } from './torch-archive.ts';

/** numpy's names of `torch._export.serde.schema.ScalarType`. */
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
 * What `torch.export.save` writes (`.pt2`): a zip with `archive_format`, the graph as JSON in
 * `models/model.json` (before 2.8 in `serialized_exported_program.json`), the weights' bytes.
 * The schema moves with torch, so the torch that saved it is needed exactly.
 */
export async function readTorchExport(file: FileCandidate): Promise<ModelFacts> {
  const zip = await file.zip();
  const member = zip.names.find((name) =>
    /(^|\/)(models\/[^/]+\.json|serialized_exported_program\.json)$/.test(name),
  );
  const compiled = zip.names.filter((name) => COMPILED.test(name));
  if (member === undefined) {
    if (compiled.length > 0) return compiledOnly(compiled);
    throw new Malformed('has no exported program in it');
  }
  const program = parseJson(await zip.read(member, LARGEST_JSON), member);
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
    safety: worst([graphSafety(program), ...(await payloads(zip)), compiledSafety(compiled)]),
    warnings:
      version === null
        ? ['The torch that saved it is not recorded: it may load with that version only.']
        : [],
  });
}

/** Machine code that AOTInductor compiled the model to. */
const COMPILED = /\.(so|dylib|dll|pyd)$/;

/** Loading machine code runs whatever is in it. */
function compiledSafety(names: string[]): Safety {
  if (names.length === 0) return DATA_ONLY;
  return unsafe(
    'dangerous',
    names.slice(0, 20).map((name) => `machine code ${name}`),
  );
}

function compiledOnly(names: string[]): ModelFacts {
  return factsOf({
    format: 'torch-export',
    framework: 'pytorch',
    savedWith: 'PyTorch, compiled by AOTInductor',
    safety: compiledSafety(names),
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

/** A number or flag among the inputs: it has a name when it is symbolic, else it is a constant. */
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

/** Operators that torch.export itself writes; anything else is looked up in `torch` by its name. */
const OPERATOR =
  /^(torch\.ops\.\w+\.\w+(\.\w+)?|_operator\.\w+|math\.\w+|torch\.sym_\w+|torch\._sym_\w+|#[\w.:-]+)$/;
/** Names that symbolic expressions and guards are made of. */
const EXPRESSION_WORDS = new Set(
  `Symbol Integer Float Rational Add Mul Pow Max Min Mod PythonMod FloorDiv CeilDiv IntTrueDiv
   FloatTrueDiv ModularIndexing CleanDiv Where Eq Ne Lt Le Gt Ge Equality Unequality And Or Not
   StrictLessThan LessThan StrictGreaterThan GreaterThan TruncToInt RoundToInt CeilToInt FloorToInt
   ToFloat TruncToFloat Identity Abs floor ceiling positive integer real nonnegative True False
   oo int_oo None L args kwargs size stride numel item dim and or not is in if else torch sym_max
   sym_min sym_not math isnan inf isinf sqrt ceil int float bool str len`.split(/\s+/),
);

/**
 * torch evaluates the symbolic sizes (`sympify`) and the guards (`exec`) of the graph, and looks
 * its operators up by name, so each must be of the small language that torch itself writes.
 */
function graphSafety(program: Json): Safety {
  const bad = new Set<string>();
  for (const object of objectsIn(program)) {
    const target = asText(get(object, 'target'));
    if (target !== null && 'inputs' in object && !OPERATOR.test(target)) {
      bad.add(`operator ${target.slice(0, 100)}`);
    }
    const expression = asText(get(object, 'expr_str'));
    if (expression !== null && !isExpression(expression)) {
      bad.add(`symbolic size ${expression.slice(0, 100)}`);
    }
  }
  for (const guard of asList(get(program, 'guards_code'))) {
    const text = asText(guard) ?? '';
    if (!isExpression(text)) bad.add(`guard ${text.slice(0, 100)}`);
  }
  if (bad.size === 0) return DATA_ONLY;
  return unsafe('dangerous', [...bad].sort());
}

function isExpression(text: string): boolean {
  if (text.length > 20_000 || /__|[;\\`@{}\n]/.test(text)) return false;
  const bare = text.replace(/'[\w.]*'|"[\w.]*"/g, '');
  const words = bare.match(/[A-Za-z_]\w*/g) ?? [];
  return words.every((word) => EXPRESSION_WORDS.has(word) || /^(s|u|zuf|z|f)\d+$/.test(word));
}

/** Pickles inside the archive: sample inputs, constants, and weights marked `use_pickle`. */
async function payloads(zip: ZipArchive): Promise<Safety[]> {
  const found: Safety[] = [];
  const names = new Set(
    zip.names.filter((name) => /(^|\/)(sample_inputs\/[^/]+|serialized_\w+)\.pt$/.test(name)),
  );
  for (const config of zip.names.filter((name) =>
    /_(weights|constants)_config\.json$/.test(name),
  )) {
    const folder = config.slice(0, config.lastIndexOf('/') + 1);
    for (const object of objectsIn(parseJson(await zip.read(config, LARGEST_JSON), config))) {
      const file = asText(get(object, 'path_name'));
      if (file !== null && get(object, 'use_pickle') !== false && /^[\w.-]+$/.test(file)) {
        if (zip.has(folder + file)) names.add(folder + file);
      }
    }
  }
  for (const name of names) found.push(await nested(zip, name));
  return found;
}

async function nested(zip: ZipArchive, name: string): Promise<Safety> {
  if (zip.size(name) === 0) return DATA_ONLY;
  try {
    const inner = await ZipArchive.open(await zip.source(name, LARGEST_READ));
    return (await walkArchive(inner)).safety;
  } catch (error) {
    if (!isMalformed(error)) throw error;
    return unsafe('dangerous', [`${name} that cannot be read: it ${error.message}`]);
  }
}
