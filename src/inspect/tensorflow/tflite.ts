/** TensorFlow Lite files. */
import type { ModelFacts, Need, Safety, Tensor } from '../../core/model-facts.ts';
import type { FileCandidate } from '../candidate.ts';
import { factsOf } from '../facts.ts';
import { Table } from '../read/flatbuffer.ts';
import { Malformed } from '../read/malformed.ts';
import { DATA_ONLY, unsafe, worst } from '../safety.ts';
import { flexSafety } from './tflite-flex.ts';
import { classifyOperation } from './verdict.ts';

/** The numpy names of `tflite.TensorType`. */
const DTYPES: Record<number, string> = {
  0: 'float32',
  1: 'float16',
  2: 'int32',
  3: 'uint8',
  4: 'int64',
  5: 'str',
  6: 'bool',
  7: 'int16',
  8: 'complex64',
  9: 'int8',
  10: 'float64',
  11: 'complex128',
  12: 'uint64',
  15: 'uint32',
  16: 'uint16',
  17: 'int4',
  18: 'bfloat16',
};

/** Field numbers of the tables (tensorflow/compiler/mlir/lite/schema/schema.fbs). */
const MODEL = {
  operatorCodes: 1,
  subgraphs: 2,
  description: 3,
  buffers: 4,
  metadata: 6,
  signatures: 7,
};
const SUBGRAPH = { tensors: 0, inputs: 1, outputs: 2 };
const TENSOR = { shape: 0, type: 1, name: 3, shapeSignature: 7 };
const OPERATOR_CODE = { builtinCode: 0, customCode: 1, builtin: 3 };
/** BuiltinOperator: 32 = CUSTOM, 127 = the number is in the newer field. */
const CUSTOM = 32;
const SIGNATURE = { inputs: 0, outputs: 1, key: 2, subgraph: 4 };
const TENSOR_MAP = { name: 0, index: 1 };

/** Reads a TensorFlow Lite file: names are from its signature, else from the tensors. */
export async function readTflite(file: FileCandidate): Promise<ModelFacts> {
  const model = Table.root(file.source);
  const signature = signatureOf(model);
  const graph = model.table(MODEL.subgraphs, signature?.int32(SIGNATURE.subgraph) ?? 0);
  if (graph === null) throw new Malformed('has no graph in it');
  const names = model.tables(MODEL.operatorCodes).map((code) => customName(code));
  const custom = names.filter((name) => name !== null);
  const runtime = metadata(model, 'min_runtime_version');
  const description = model.text(MODEL.description);
  return factsOf({
    format: 'tflite',
    framework: 'tensorflow',
    savedWith:
      [description ?? '', runtime === null ? '' : `runtime ${runtime} or later`]
        .filter((part) => part !== '')
        .join(', ') || null,
    inputs:
      signature === null
        ? ports(graph, SUBGRAPH.inputs)
        : named(graph, signature.tables(SIGNATURE.inputs)),
    outputs:
      signature === null
        ? ports(graph, SUBGRAPH.outputs)
        : named(graph, signature.tables(SIGNATURE.outputs)),
    needs: operatorNeeds([...new Set(custom)].sort()),
    safety: worst([
      operatorSafety([...new Set(custom)].sort()),
      flexSafety(model.tables(MODEL.subgraphs), names, file.source.budget),
    ]),
    warnings: [],
  });
}

function signatureOf(model: Table): Table | null {
  const all = model.tables(MODEL.signatures);
  return all.find((each) => each.text(SIGNATURE.key) === 'serving_default') ?? all[0] ?? null;
}

function ports(graph: Table, field: number): Tensor[] {
  return (graph.integers(field) ?? []).map((index) => tensorAt(graph, index, null));
}

function named(graph: Table, maps: Table[]): Tensor[] {
  return maps.map((map) =>
    tensorAt(graph, map.int32(TENSOR_MAP.index) ?? 0, map.text(TENSOR_MAP.name)),
  );
}

function tensorAt(graph: Table, index: number, name: string | null): Tensor {
  const tensor = graph.table(SUBGRAPH.tensors, index);
  if (tensor === null) throw new Malformed('names a tensor that is not there');
  // shapeSignature has -1 for free dimensions; shape has their size at conversion.
  const shape = tensor.integers(TENSOR.shapeSignature) ?? tensor.integers(TENSOR.shape) ?? [];
  return {
    name: name ?? tensor.text(TENSOR.name) ?? '',
    dtype: DTYPES[tensor.int8(TENSOR.type) ?? 0] ?? null,
    shape: shape.map((size) => (size < 0 ? null : size)),
  };
}

/** The text of a metadata entry (0 = name, 1 = buffer; a buffer's 0 = its bytes), or null. */
function metadata(model: Table, name: string): string | null {
  const entry = model.tables(MODEL.metadata).find((each) => each.text(0) === name);
  const bytes = entry && model.table(MODEL.buffers, entry.int32(1) ?? 0)?.bytes(0);
  return bytes?.toString('latin1').split('\0', 1)[0] || null;
}

/** The name of a custom operator, null for an operator of the runtime. */
function customName(code: Table): string | null {
  const name = code.text(OPERATOR_CODE.customCode);
  const isCustom =
    code.int8(OPERATOR_CODE.builtinCode) === CUSTOM || code.int32(OPERATOR_CODE.builtin) === CUSTOM;
  return name ?? (isCustom ? '' : null);
}

/** Custom operators that the runtime implements (tensorflow/lite/kernels/custom_ops_register.h). */
const BUILT_IN: ReadonlySet<string> = new Set(
  `TFLite_Detection_PostProcess Mfcc AudioSpectrogram HashTable HashTableV2 Irfft Rfft3d
   MaxPoolingWithArgmax2D MaxUnpooling2D Convolution2DTransposeBias RandomStandardNormal
   RandomUniform Multinomial NumericVerify`.split(/\s+/),
);

/**
 * The verdict on custom operators: TensorFlow operators (`Flex` and their name) are classified as in
 * a graph, others are machine code that must be registered.
 */
function operatorSafety(custom: string[]): Safety {
  const found: Safety[] = [DATA_ONLY];
  for (const name of custom.filter((each) => !BUILT_IN.has(each))) {
    if (name.startsWith('Flex')) {
      const trust = classifyOperation(name.slice('Flex'.length));
      if (trust.as === 'known') continue;
      const verdict = trust.as === 'dangerous' ? 'dangerous' : 'unknown-imports';
      found.push(unsafe(verdict, [`TensorFlow Lite operator ${name}: ${trust.why}`]));
    } else {
      const shown = name === '' ? 'a custom operator without a name' : `custom operator ${name}`;
      found.push(unsafe('unknown-imports', [`${shown}: machine code that must be registered`]));
    }
  }
  return worst(found);
}

/** What runs the file. Custom operators are not in the runtime; those of TensorFlow start with Flex. */
function operatorNeeds(custom: string[]): Need[] {
  const needs: Need[] = [
    { kind: 'package', name: 'ai-edge-litert', why: 'it runs TensorFlow Lite files' },
  ];
  if (custom.some((name) => name.startsWith('Flex'))) {
    needs.push({ kind: 'package', name: 'tensorflow', why: 'operators of TensorFlow (Flex)' });
  }
  for (const name of custom.filter((each) => !each.startsWith('Flex'))) {
    needs.push({
      kind: 'code',
      name: `the operator ${name}`,
      why: 'a plain runtime may not have it',
    });
  }
  return needs;
}
