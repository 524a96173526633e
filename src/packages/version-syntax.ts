import { shown } from '../core/text.ts';

// https://peps.python.org/pep-0440/#appendix-b-parsing-version-strings-with-regular-expressions
const RELEASE = 'v?(?:\\d+!)?\\d+(?:\\.\\d+)*';
const PRE = '(?:[-_.]?(?:alpha|a|beta|b|preview|pre|c|rc)[-_.]?\\d*)?';
const POST = '(?:-\\d+|[-_.]?(?:post|rev|r)[-_.]?\\d*)?';
const DEV = '(?:[-_.]?dev[-_.]?\\d*)?';
const PUBLIC = new RegExp(`^${RELEASE}${PRE}${POST}${DEV}$`, 'i');
const LOCAL = /^(.+)\+[a-z0-9]+(?:[-_.][a-z0-9]+)*$/i;
const SERIES = new RegExp(`^(${RELEASE})\\.\\*$`, 'i');
const CLAUSE = /^(~=|===?|!=|<=?|>=?)\s*(\S+)$/;

/** Whether a text is a version, a local one (`1.0+cpu`) among them. */
export function isVersion(text: string): boolean {
  return PUBLIC.test(LOCAL.exec(text)?.[1] ?? text);
}

/**
 * Why bounds such as `>=2.2,<3` cannot be read, with what would work; null where they can, and ''
 * where they are no bounds at all.
 */
export function boundsFault(text: string): string | null {
  for (const clause of text.split(',')) {
    const [, operator, version] = CLAUSE.exec(clause.trim()) ?? [];
    if (operator === undefined || version === undefined) return '';
    const fault = clauseFault(operator, version);
    if (fault !== null) return fault;
  }
  return null;
}

function clauseFault(operator: string, version: string): string | null {
  // What === compares is a text, whatever it holds.
  if (operator === '===') return /[;)]/.test(version) ? '' : null;
  const exact = operator === '==' || operator === '!=';
  const series = SERIES.exec(version)?.[1];
  if (series !== undefined) {
    return exact ? null : `.* goes with == and != alone; write ${operator}${shown(series)}`;
  }
  if (!isVersion(version)) {
    return `'${shown(version)}' is no version; write one like 2.2, 2.2.* or 2.2rc1`;
  }
  const base = LOCAL.exec(version)?.[1];
  if (base !== undefined && !exact) {
    return `what stands behind + goes with == and != alone; write ${operator}${shown(base)}`;
  }
  if (operator === '~=' && !/^v?(?:\d+!)?\d+\.\d/i.test(version)) {
    return `~= wants two parts of a version; write ~=${shown(version)}.0, or ==${shown(version)}.*`;
  }
  return null;
}
