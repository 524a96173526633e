/** Whether a requirement's marker leaves it out of this image, where that is plain to see. */
import { contains } from './pep440.ts';

/** What is known of the Python that installs. */
export interface MarkerTarget {
  /** Minor version, null where only the base image knows. */
  python: string | null;
  /** As `uname -m` says it, null where the building machine decides. */
  machine: string | null;
}

const QUOTED = `"([^"]*)"|'([^']*)'`;
const OPERATOR = '(===?|!=|~=|<=?|>=?)';
const VARIABLE_FIRST = new RegExp(`^([a-z_]+)\\s*${OPERATOR}\\s*(?:${QUOTED})$`);
const QUOTED_FIRST = new RegExp(`^(?:${QUOTED})\\s*${OPERATOR}\\s*([a-z_]+)$`);
const MIRRORED: Record<string, string> = { '<': '>', '>': '<', '<=': '>=', '>=': '<=' };

/**
 * Whether a marker holds in this image: true, false, or null where it is not one of the simple ones
 * (comparisons with `and` and `or`), or asks for what is not known.
 * https://packaging.python.org/en/latest/specifications/dependency-specifiers/#environment-markers
 */
export function markerHolds(marker: string, target: MarkerTarget): boolean | null {
  // Behind a quote the words may be part of a text, and brackets change what belongs together.
  if (/[()]/.test(marker)) return null;
  const ways = marker.split(/\s+or\s+/).map((way) => {
    const parts = way.split(/\s+and\s+/).map((part) => comparison(part.trim(), target));
    if (parts.includes(false)) return false;
    return parts.includes(null) ? null : true;
  });
  if (ways.includes(true)) return true;
  return ways.includes(null) ? null : false;
}

function comparison(text: string, target: MarkerTarget): boolean | null {
  const plain = VARIABLE_FIRST.exec(text);
  if (plain) {
    const [, variable, operator, double, single] = plain;
    return compare(variable as string, operator as string, double ?? single ?? '', target);
  }
  const turned = QUOTED_FIRST.exec(text);
  if (!turned) return null;
  const [, double, single, operator, variable] = turned;
  const mirrored = MIRRORED[operator as string] ?? (operator as string);
  return compare(variable as string, mirrored, double ?? single ?? '', target);
}

function compare(
  variable: string,
  operator: string,
  value: string,
  { python, machine }: MarkerTarget,
): boolean | null {
  if (variable === 'python_version') {
    return python === null ? null : contains(`${operator}${value}`, python);
  }
  if (variable === 'python_full_version') return fullVersion(operator, value, python);
  const known: Record<string, string | null> = {
    sys_platform: 'linux',
    platform_system: 'Linux',
    os_name: 'posix',
    implementation_name: 'cpython',
    platform_python_implementation: 'CPython',
    platform_machine: machine,
  };
  const actual = known[variable];
  if (!actual) return null;
  if (operator === '==') return actual === value;
  return operator === '!=' ? actual !== value : null;
}

/** The third number is not known: only where no third number could change it. */
function fullVersion(operator: string, value: string, python: string | null): boolean | null {
  if (python === null) return null;
  const [first, last] = [`${python}.0`, `${python}.99`].map((version) =>
    contains(`${operator}${value}`, version),
  ) as [boolean, boolean];
  return first === last && !/^[=!~]/.test(operator) ? first : null;
}
