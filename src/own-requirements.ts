/** What stands in requirements.txt by the person's own hand. */
import { BASE } from './reconcile/paths.ts';
import { namesIn } from './reconcile/requirement-entries.ts';
import { readFolderText } from './spec-file.ts';

const FILE = 'requirements.txt';

/** The normalised names in a folder's requirements.txt that were never rendered there. */
export function ownRequirements(root: string): Set<string> {
  const rendered = namesIn(readFolderText(root, `${BASE}/${FILE}`) ?? '');
  const names = namesIn(readFolderText(root, FILE) ?? '');
  return new Set([...names].filter((name) => !rendered.has(name)));
}
