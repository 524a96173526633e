/** What walking one stream of pickles found, whether or not its end was reached. */
export interface PickleReport {
  /** Dotted names that unpickling would import. */
  imports: Set<string>;
  /** What no harmless pickle does, in words. */
  findings: Set<string>;
  /** The highest protocol that a pickle of it states; 0 where none does. */
  protocol: number;
  /** Dotted names that unpickling would call. */
  called?: Set<string>;
  /** Whether a reference stands in it that only another program than `pickle.load` resolves. */
  persistent?: boolean;
  /** Whether array bytes were stepped over, as joblib does and `pickle.load` does not. */
  arrays?: boolean;
}

/** How a stream is read. */
export interface Reading {
  /** Raw array bytes stand in the stream as joblib writes them. */
  arrays: boolean;
  /**
   * As `pickle.load` reads content that may be anything: what raises an error there ends the walk
   * and is no finding.
   */
  stock?: boolean;
  /** Opcodes that are followed at most. */
  opcodes?: number;
}
