import { shown } from '../core/text.ts';

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

/** The words of a marker, and how far they are read. */
interface Reading {
  words: string[];
  at: number;
}

/** Why a marker cannot be read, or null where it can. */
export function markerFault(text: string): string | null {
  const words: string[] = [];
  TOKEN.lastIndex = 0;
  for (let end = 0; text.slice(end).trim() !== ''; end = TOKEN.lastIndex) {
    const match = TOKEN.exec(text);
    if (!match) {
      return `'${shown(text.slice(end).trim())}' cannot be read; a text stands in quotes, as in python_version < '3.12'`;
    }
    words.push(match[0].trim());
  }
  const reading = { words, at: 0 };
  const fault = readConditions(reading);
  if (fault !== null) return fault;
  const rest = words[reading.at];
  return rest === undefined ? null : `'${shown(rest)}' stands where 'and', 'or' or the end is due`;
}

/** Conditions with `and` and `or` between. Which binds tighter makes no difference to the grammar. */
function readConditions(reading: Reading): string | null {
  while (true) {
    const fault = readCondition(reading);
    if (fault !== null) return fault;
    const word = reading.words[reading.at];
    if (word !== 'and' && word !== 'or') return null;
    reading.at++;
  }
}

function readCondition(reading: Reading): string | null {
  if (reading.words[reading.at] === '(') {
    reading.at++;
    const fault = readConditions(reading);
    if (fault !== null) return fault;
    return reading.words[reading.at++] === ')' ? null : `a ')' is missing`;
  }
  const left = reading.words[reading.at];
  const wrong = valueFault(reading);
  if (wrong !== null) return wrong;
  const operator = readOperator(reading);
  if (operator === null) {
    return `an operator is missing behind ${shown(String(left))}, as in python_version < '3.12'`;
  }
  const right = reading.words[reading.at];
  const fault = valueFault(reading);
  if (fault !== null) return fault;
  if (/^["']/.test(String(left)) && /^["']/.test(String(right))) {
    return `${shown(`${left} ${operator} ${right}`)} compares two texts; one must be a variable, as python_version`;
  }
  return null;
}

function readOperator(reading: Reading): string | null {
  const [first, second] = reading.words.slice(reading.at);
  const operator = first === 'not' && second === 'in' ? 'not in' : String(first);
  if (!OPERATOR.test(operator)) return null;
  reading.at += operator === 'not in' ? 2 : 1;
  return operator;
}

/** Reads a variable or a text in quotes, or says why there is none. */
function valueFault(reading: Reading): string | null {
  const word = reading.words[reading.at];
  if (word === undefined) return 'a condition is missing at its end';
  reading.at++;
  if (/^["']/.test(word) || VARIABLES.includes(word) || FORMER.includes(word)) return null;
  if (!/^[A-Za-z_]/.test(word) || /^(?:and|or|in|not)$/.test(word)) {
    return `a condition is missing before '${word}'`;
  }
  return `'${shown(word)}' is no variable; there are ${VARIABLES.join(', ')}`;
}
