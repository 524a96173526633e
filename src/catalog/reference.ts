/** Image references, as far as the catalog must understand them. */

export interface Reference {
  /** Registry and repository, e.g. `registry.example.org:5000/lab/digits`. */
  name: string;
  tag: string | null;
  digest: string | null;
}

const COMPONENT = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const HOST = '(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?|\\[[0-9a-fA-F:]+\\])(?::[0-9]+)?';
const REFERENCE = new RegExp(
  `^((?:${HOST}/)?${COMPONENT}(?:/${COMPONENT})*)(?::([A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?:@(sha256:[a-f0-9]{64}))?$`,
);

/**
 * Splits an image reference.
 * Grammar: https://github.com/distribution/reference (regexp.go); names are at most 255 characters.
 * @returns null where the text is no reference
 */
export function parseReference(text: string): Reference | null {
  if (text.length > 512) return null;
  const match = REFERENCE.exec(text);
  if (!match?.[1] || match[1].length > 255) return null;
  return { name: match[1], tag: match[2] ?? null, digest: match[3] ?? null };
}
