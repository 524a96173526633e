import { BASE } from '../core/layout.ts';
import { readFolderText } from '../folder/state.ts';
import { namesIn } from '../merge/requirement-entries.ts';

const FILE = 'requirements.txt';

/** The normalised names in a folder's requirements.txt that were never rendered there. */
export function ownRequirements(root: string): Set<string> {
  const rendered = namesIn(readFolderText(root, `${BASE}/${FILE}`) ?? '');
  const names = namesIn(readFolderText(root, FILE) ?? '');
  return new Set([...names].filter((name) => !rendered.has(name)));
}
