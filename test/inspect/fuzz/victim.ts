import type { Random } from './random.ts';

/** A model to damage, or to put something hostile into. */
export interface Victim {
  name: string;
  /**
   * Writes one copy where nothing is yet, as a file or a directory.
   * @returns what was done to it, for a message
   */
  write(target: string, random: Random): string;
  /** Its loader, or another reader of the same bytes, would run code: no verdict may say otherwise. */
  hostile?: true;
}
