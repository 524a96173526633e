/** The table of model formats: how each is recognised, and which file reads it. */
import type { ModelFacts } from '../core/model-facts.ts';
import type { DirectoryCandidate, FileCandidate } from './candidate.ts';
import type { Look } from './directory/recognised.ts';

/**
 * One format: how its files are recognised, by content and never by name, and what reads them.
 * Readers are imported only when needed. To add a format, add its reader (one file), its row here,
 * and its test.
 */
export interface FileFormat {
  /** Errors say "looks like <title>". */
  title: string;
  sniff(file: FileCandidate): boolean | Promise<boolean>;
  /** Its reader walks the whole file as a pickle; files of other formats are walked in addition. */
  walksPickle?: true;
  /** Gives null if the content turns out to be of another format. */
  read(file: FileCandidate): Promise<ModelFacts | null>;
}

interface DirectoryFormat {
  title: string;
  sniff(directory: DirectoryCandidate): boolean | Promise<boolean>;
  /** @param look inspects one of the directory's files */
  read(directory: DirectoryCandidate, look: Look): Promise<ModelFacts>;
}

const inZip = async (file: FileCandidate, member: RegExp) =>
  file.isZip && (await file.zip()).names.some((name) => member.test(name));

/** In order: the first format that recognises a file reads it. */
export const FILE_FORMATS: readonly FileFormat[] = [
  {
    title: 'a Keras archive',
    sniff: async (file) => (await inZip(file, /^config\.json$/)) && inZip(file, /^metadata\.json$/),
    read: async (file) => (await import('./keras/archive.ts')).readKeras(file),
  },
  {
    title: 'a Keras HDF5 file',
    sniff: (file) => file.startsWith('\x89HDF\r\n\x1a\n'),
    read: async (file) => (await import('./keras/h5.ts')).readKerasH5(file),
  },
  {
    title: 'a torch.export archive',
    sniff: (file) => inZip(file, /^([^/]+\/)?(archive_format|serialized_exported_program\.json)$/i),
    read: async (file) => (await import('./torch/export.ts')).readTorchExport(file),
  },
  {
    title: 'a TorchScript archive',
    sniff: (file) => inZip(file, /^[^/]+\/constants\.pkl$/i),
    read: async (file) => (await import('./torch/script.ts')).readTorchScript(file),
  },
  {
    title: 'a torch.save archive',
    // PyTorch ignores case when it looks up members.
    sniff: (file) => inZip(file, /(^|\/)data\.pkl$/i),
    read: async (file) => (await import('./torch/save.ts')).readTorchSave(file),
  },
  {
    title: 'a skops file',
    sniff: (file) => inZip(file, /^schema\.json$/),
    read: async (file) => (await import('./trees/skops.ts')).readSkops(file),
  },
  {
    title: 'arrays of numpy',
    sniff: async (file) =>
      file.startsWith('\x93NUMPY') ||
      (file.isZip && (await import('./arrays/numpy.ts')).isNpz(file)),
    read: async (file) => (await import('./arrays/numpy.ts')).readNumpy(file),
  },
  {
    title: 'a zip archive',
    sniff: (file) => file.isZip,
    read: async (file) => (await import('./unknown-zip.ts')).readOtherZip(file),
  },
  {
    // Before pickles: torch.load reads any file as a tar if its first 512 bytes are a tar header.
    title: 'a tar archive',
    sniff: async (file) => file.head.length >= 512 && (await import('./torch/tar.ts')).isTar(file),
    read: async (file) => (await import('./torch/tar.ts')).readTorchTar(file),
  },
  {
    title: 'a torch.save file from before PyTorch 1.6',
    walksPickle: true,
    // The number 0x1950a86a20f9469cfc6c as a pickle's LONG1 of ten bytes; Python 2 wrote digits.
    sniff: (file) =>
      file.head.subarray(0, 32).includes('8a0a6cfc9c46f9206aa85019', 0, 'hex') ||
      file.startsWith('L119547037146038801333356L\n.'),
    read: async (file) => (await import('./torch/save.ts')).readTorchLegacy(file),
  },
  {
    title: 'a TensorFlow Lite file',
    sniff: (file) => file.head.toString('latin1', 4, 8) === 'TFL3',
    read: async (file) => (await import('./tensorflow/tflite.ts')).readTflite(file),
  },
  {
    title: 'a GGUF file',
    sniff: (file) => file.startsWith('GGUF'),
    read: async (file) => (await import('./arrays/gguf.ts')).readGguf(file),
  },
  {
    title: 'a safetensors file',
    sniff: async (file) => (await import('./arrays/safetensors.ts')).isSafetensors(file),
    read: async (file) => (await import('./arrays/safetensors.ts')).readSafetensors(file),
  },
  {
    title: 'an XGBoost UBJSON model',
    sniff: async (file) =>
      file.startsWith('{') && (await import('./trees/xgboost.ts')).isXgboostUbj(file),
    read: async (file) => (await import('./trees/xgboost.ts')).readXgboostUbj(file),
  },
  {
    title: 'an XGBoost JSON model',
    sniff: async (file) =>
      /^\s*\{/.test(file.head.toString('latin1')) &&
      (await import('./trees/xgboost.ts')).isXgboostJson(file),
    read: async (file) => (await import('./trees/xgboost.ts')).readXgboostJson(file),
  },
  {
    title: 'a CatBoost model',
    sniff: async (file) => {
      const binary = await import('./trees/binary.ts');
      return binary.isCatboost(file) || binary.isCatboostJson(file);
    },
    read: async (file) => (await import('./trees/binary.ts')).readCatboost(file),
  },
  {
    title: 'an old binary file of XGBoost',
    sniff: async (file) => (await import('./trees/binary.ts')).isXgboostBinary(file),
    read: async () => (await import('./trees/binary.ts')).readXgboostBinary(),
  },
  {
    title: 'a LightGBM model',
    sniff: (file) => /^tree\r?\n(version=|num_class=)/.test(file.head.toString('latin1', 0, 40)),
    read: async (file) => (await import('./trees/lightgbm.ts')).readLightgbm(file),
  },
  {
    title: 'an ONNX model',
    sniff: async (file) => file.head[0] === 0x08 && (await import('./onnx/onnx.ts')).isOnnx(file),
    read: async (file) => (await import('./onnx/onnx.ts')).readOnnx(file),
  },
  {
    title: 'the saved_model.pb of a SavedModel',
    // Schema version 1, then a graph.
    sniff: (file) => file.startsWith([0x08, 0x01, 0x12]),
    read: async (file) => (await import('./tensorflow/savedmodel.ts')).readBareGraph(file),
  },
  {
    title: 'a frozen graph of TensorFlow 1',
    sniff: async (file) =>
      file.head[0] === 0x0a && (await import('./tensorflow/frozen.ts')).isFrozenGraph(file),
    read: async (file) => (await import('./tensorflow/frozen.ts')).readFrozenGraph(file),
  },
  {
    title: 'a pickle',
    walksPickle: true,
    sniff: async (file) =>
      file.head[0] === 0x80 && (await import('./trees/sklearn.ts')).isPickle(file),
    read: async (file) => (await import('./trees/sklearn.ts')).readPickle(file),
  },
  {
    title: 'a compressed pickle',
    sniff: (file) => file.startsWith([0x1f, 0x8b]) || file.startsWith('x'),
    read: async (file) => (await import('./trees/sklearn.ts')).readCompressed(file),
  },
  {
    // Last, because any bytes could be opcodes: only walking them shows whether they are a pickle.
    title: 'a pickle of protocol 0 or 1',
    walksPickle: true,
    sniff: (file) => file.head.length > 1,
    read: async (file) => (await import('./trees/sklearn.ts')).readTextPickle(file),
  },
];

/** In order; tried before the files of a directory are inspected one by one. */
export const DIRECTORY_FORMATS: readonly DirectoryFormat[] = [
  {
    title: 'an nnU-Net results folder',
    sniff: async (directory) =>
      directory.files.has('plans.json') &&
      (await import('./directory/nnunet.ts')).isNnunet(directory),
    read: async (directory, look) =>
      (await import('./directory/nnunet.ts')).readNnunet(directory, look),
  },
  {
    title: 'a MONAI bundle',
    sniff: async (directory) =>
      directory.files.has('configs/metadata.json') &&
      (await import('./directory/monai.ts')).isMonaiBundle(directory),
    read: async (directory, look) =>
      (await import('./directory/monai.ts')).readMonaiBundle(directory, look),
  },
  {
    title: 'a BioImage.IO package',
    sniff: async (directory) =>
      ['bioimageio.yaml', 'rdf.yaml'].some((name) => directory.files.has(name)) &&
      (await import('./directory/bioimageio.ts')).isBioimageio(directory),
    read: async (directory, look) =>
      (await import('./directory/bioimageio.ts')).readBioimageio(directory, look),
  },
  {
    title: 'an MLflow model',
    sniff: (directory) => directory.files.has('MLmodel'),
    read: async (directory, look) =>
      (await import('./directory/mlflow.ts')).readMlflow(directory, look),
  },
  {
    title: 'a TensorFlow SavedModel',
    sniff: (directory) => directory.files.has('saved_model.pb'),
    read: async (directory, look) => {
      const facts = await (await import('./tensorflow/savedmodel.ts')).readSavedModel(directory);
      const { withMembers } = await import('./directory/members.ts');
      return withMembers(facts, directory, look, ['saved_model.pb']);
    },
  },
  {
    title: 'a Hugging Face directory',
    sniff: async (directory) =>
      [
        'config.json',
        'model_index.json',
        'modular_model_index.json',
        'adapter_config.json',
        'modules.json',
      ].some((file) => directory.files.has(file)) &&
      (await import('./directory/huggingface.ts')).isHuggingface(directory),
    read: async (directory, look) =>
      (await import('./directory/huggingface.ts')).readHuggingface(directory, look),
  },
  {
    title: 'a directory that is only recognised',
    sniff: async (directory) =>
      directory.files.size > 1 &&
      (await import('./directory/recognised.ts')).pointerFor(directory) !== null,
    read: async (directory) => (await import('./directory/recognised.ts')).readPointer(directory),
  },
];

/** Compressions that are not unpacked here, by the bytes that they start with. */
export const CLOSED: readonly [name: string, magic: string | number[]][] = [
  ['bzip2', 'BZh'],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ['lzma', [0x5d, 0x00, 0x00]],
  ["joblib's old compression (ZF)", 'ZF'],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['lz4', [0x04, 0x22, 0x4d, 0x18]],
];
