import { oneLine } from '../explain.ts';

/** Whether a member is a YAML file by its name: its loaders go by that. */
export function isYaml(name: string): boolean {
  return /\.ya?ml$/i.test(name);
}

/** Whether a text is Python that MONAI's ConfigParser runs: `$` before it. Others write `${a}`. */
export function isExpression(name: string, text: string): boolean {
  if (!text.startsWith('$')) return false;
  if (/^\$(import |from |__import__)/.test(text)) return true;
  return /(^|\/)configs\//.test(name) && (!text.startsWith('${') || text.includes('('));
}

/** The reason for an expression of MONAI. */
export function expression(text: string, shown: string): string {
  return `${oneLine(text).slice(0, 100)}: Python that MONAI runs (in ${shown})`;
}
