/** Classifies torch operators. */

/** `pure` only computes, `unknown` is code from another library, `dangerous` reaches out of torch. */
export type OperatorTrust = 'pure' | 'unknown' | 'dangerous';

/**
 * Operators of torch that read or write files, send, or call back into Python or libraries.
 * Source: the schemas of torch 2.13 (`torch._C._jit_get_all_schemas()`), of which these are all
 * that take a file name; `image` is torchvision's.
 */
const REACHING: Record<string, string> = {
  'aten.save': 'writes any file',
  'aten.load': 'reads any file',
  'aten.from_file': 'reads, creates and resizes any file',
  'image.read_file': 'reads any file',
  'image.write_file': 'writes any file',
  'debugprims.load_tensor': 'reads any file',
  'prim.PythonOp': 'calls Python',
  'prim.IgnoredPythonOp': 'calls Python',
  'prim.rpc_async': 'calls another machine',
  'prim.rpc_remote': 'calls another machine',
  'prim.rpc_sync': 'calls another machine',
};

/** Namespaces of torch whose other operators only compute. */
const PURE = new Set(
  `aten prim prims quantized _quantized quantization mkldnn mkldnn_prepacked mkl onednn sparse
   static_runtime inductor_prims rngprims quantized_decomposed profiler _caffe2`.split(/\s+/),
);

/** Operators of other namespaces that only compute. */
const PURE_OPERATORS = new Set([
  ...`nms roi_align _roi_align_backward roi_pool _roi_pool_backward ps_roi_align ps_roi_pool
      _ps_roi_align_backward _ps_roi_pool_backward deform_conv2d _deform_conv2d_backward`
    .split(/\s+/)
    .map((name) => `torchvision.${name}`),
  ...`cond while_loop map map_impl scan associative_scan wrap wrap_with_set_grad_enabled
      wrap_with_autocast wrap_activation_checkpoint tag_activation_checkpoint flex_attention
      flex_attention_backward auto_functionalized auto_functionalized_v2 with_effects strict_mode
      out_dtype hints_wrapper invoke_subgraph invoke_quant_packed autograd_function_apply`
    .split(/\s+/)
    .map((name) => `higher_order.${name}`),
]);

/** Names of Python operators that aten has too. */
const DUNDER =
  /^__i?(and|or|xor|lshift|rshift|interpolate|upsample|getitem|contains|not|is|isnot|range_length|derive_index|round_to_zero_floordiv)__$/;

/** Classifies an operator by its namespace and name, as in `torch.ops.aten.add`. */
export function classifyOperator(namespace: string, name: string): OperatorTrust {
  const whole = `${namespace}.${name}`;
  if (reaching(namespace, name) !== null) return 'dangerous';
  if (name.startsWith('__') && name.endsWith('__')) return DUNDER.test(name) ? 'pure' : 'dangerous';
  // Attributes of torch.ops itself, which are not operators.
  if (namespace.startsWith('_') && !PURE.has(namespace)) return 'unknown';
  if (/^(load_library|import_module|loaded_libraries)$/.test(namespace)) return 'dangerous';
  return PURE.has(namespace) || PURE_OPERATORS.has(whole) ? 'pure' : 'unknown';
}

/** What an operator does that reaches out of torch, or null for any other. */
export function reaching(namespace: string, name: string): string | null {
  const whole = `${namespace}.${name}`;
  return Object.hasOwn(REACHING, whole) ? (REACHING[whole] as string) : null;
}

/** C++ classes that torch itself registers, as `torch.classes.NAMESPACE`. */
const CLASSES = new Set(['quantized', 'sparse', 'xnnpack', 'mkldnn', 'profiler']);

/** Whether a class in `torch.classes` is registered by torch itself. */
export function isTorchClass(namespace: string): boolean {
  return CLASSES.has(namespace);
}
