/**
 * The content is not what its format allows: truncated, contradicting itself, or larger than
 * any real file of its kind. `inspectModel` turns it into one line that names the file.
 */
export class Malformed extends Error {
  /**
   * `cut off`: the content ends before it should, and is right up to there;
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
 * Whether something thrown is a Malformed. By name: readers are imported on demand, and a loader
 * that compiles on the fly can hold this module twice.
 */
export function isMalformed(error: unknown): error is Malformed {
  return error instanceof Error && error.name === 'Malformed';
}
