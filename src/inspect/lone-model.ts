/** Finds the one model of a folder by its name, to offer it; what it is, `inspect` says by its content. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Ends of names of single files. */
const FILES =
  /\.(keras|h5|hdf5|tflite|pt|pth|pt2|ckpt|safetensors|onnx|pkl|pickle|joblib|skops|ubj|cbm|gguf)$/i;
/** A file that makes its directory a model. */
const MARKERS = new Set(['saved_model.pb', 'MLmodel', 'model.safetensors', 'pytorch_model.bin']);
/** Entries of a folder that are looked at; a larger folder is no place of one model. */
const MOST = 500;

/** The name of the only model in a folder; null where there is none, or more than one. */
export function findLoneModel(folder: string): string | null {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    if (entries.length > MOST) return null;
    const models = entries.filter((entry) =>
      entry.isDirectory() ? isModelDirectory(join(folder, entry.name)) : FILES.test(entry.name),
    );
    return models.length === 1 ? (models[0]?.name ?? null) : null;
  } catch {
    return null; // a folder that cannot be read offers nothing
  }
}

function isModelDirectory(path: string): boolean {
  return readdirSync(path).some((name) => MARKERS.has(name));
}
