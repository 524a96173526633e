/** Texts of people and files, made fit for a message. */
import { visibleLine } from '../core/visible.ts';

/** The text with characters that steer a terminal, or turn the reading direction, as `\\u....`. */
export function visible(text: string): string {
  return visibleLine(text);
}

/** The text in quotes, cut where it is over 80 characters. */
export function quoted(text: string): string {
  const plain = visible(text);
  return `'${plain.length > 80 ? `${plain.slice(0, 77)}...` : plain}'`;
}
