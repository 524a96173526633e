/**
 * The content is invalid in its format: truncated, contradictory, or larger than any real file of
 * its kind. `inspectModel` turns it into one line that names the file.
 */
export class Malformed extends Error {
  /**
   * `cut off`: the content ends too early, but is valid up to there;
   * `limit`: reading on would take more time or memory than a command may use;
   * `damaged`: everything else.
   */
  readonly kind: 'damaged' | 'cut off' | 'limit';

  /** @param message what is wrong, as the end of a sentence: `ends inside a field` */
  constructor(message: string, kind: Malformed['kind'] = 'damaged') {
    super(message);
    this.name = 'Malformed';
    this.kind = kind;
  }
}

/**
 * Whether a thrown value is a Malformed. Checked by name: readers are imported on demand, and a
 * loader that compiles on the fly can load this module twice.
 */
export function isMalformed(error: unknown): error is Malformed {
  return error instanceof Error && error.name === 'Malformed';
}
