/**
 * Environment markers (PEP 508): read, and evaluated for an image.
 * https://packaging.python.org/en/latest/specifications/dependency-specifiers/#environment-markers
 */
import { shown } from '../core/text.ts';
import { contains } from './specifier.ts';

const VARIABLES = [
  'python_version',
  'python_full_version',
  'os_name',
  'sys_platform',
  'platform_release',
  'platform_system',
  'platform_version',
  'platform_machine',
  'platform_python_implementation',
  'implementation_name',
  'implementation_version',
  'extra',
];
/** Names of before PEP 508, which pip still takes. */
const FORMER = [
  'os.name',
  'sys.platform',
  'platform.version',
  'platform.machine',
  'platform.python_implementation',
  'python_implementation',
];
const TOKEN = /\s*(?:([()])|(===?|[~!<>]=|[<>])|("[^"]*"|'[^']*')|([A-Za-z_][A-Za-z0-9_.]*))/y;
const OPERATOR = /^(?:===?|[~!<>]=|[<>]|in|not in)$/;

/** A marker as it was read: a comparison, or several joined by `and` or `or`. */
type Marker =
  | { kind: 'and' | 'or'; parts: Marker[] }
  | { kind: 'comparison'; left: string; operator: string; right: string };

/** Why a marker cannot be read, or null where it can. */
export function markerFault(text: string): string | null {
  const read = readMarker(text);
  return typeof read === 'string' ? read : null;
}

/** A marker's tree, or what is wrong with its text. */
function readMarker(text: string): Marker | string {
  const words: string[] = [];
  TOKEN.lastIndex = 0;
  for (let end = 0; text.slice(end).trim() !== ''; end = TOKEN.lastIndex) {
    const match = TOKEN.exec(text);
    if (!match) {
      return `'${shown(text.slice(end).trim())}' cannot be read; put a string in quotes, as in python_version < '3.12'`;
    }
    words.push(match[0].trim());
  }
  const reader = new Reader(words);
  const marker = reader.alternatives();
  if (typeof marker === 'string') return marker;
  const rest = reader.word;
  return rest === undefined ? marker : `'${shown(rest)}' is where 'and', 'or' or the end should be`;
}

/** Reads words by the grammar of PEP 508; each method gives a marker, or what is wrong. */
class Reader {
  readonly #words: readonly string[];
  #at = 0;

  constructor(words: readonly string[]) {
    this.#words = words;
  }

  /** The word that comes next. */
  get word(): string | undefined {
    return this.#words[this.#at];
  }

  alternatives(): Marker | string {
    return this.#joined('or', () => this.#joined('and', () => this.#condition()));
  }

  #joined(word: 'and' | 'or', part: () => Marker | string): Marker | string {
    const parts: Marker[] = [];
    for (;;) {
      const marker = part();
      if (typeof marker === 'string') return marker;
      parts.push(marker);
      if (this.word !== word) break;
      this.#at++;
    }
    return parts.length === 1 ? (parts[0] as Marker) : { kind: word, parts };
  }

  #condition(): Marker | string {
    if (this.word === '(') {
      this.#at++;
      const inner = this.alternatives();
      if (typeof inner === 'string') return inner;
      return this.#words[this.#at++] === ')' ? inner : `a ')' is missing`;
    }
    const left = String(this.word);
    const wrong = this.#valueFault();
    if (wrong !== null) return wrong;
    const operator = this.#operator();
    if (operator === null) {
      return `an operator is missing after ${shown(left)}, as in python_version < '3.12'`;
    }
    const right = String(this.word);
    const fault = this.#valueFault();
    if (fault !== null) return fault;
    if (isText(left) && isText(right)) {
      return `${shown(`${left} ${operator} ${right}`)} compares two texts; one must be a variable, as python_version`;
    }
    return { kind: 'comparison', left, operator, right };
  }

  #operator(): string | null {
    const [first, second] = this.#words.slice(this.#at);
    const operator = first === 'not' && second === 'in' ? 'not in' : String(first);
    if (!OPERATOR.test(operator)) return null;
    this.#at += operator === 'not in' ? 2 : 1;
    return operator;
  }

  /** Takes a variable or a text in quotes, or says why there is none. */
  #valueFault(): string | null {
    const { word } = this;
    if (word === undefined) return 'a condition is missing at its end';
    this.#at++;
    if (isText(word) || VARIABLES.includes(word) || FORMER.includes(word)) return null;
    if (!/^[A-Za-z_]/.test(word) || /^(?:and|or|in|not)$/.test(word)) {
      return `a condition is missing before '${word}'`;
    }
    return `'${shown(word)}' is not a variable; there are ${VARIABLES.join(', ')}`;
  }
}

const isText = (word: string) => /^["']/.test(word);

/** What is known of the Python that installs. */
export interface MarkerTarget {
  /** Minor version, null where only the base image knows. */
  python: string | null;
  /** As `uname -m` says it, null where the building machine decides. */
  machine: string | null;
}

const MIRRORED: Record<string, string> = { '<': '>', '>': '<', '<=': '>=', '>=': '<=' };

/**
 * Whether a marker holds in this image: true, false, or null where it cannot be read, or asks for
 * what is not known.
 */
export function markerHolds(marker: string, target: MarkerTarget): boolean | null {
  const read = readMarker(marker);
  return typeof read === 'string' ? null : holds(read, target);
}

function holds(marker: Marker, target: MarkerTarget): boolean | null {
  if (marker.kind === 'comparison') {
    const { left, operator, right } = marker;
    if (!isText(left) && !isText(right)) return null;
    return isText(left)
      ? compare(right, MIRRORED[operator] ?? operator, left.slice(1, -1), target)
      : compare(left, operator, right.slice(1, -1), target);
  }
  const decisive = marker.kind === 'or';
  const parts = marker.parts.map((part) => holds(part, target));
  if (parts.includes(decisive)) return decisive;
  return parts.includes(null) ? null : !decisive;
}

function compare(
  variable: string,
  operator: string,
  value: string,
  { python, machine }: MarkerTarget,
): boolean | null {
  if (operator === 'in' || operator === 'not in') return null;
  if (variable === 'python_version') {
    return python === null ? null : contains(`${operator}${value}`, python);
  }
  if (variable === 'python_full_version') return compareFullVersion(operator, value, python);
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

/** The third number is not known: null unless no third number could change the answer. */
function compareFullVersion(
  operator: string,
  value: string,
  python: string | null,
): boolean | null {
  if (python === null) return null;
  const [first, last] = [`${python}.0`, `${python}.99`].map((version) =>
    contains(`${operator}${value}`, version),
  ) as [boolean, boolean];
  return first === last && !/^[=!~]/.test(operator) ? first : null;
}
