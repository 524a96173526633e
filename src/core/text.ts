/**
 * The one printer of texts that people and files supply: which characters are never printed or rendered
 * as they are, and what is in their place: `\u202e`, one such escape a UTF-16 unit. JSON reads the same
 * escapes, so printed JSON keeps its values.
 *
 * The patterns are inside functions: building them takes milliseconds, and most texts need none.
 */

/** What most texts are made of. */
const PLAIN = /^[\x20-\x7e]*$/;

const PLAIN_LINES = /^[\t\n\x20-\x7e]*$/;

/** Whether a character stays, by the text and its place there. */
type Keep = (character: string, at: number, text: string) => boolean;

/**
 * Names the characters that steer a terminal or are invisible: controls (Cc), format characters such
 * as direction marks, soft hyphens and tags (Cf), Unicode's own line ends (Zl, Zp), halves of surrogate
 * pairs (Cs), and all else that is drawn as nothing, such as variation selectors.
 * https://www.unicode.org/reports/tr44/#Default_Ignorable_Code_Point, https://trojansource.codes
 */
function named(text: string, keep: Keep, name = escape16): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu,
    (character, at) => (keep(character, at, text) ? character : name(character)),
  );
}

/** Text on one line, with `\u....` for each character that steers a terminal or is not seen, line ends too. */
export function visibleLine(text: string): string {
  return PLAIN.test(text) ? text : named(text, isSpelling);
}

/** Text of several lines: as `visibleLine`, but for line ends and tabs, which stay. */
export function visibleText(text: string): string {
  if (PLAIN_LINES.test(text)) return text;
  return named(text, (...of) => isLayout(...of) || isSpelling(...of));
}

/**
 * A value as JSON in which every such character is escaped: the same data, but seen.
 * @param indent blanks of one level; without it, all is on one line
 */
export function jsonText(value: unknown, indent?: number): string {
  const text = JSON.stringify(value, null, indent);
  return PLAIN_LINES.test(text) ? text : named(text, (character) => character === '\n');
}

/** One line with `name` in the place of each such character. */
export function namedInLine(text: string, name: (character: string) => string): string {
  return PLAIN.test(text) ? text : named(text, isSpelling, name);
}

/** Whether `visibleLine` would change the text. */
export function isHidden(text: string): boolean {
  return visibleLine(text) !== text;
}

const isLayout: Keep = (character, at, text) =>
  character === '\n' || character === '\t' || (character === '\r' && text[at + 1] === '\n');

/** Whether a joiner or variation selector joins the characters around it to one emoji or letter. */
function isSpelling(character: string, at: number, text: string): boolean {
  const before = text.slice(Math.max(0, at - 4), at);
  if (character === '\u200c' || character === '\u200d') {
    const after = String.fromCodePoint(text.codePointAt(at + 1) ?? 0);
    return joinsLetters(before, after) || (character === '\u200d' && joinsPictures(before, after));
  }
  if (character === '\ufe0e' || character === '\ufe0f') return /\p{Emoji}$/u.test(before);
  return /^[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/u.test(character) && /\p{Script=Han}$/u.test(before);
}

function joinsPictures(before: string, after: string): boolean {
  return (
    /(?:\p{Extended_Pictographic}\ufe0f?|\p{Emoji_Modifier})$/u.test(before) &&
    /^\p{Extended_Pictographic}/u.test(after)
  );
}

/**
 * Between letters of these scripts it is spelling; marks of direction are of a script too
 * (https://www.rfc-editor.org/rfc/rfc5892#appendix-A.1).
 */
function joinsLetters(before: string, after: string): boolean {
  const letter =
    /^(?=[\p{L}\p{M}])[\p{sc=Arab}\p{sc=Syrc}\p{sc=Deva}\p{sc=Beng}\p{sc=Guru}\p{sc=Gujr}\p{sc=Orya}\p{sc=Taml}\p{sc=Telu}\p{sc=Knda}\p{sc=Mlym}\p{sc=Sinh}\p{sc=Khmr}\p{sc=Mymr}]$/u;
  return letter.test(Array.from(before).at(-1) ?? '') && letter.test(after);
}

function escape16(character: string): string {
  return Array.from(
    { length: character.length },
    (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('');
}

/** What most paths are made of: the same in ASCII, since building a pattern of Unicode takes a millisecond. */
const ASCII_PATH = /^[\w .,/@~:%#[\]{}()!&=\\+-]+$/;
const PLAIN_PATH = /^[\p{L}\p{N}\p{M}\p{S}\p{Pd}\p{Pc} .,/@~:%#[\]{}()!&=\\]+$/u;

/** A path for a message: as it is, or quoted where it holds something that a terminal would act on. */
export function shownPath(path: string): string {
  if (ASCII_PATH.test(path)) return path;
  return PLAIN_PATH.test(path) && !isHidden(path) ? path : jsonText(path);
}

/**
 * Text for a message: characters that steer a terminal or are not seen become `\u....`, and what is
 * over 80 characters is cut, so that a message stays one readable line.
 */
export function shown(text: string): string {
  return shownUpTo(80, text);
}

/** The same in single quotes. */
export function quoted(text: string): string {
  return `'${shown(text)}'`;
}

/** The same for a text that may have another number of characters. */
export function shownUpTo(most: number, text: string): string {
  const visible = visibleLine(text);
  return visible.length > most ? `${visible.slice(0, most - 3)}...` : visible;
}

/** A value of a user's JSON on one line of at most `most` characters. */
export function shownJson(value: unknown, most = 80): string {
  return shownUpTo(most, JSON.stringify(value) ?? 'nothing');
}

/**
 * A JSON document, indented by two blanks, with a final line break. Line separators, controls and
 * characters that are not seen are written as `\uXXXX`: the same data, but shown.
 */
export function json(value: unknown): string {
  return `${jsonText(value, 2)}\n`;
}
