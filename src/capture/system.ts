/** What a person asked apt or apk for in the shell. */
import { isSystemPackage } from '../packages/system-package.ts';
import type { State } from './state.ts';
import type { Captured, Found, NotKept } from './types.ts';

/** Packages that bring pip for the shell; the image's build has its own. */
const TOOLS = new Set(['python3-pip', 'py3-pip']);

/**
 * Packages that are marked as asked for now and were not before, and the other way round. Versions
 * stay out, since mirrors drop old ones; only apk records one that was asked for, and that stays.
 */
export function systemChanges(
  before: State,
  after: State,
  manager: 'apt' | 'apk',
): Pick<Captured, 'found' | 'notKept'> {
  const found: Found[] = [];
  const notKept: NotKept[] = [];
  for (const line of after.system.filter((one) => !before.system.includes(one))) {
    const text = manager === 'apk' ? apkName(line) : line;
    if (line.startsWith('.')) {
      notKept.push({
        what: line,
        why: 'a virtual package is a name for others: ask for these by name',
      });
    } else if (!isSystemPackage(text, manager)) {
      notKept.push({ what: line, why: 'it has no name that a mirror could have' });
    } else if (after.unfetchable.includes(line)) {
      notKept.push({
        what: line,
        why: `it came as a .deb file, which no mirror has: COPY it in Dockerfile and install it there`,
      });
    } else found.push(entry('add', text, TOOLS.has(text)));
  }
  const names = new Set(after.system.map((one) => apkName(one).split('=')[0]));
  for (const line of before.system) {
    const name = apkName(line).split('=')[0] as string;
    if (!names.has(name) && isSystemPackage(name, manager))
      found.push(entry('remove', name, false));
  }
  return { found, notKept };
}

function entry(action: Found['action'], text: string, tool: boolean): Found {
  return { list: 'system', action, text, note: '', tool };
}

/** A line of /etc/apk/world as `apk add` takes it: `foo=1.2-r0` stays, `foo>1`, `foo~1` and `foo@edge` become `foo`. */
function apkName(line: string): string {
  return /^[^<>~@]*/.exec(line)?.[0].replace(/=$/, '') ?? line;
}
