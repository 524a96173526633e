/** What torch loads with `weights_only=True`. */
const words = (text: string) => text.trim().split(/\s+/);
const under = (module: string, names: string) => words(names).map((name) => `${module}.${name}`);

const TYPES = words('Double Float Half Long Int Short Char Byte Bool BFloat16');

/**
 * The names that `torch.load(weights_only=True)` accepts: the allow-list of torch 2.13
 * (`torch/_weights_only_unpickler.py`, `_get_allowed_globals`, 144 names).
 */
export const TORCH_WEIGHTS_ONLY: ReadonlySet<string> = new Set([
  ...under('collections', 'OrderedDict Counter'),
  ...under('builtins', 'bytearray set complex'),
  '_codecs.encode',
  'torch.nn.parameter.Parameter',
  'torch.serialization._get_layout',
  'torch._tensor._rebuild_from_type_v2',
  ...under('torch.storage', 'TypedStorage UntypedStorage'),
  ...under('torch', 'Size Tensor device float16 float32 float64 bfloat16 bool'),
  ...under('torch', 'complex32 complex64 complex128 float4_e2m1fn_x2'),
  ...under('torch', 'float8_e4m3fn float8_e4m3fnuz float8_e5m2 float8_e5m2fnuz float8_e8m0fnu'),
  ...under('torch', 'bits16 bits1x8 bits2x4 bits4x2 bits8 qint32 qint8 quint2x4 quint4x2 quint8'),
  ...under('torch', 'per_channel_affine per_channel_affine_float_qparams per_channel_symmetric'),
  ...under('torch', 'per_tensor_affine per_tensor_symmetric'),
  ...[1, 2, 3, 4, 5, 6, 7, 8, 16, 32, 64].flatMap((n) => [`torch.int${n}`, `torch.uint${n}`]),
  ...under(
    'torch._utils',
    `_rebuild_parameter _rebuild_parameter_with_state _rebuild_qtensor _rebuild_tensor
     _rebuild_tensor_v2 _rebuild_tensor_v3 _rebuild_sparse_tensor _rebuild_nested_tensor
     _rebuild_meta_tensor_no_storage _rebuild_wrapper_subclass
     _rebuild_device_tensor_from_numpy _rebuild_device_tensor_from_cpu_tensor`,
  ),
  ...TYPES.flatMap((type) => [
    `torch.${type}Storage`,
    `torch.${type}Tensor`,
    `torch.cuda.${type}Storage`,
    `torch.cuda.${type}Tensor`,
    ...(type === 'Bool' ? [] : [`torch.sparse.${type}Tensor`, `torch.cuda.sparse.${type}Tensor`]),
  ]),
  ...under('torch', 'ComplexDoubleStorage ComplexFloatStorage QInt32Storage QInt8Storage'),
  ...under('torch', 'QUInt2x4Storage QUInt4x2Storage QUInt8Storage'),
  ...under('torch.cuda', 'ComplexDoubleStorage ComplexFloatStorage'),
]);
