/** Characters that are never printed or rendered as they are, for properties. */
import fc from 'fast-check';

/** One of each kind, by what it is called. */
const SAMPLES: [first: number, last?: number][] = [
  [0x00, 0x1f], // C0, the escape character among them
  [0x7f, 0x9f], // delete and C1, the one-byte CSI among them
  [0xad], // soft hyphen
  [0x34f], // combining grapheme joiner
  [0x61c], // Arabic letter mark
  [0x115f, 0x1160], // Hangul fillers
  [0x180b, 0x180f], // Mongolian variation selectors and vowel separator
  [0x200b, 0x200f], // zero-width characters and marks
  [0x2028, 0x202e], // line and paragraph separator, embeddings, overrides
  [0x2060, 0x206f], // word joiner, isolates
  [0x3164], // Hangul filler
  [0xfe00, 0xfe0f], // variation selectors
  [0xfeff], // byte order mark
  [0xfff9, 0xfffb], // interlinear annotation
  [0xd800, 0xdfff], // halves of surrogate pairs
  [0xe0000, 0xe007f], // tags
  [0xe0100, 0xe01ef], // variation selectors again
];

const hidden = fc
  .constantFrom(...SAMPLES)
  .chain(([first, last]) => fc.integer({ min: first, max: last ?? first }))
  .map((code) => String.fromCodePoint(code));

/** Text in which such characters stand between others. */
export const hiddenText = fc
  .array(fc.oneof(hidden, hidden, fc.constantFrom('a', '\\', '"', "'", '文', '😀', ' ')), {
    minLength: 1,
    maxLength: 12,
  })
  .map((parts) => parts.join(''));

/** All of them in one text, each between two letters. */
export const EVERY_HIDDEN = SAMPLES.flatMap(([first, last = first]) =>
  Array.from({ length: Math.min(last - first + 1, 0x100) }, (_, at) =>
    String.fromCodePoint(first + at),
  ),
).join('x');

/** What no printed line may hold. What spells one picture or letter with its neighbours is no such character. */
export const RAW =
  /(?!(?<=\p{Extended_Pictographic}\ufe0f?)\u200d(?=\p{Extended_Pictographic})|(?<=\p{Emoji})[\ufe0e\ufe0f]|(?<=\p{Script=Han})[\ufe00-\ufe0f\u{e0100}-\u{e01ef}])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/u;

/** The same for text of several lines, with tabs. */
export const RAW_IN_TEXT = new RegExp(`(?![\\t\\n])(?:${RAW.source})`, 'u');
