/** What walking a stream of pickles finds, and how the stream is read. */

/** What walking one stream of pickles found, whether or not its end was reached. */
export interface PickleReport {
  /** Dotted names that unpickling would import. */
  imports: Set<string>;
  /** What no harmless pickle does, as text. */
  findings: Set<string>;
  /** The highest protocol that a pickle states; 0 if none does. */
  protocol: number;
  /** Dotted names that unpickling would call. */
  called?: Set<string>;
  /** Whether it has a persistent reference, which `pickle.load` does not resolve. */
  persistent?: boolean;
  /** Whether array bytes were skipped, as joblib does and `pickle.load` does not. */
  arrays?: boolean;
}

/** How a stream is read. */
export interface Reading {
  /** Skip raw array bytes as joblib writes them. */
  arrays: boolean;
  /**
   * Read like `pickle.load`, for content that may be anything: what raises an error there ends the
   * walk and is not a finding.
   */
  stock?: boolean;
  /** Most opcodes to walk. */
  opcodes?: number;
}
