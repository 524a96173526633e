/** Text that tries to be more than text, for properties over everything that is rendered. */
import fc from 'fast-check';

/** Pieces that mean something to a shell, Make, Docker, EJS, JSON, Markdown, pip or a reader's eye. */
const PIECES = [
  '"',
  "'",
  '`',
  '```',
  '\\',
  '\\\\',
  '$',
  '$$',
  '$(touch owned)',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what somebody may type
  '${HOME}',
  '#{x}',
  '#',
  ' #',
  '<%= 1 %>',
  '<%-',
  '%>',
  '<script>',
  '\n',
  '\r\n',
  '\n\nUSER 0\n',
  '\nowned:\n\ttouch owned\n',
  '\u2028',
  '\u0085',
  '\0',
  '\t',
  ' ',
  '|',
  '&&',
  ';',
  ',',
  ':',
  '=',
  '*',
  '[',
  '--help',
  '-r x',
  '<<EOF',
  '../',
  '/',
  'é',
  '\u202e',
  '\u2066',
  '\u200b',
  '\ud800',
  '😀',
  'model',
];

/** Hostile text of any kind: pieces put together, random Unicode, and very long lines. */
export const hostileText = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((p) => p.join('')),
  },
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...PIECES).map((p) => p.repeat(Math.ceil(10_000 / p.length))),
  },
);
