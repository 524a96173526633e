/** Refuses: a model file of a format that the framework does not load. */
import { offeredFrameworks } from '../data/frameworks.ts';
import type { Rule } from './rule.ts';

export const formatNotLoaded: Rule = (wish, entry) => {
  const { format } = wish;
  if (!format || entry.framework === 'custom' || entry.formats.includes(format)) return null;
  const right = offeredFrameworks().find((row) => row.formats.includes(format));
  // JAX has no file format, and an unknown file may be anything.
  if (!right || entry.formats.length === 0) return null;
  return {
    reason: `the model is a ${format} file, which ${entry.title} does not load`,
    instead: [`--framework ${right.framework}`, '--framework custom'],
  };
};
