/** Finds what was installed by apt or apk in the shell. */
import { isSystemPackage } from '../packages/system-package.ts';
import type { State } from './state.ts';
import type { Captured, Found, NotKept } from './types.ts';

/** Packages with pip, which the image's build does not need. */
const TOOLS = new Set(['python3-pip', 'py3-pip']);

/**
 * Packages that are marked as requested only after or only before the session, without versions, as
 * mirrors drop old ones. Only apk records a requested version, and that is kept.
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
        why: 'a virtual package only requires others: install those by name',
      });
    } else if (!isSystemPackage(text, manager)) {
      notKept.push({ what: line, why: 'a mirror cannot have its name' });
    } else if (after.unfetchable.includes(line)) {
      notKept.push({
        what: line,
        why: 'it was installed from a .deb file, which no mirror has: COPY it in Dockerfile and install it there',
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

/** A line of /etc/apk/world as an argument of `apk add`: `foo=1.2-r0` stays, `foo>1`, `foo~1` and `foo@edge` become `foo`. */
function apkName(line: string): string {
  return /^[^<>~@]*/.exec(line)?.[0].replace(/=$/, '') ?? line;
}
