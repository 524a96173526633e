/** The known word that shares most of its letters' pairs with the given one, or null. */
export function nearest(word: string, known: readonly string[]): string | null {
  const pairs = (text: string) => new Set([...text].slice(1).map((c, i) => text[i] + c));
  const mine = pairs(word);
  const scored = known.map((candidate) => {
    const theirs = pairs(candidate);
    const both = [...mine].filter((pair) => theirs.has(pair)).length;
    return { candidate, score: (2 * both) / (mine.size + theirs.size || 1) };
  });
  const best = scored.sort((a, b) => b.score - a.score)[0];
  return best && best.score >= 0.5 ? best.candidate : null;
}
