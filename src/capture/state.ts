/** Reads what is installed in a container from the output of `templates/capture/state.py`. */
import { UserError } from '../core/errors.ts';

/** The metadata of a Python distribution, which may have any content. */
export interface Distribution {
  name: string;
  version: string;
  /** Requested by name, not only as a dependency. */
  requested: boolean;
  /** Its requirements, as PEP 508 texts. */
  requires: string[];
  /** Its extras. */
  extras: string[];
  /** Its direct_url.json, null if it was installed from an index. */
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
  /** Those that were installed from a file, so that no mirror has them. */
  unfetchable: string[];
  /** The changed paths that no package owns. */
  files: LoosePath[];
  /** Whether `pip` can be typed. */
  pip: boolean;
}

/**
 * Reads the script's output.
 * @throws UserError if it has another form: the container may have been changed in any way
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
      "the container's Python could not list the installed packages, so nothing can be kept",
      {
        hint: 'leave /opt/venv in working order, or add packages with ml-image pip and ml-image system',
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
