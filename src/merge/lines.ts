/**
 * A text as lines, with what a merge must give back as it was: byte order mark, line ends, final newline.
 * Lines are compared without their ends, so that a file converted to CRLF is not one big difference.
 */

export const BYTE_ORDER_MARK = '\uFEFF';

/** One line; `end` is empty only for a last line without a newline. */
export interface Line {
  text: string;
  end: '' | '\n' | '\r\n';
}

export interface Lines {
  byteOrderMark: boolean;
  lines: Line[];
}

/** Splits a text into lines; `joinLines` gives exactly the same text back. */
export function splitLines(text: string): Lines {
  const byteOrderMark = text.startsWith(BYTE_ORDER_MARK);
  const lines: Line[] = [];
  let start = byteOrderMark ? 1 : 0;
  while (start < text.length) {
    const newline = text.indexOf('\n', start);
    if (newline < 0) {
      lines.push({ text: text.slice(start), end: '' });
      break;
    }
    const carriage = newline > start && text[newline - 1] === '\r';
    lines.push({
      text: text.slice(start, carriage ? newline - 1 : newline),
      end: carriage ? '\r\n' : '\n',
    });
    start = newline + 1;
  }
  return { byteOrderMark, lines };
}

/** The text of lines; a line in the middle that has no end gets the usual one of the others. */
export function joinLines({ byteOrderMark, lines }: Lines): string {
  const usual = usualEnd(lines);
  const last = lines.length - 1;
  const body = lines.map((line, at) => line.text + (line.end || (at === last ? '' : usual)));
  return (byteOrderMark ? BYTE_ORDER_MARK : '') + body.join('');
}

/** The line end that most lines have; LF where there is none or as many of both. */
function usualEnd(lines: Line[]): '\n' | '\r\n' {
  const carriage = lines.filter((line) => line.end === '\r\n').length;
  const plain = lines.filter((line) => line.end === '\n').length;
  return carriage > plain ? '\r\n' : '\n';
}

/** Whether two texts have the same lines, whatever their line ends, byte order mark and final newline. */
export function sameLines(one: string, other: string): boolean {
  if (one === other) return true;
  const a = splitLines(one).lines;
  const b = splitLines(other).lines;
  return a.length === b.length && a.every((line, at) => line.text === b[at]?.text);
}

/**
 * Merged lines as a text in the shape of the person's file: its byte order mark, its usual line end
 * for lines that have none of their own, and its final newline or the lack of one.
 * @param merged what the merge gave; lines that were the person's carry their own ends
 * @param yours the person's text
 * @param next the generator's text, whose shape counts where the person's file is empty
 */
export function inShapeOf(merged: Line[], yours: Lines, next: Lines): string {
  const shape = yours.lines.length > 0 ? yours : next;
  const usual = usualEnd(shape.lines);
  const final = shape.lines.at(-1)?.end !== '';
  const last = merged.length - 1;
  const lines = merged.map((line, at) => {
    if (at === last && !final) return { text: line.text, end: '' as const };
    return line.end === '' ? { text: line.text, end: usual } : line;
  });
  const byteOrderMark = yours.byteOrderMark || (yours.lines.length === 0 && next.byteOrderMark);
  return joinLines({ byteOrderMark, lines });
}
