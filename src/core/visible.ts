/**
 * Which characters are never printed or rendered as they are, and what stands in their place: `\u202e`,
 * one such escape a UTF-16 unit. JSON reads the same escapes, so printed JSON keeps its values.
 */

/**
 * Characters that steer a terminal or that nobody sees: controls (Cc), format characters such as
 * direction marks, soft hyphens and tags (Cf), Unicode's own line ends (Zl, Zp), halves of surrogate
 * pairs, and all else that is drawn as nothing, such as variation selectors.
 * https://www.unicode.org/reports/tr44/#Default_Ignorable_Code_Point, https://trojansource.codes
 */
const HIDDEN = String.raw`[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]`;

/** Scripts in which a joiner between two letters is spelling (https://www.rfc-editor.org/rfc/rfc5892#appendix-A.1). */
const JOINED = `[${[
  ...['Arabic', 'Syriac', 'Devanagari', 'Bengali', 'Gurmukhi', 'Gujarati', 'Oriya', 'Tamil'],
  ...['Telugu', 'Kannada', 'Malayalam', 'Sinhala', 'Khmer', 'Myanmar'],
]
  .map((script) => String.raw`\p{Script=${script}}`)
  .join('')}]`;

/** Where such a character makes one picture or letter of what stands around it: it stays. */
const SPELLING = [
  String.raw`(?<=\p{Extended_Pictographic}\ufe0f?|\p{Emoji_Modifier})\u200d(?=\p{Extended_Pictographic})`,
  String.raw`(?<=\p{Emoji})[\ufe0e\ufe0f]`,
  String.raw`(?<=\p{Script=Han})[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]`,
  String.raw`(?<=${JOINED})[\u200c\u200d](?=${JOINED})`,
].join('|');

const EVERY = new RegExp(`(?!\\n)${HIDDEN}`, 'gu');
const IN_LINE = new RegExp(`(?!${SPELLING})${HIDDEN}`, 'gu');
const IN_TEXT = new RegExp(`(?!${SPELLING}|\\r?\\n|\\t)${HIDDEN}`, 'gu');
/** What most texts are made of; the patterns above are slow to compile. */
const PLAIN = /^[\x20-\x7e]*$/;
const PLAIN_LINES = /^[\t\n\x20-\x7e]*$/;

/** Text on one line, with `\u....` for each character that steers a terminal or is not seen, line ends too. */
export function visibleLine(text: string): string {
  return PLAIN.test(text) ? text : text.replace(IN_LINE, escape16);
}

/** Text of several lines: as `visibleLine`, but for line ends and tabs, which stay. */
export function visibleText(text: string): string {
  return PLAIN_LINES.test(text) ? text : text.replace(IN_TEXT, escape16);
}

/**
 * A value as JSON in which every such character is escaped: the same data, but seen.
 * @param indent blanks of one level; without it, all is on one line
 */
export function jsonText(value: unknown, indent?: number): string {
  const text = JSON.stringify(value, null, indent);
  return PLAIN_LINES.test(text) ? text : text.replace(EVERY, escape16);
}

/** One line with `name` in the place of each such character. */
export function namedInLine(text: string, name: (character: string) => string): string {
  return PLAIN.test(text) ? text : text.replace(IN_LINE, name);
}

/** Whether `visibleLine` would change the text. */
export function isHidden(text: string): boolean {
  return visibleLine(text) !== text;
}

function escape16(character: string): string {
  return Array.from(
    { length: character.length },
    (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('');
}
