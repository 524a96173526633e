/** Texts of people and files, made fit for a message. */

/** The text with characters that steer a terminal, or turn the reading direction, as `\\u....`. */
export function visible(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\u2028\u2029]/gu,
    (c) => `\\u${(c.codePointAt(0) as number).toString(16).padStart(4, '0')}`,
  );
}

/** The text in quotes, cut where it is over 80 characters. */
export function quoted(text: string): string {
  const plain = visible(text);
  return `'${plain.length > 80 ? `${plain.slice(0, 77)}...` : plain}'`;
}
