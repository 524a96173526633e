/** Finds the most similar known word. */

/**
 * The known word that shares most of its letters' pairs with the given one, or has the very same
 * letters in another order; null where none is near.
 */
export function nearest(word: string, known: readonly string[]): string | null {
  const mine = pairs(word);
  const scored = known.map((candidate) => {
    const theirs = pairs(candidate);
    const both = [...mine].filter((pair) => theirs.has(pair)).length;
    const score = (2 * both) / (mine.size + theirs.size || 1);
    // Two letters that changed places break three pairs: much of a short word.
    return {
      candidate,
      score: letters(candidate) === letters(word) ? Math.max(score, 0.5) : score,
    };
  });
  const best = scored.sort((a, b) => b.score - a.score)[0];
  return best && best.score >= 0.5 ? best.candidate : null;
}

function pairs(text: string): Set<string> {
  return new Set([...text].slice(1).map((c, i) => text[i] + c));
}

function letters(text: string): string {
  return [...text].sort().join('');
}
