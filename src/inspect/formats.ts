import type { ModelFacts } from '../types.ts';
import type { DirectoryCandidate, FileCandidate } from './candidate.ts';

/**
 * One format: how its files are told from all others, by content and never by name, and what
 * reads them. Readers are imported only when they are needed. To add a format, add its reader
 * (one file), its row here, and its test.
 */
interface FileFormat {
  /** What a person calls it; errors say "looks like <title>". */
  title: string;
  sniff(file: FileCandidate): boolean | Promise<boolean>;
  read(file: FileCandidate): Promise<ModelFacts>;
}

interface DirectoryFormat {
  title: string;
  sniff(directory: DirectoryCandidate): boolean;
  read(directory: DirectoryCandidate): Promise<ModelFacts>;
}

const inZip = async (file: FileCandidate, member: RegExp) =>
  file.isZip && (await file.zip()).names.some((name) => member.test(name));

/** In this order: the first that recognises a file reads it. */
export const FILE_FORMATS: readonly FileFormat[] = [
  {
    title: 'a Keras archive',
    sniff: async (file) => (await inZip(file, /^config\.json$/)) && inZip(file, /^metadata\.json$/),
    read: async (file) => (await import('./keras.ts')).readKeras(file),
  },
  {
    title: 'a Keras HDF5 file',
    sniff: (file) => file.startsWith('\x89HDF\r\n\x1a\n'),
    read: async (file) => (await import('./keras-h5.ts')).readKerasH5(file),
  },
  {
    title: 'a torch.export archive',
    sniff: (file) => inZip(file, /^([^/]+\/)?(archive_format|serialized_exported_program\.json)$/),
    read: async (file) => (await import('./torch-export.ts')).readTorchExport(file),
  },
  {
    title: 'a TorchScript archive',
    sniff: (file) => inZip(file, /^[^/]+\/constants\.pkl$/),
    read: async (file) => (await import('./torchscript.ts')).readTorchScript(file),
  },
  {
    title: 'a torch.save archive',
    sniff: (file) => inZip(file, /(^|\/)data\.pkl$/),
    read: async (file) => (await import('./torch-save.ts')).readTorchSave(file),
  },
  {
    title: 'a torch.save file of before PyTorch 1.6',
    // The number 0x1950a86a20f9469cfc6c as a pickle's LONG1 of ten bytes.
    sniff: (file) => file.head.subarray(0, 32).includes('8a0a6cfc9c46f9206aa85019', 0, 'hex'),
    read: async (file) => (await import('./torch-save.ts')).readTorchLegacy(file),
  },
];

export const DIRECTORY_FORMATS: readonly DirectoryFormat[] = [
  {
    title: 'a TensorFlow SavedModel',
    sniff: (directory) => directory.files.has('saved_model.pb'),
    read: async (directory) => (await import('./savedmodel.ts')).readSavedModel(directory),
  },
];
