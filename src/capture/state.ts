/** What is installed in a container, as `templates/capture/state.py` prints it. */
import { UserError } from '../core/errors.ts';

/** A Python distribution; what its metadata says, which anybody may have written. */
export interface Distribution {
  name: string;
  version: string;
  /** Asked for by name, not only needed by another. */
  requested: boolean;
  /** Requirements of its own, as PEP 508 texts. */
  requires: string[];
  /** Extras that it knows. */
  extras: string[];
  /** Its direct_url.json, null where it came from an index. */
  direct: Record<string, unknown> | null;
}

/** A path that no package owns. */
export interface LoosePath {
  path: string;
  folder: boolean;
}

/** The container at one moment. */
export interface State {
  distributions: Distribution[];
  /** apt packages marked as manual, or the lines of apk's world. */
  system: string[];
  /** Of these, what came as a file, so that no mirror has it. */
  unfetchable: string[];
  /** Of the changed paths that were asked about. */
  files: LoosePath[];
  /** Whether there is a pip to type. */
  pip: boolean;
}

/**
 * Reads what the script printed; the container may have been changed in any way.
 * @throws UserError where it is not what the script prints
 */
export function readState(text: string): State {
  try {
    const { distributions, system, unfetchable, files, pip } = JSON.parse(text);
    return {
      distributions: list(distributions).map(distribution),
      system: texts(system),
      unfetchable: texts(unfetchable),
      files: list(files).map((file) => {
        const { path, folder } = record(file);
        return { path: String(path), folder: folder === true };
      }),
      pip: pip === true,
    };
  } catch {
    throw new UserError(
      "the container's Python does not say what is installed there, so nothing can be kept",
      {
        hint: 'leave /opt/venv in working order, or add packages by ml-image pip and ml-image system',
      },
    );
  }
}

function distribution(value: unknown): Distribution {
  const { name, version, requested, requires, extras, direct } = record(value);
  return {
    name: String(name),
    version: String(version),
    requested: requested === true,
    requires: texts(requires),
    extras: texts(extras),
    direct: typeof direct === 'object' && direct !== null ? record(direct) : null,
  };
}

function record(value: unknown): Record<string, unknown> {
  if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  throw new TypeError('no object');
}

function list(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  throw new TypeError('no list');
}

function texts(value: unknown): string[] {
  return list(value).map(String);
}
