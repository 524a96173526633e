/** Finds what was installed by pip in the shell, from the distributions before and after. */
import { normaliseName } from '../core/record.ts';
import { deduceExtras } from './extras.ts';
import type { Distribution } from './state.ts';
import type { Captured, Found, NotKept } from './types.ts';

const NAME = /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/;
const VERSION = /^[A-Za-z0-9.+!_-]+$/;
/** An address that makes one requirement: without blanks, commas, brackets or a marker. */
const ADDRESS =
  /^[a-z]+(?:\+[a-z]+)?:\/\/[^\s,;'"[\](){}<>\\^`|@]+(?:@[A-Za-z0-9._/-]+)?(?:#[A-Za-z0-9._=&/-]+)?$/;

/** Packages that install packages; the image's build does not need them. */
const TOOLS = new Set(['pip', 'setuptools', 'wheel', 'uv']);

/** What pip changed in a session. */
export type PipChanges = Pick<Captured, 'found' | 'notKept' | 'along'>;

/**
 * The requested packages: new or changed, and marked as requested by name, with the installed version.
 * The command is not recorded, so extras are inferred from the packages they brought along.
 */
export function pipChanges(
  before: readonly Distribution[],
  after: readonly Distribution[],
): PipChanges {
  const old = new Map(before.map((one) => [normaliseName(one.name), one]));
  const now = new Map(after.map((one) => [normaliseName(one.name), one]));
  const fresh = after.filter((one) => isChanged(old.get(normaliseName(one.name)), one));
  const along = fresh.filter((one) => !one.requested && !old.has(normaliseName(one.name)));
  const { extras, unexplained } = deduceExtras(
    after,
    along.map(({ name }) => normaliseName(name)),
  );
  const found: Found[] = [];
  const notKept: NotKept[] = [];
  for (const one of after) {
    const name = normaliseName(one.name);
    const itsExtras = extras.get(name) ?? [];
    if (!one.requested || (!fresh.includes(one) && itsExtras.length === 0)) continue;
    const result = requirementOf(one, itsExtras);
    if ('why' in result) notKept.push(result);
    else found.push(result);
  }
  for (const one of before) {
    if (now.has(normaliseName(one.name)) || !NAME.test(one.name)) continue;
    if (one.requested) found.push(entry('remove', one.name, ''));
    else
      notKept.push({
        what: `${one.name} was uninstalled`,
        why: 'packages that need it install it again',
      });
  }
  for (const one of fresh) {
    const former = old.get(normaliseName(one.name));
    if (one.requested || !former) continue;
    notKept.push({
      what: `${one.name} ${former.version} -> ${one.version} as a dependency`,
      why: 'the build chooses a compatible version; to keep this one, install it by name',
    });
  }
  for (const name of unexplained) {
    notKept.push({
      what: `${name} as a dependency`,
      why: 'it is unknown what requires it; if it is missing, install it by name',
    });
  }
  return { found, notKept, along: along.map(({ name }) => name) };
}

function isChanged(former: Distribution | undefined, one: Distribution): boolean {
  if (!former || former.version !== one.version) return true;
  if (JSON.stringify(former.direct) !== JSON.stringify(one.direct)) return true;
  return one.requested && !former.requested;
}

function entry(action: Found['action'], text: string, note: string, tool = false): Found {
  return { list: 'pip', action, text, note, tool };
}

/** The requirement that installs the same distribution, or why there is none. */
function requirementOf(one: Distribution, extras: readonly string[]): Found | NotKept {
  const { name, version, direct } = one;
  if (!NAME.test(name) || !VERSION.test(version) || !extras.every((extra) => NAME.test(extra))) {
    return {
      what: `${name} ${version}`,
      why: 'an index cannot have its name or version',
    };
  }
  const whole = extras.length > 0 ? `${name}[${extras.join(',')}]` : name;
  const note = extras.length > 0 ? 'the extra is inferred from the dependencies' : '';
  if (direct === null) {
    return entry('add', `${whole}==${version}`, note, TOOLS.has(normaliseName(name)));
  }
  const what = `${name} ${version}`;
  const url = String(direct.url ?? '');
  const inside = url.startsWith('file:');
  if (inside && url.endsWith('.whl')) {
    const file = url.split('/').at(-1);
    return {
      what,
      why: `it was installed from a file: copy ${file} into wheels/, then run ml-image pip wheels/${file}`,
    };
  }
  if (inside || 'dir_info' in direct) {
    return {
      what,
      why: 'it was installed from a folder of the container: build a wheel (pip wheel) and put it into wheels/',
    };
  }
  const address = addressOf(url, direct);
  return address !== null && ADDRESS.test(address)
    ? entry('add', `${whole} @ ${address}`, note)
    : {
        what,
        why: 'its address cannot be written as a requirement; write it into requirements.txt yourself',
      };
}

/** The address for pip from direct_url.json (packaging.python.org, "Recording the Direct URL Origin"). */
function addressOf(url: string, direct: Record<string, unknown>): string | null {
  const subdirectory =
    typeof direct.subdirectory === 'string' ? `#subdirectory=${direct.subdirectory}` : '';
  const vcs = direct.vcs_info as { vcs?: unknown; commit_id?: unknown } | undefined;
  if (!vcs) return `${url}${subdirectory}`;
  if (typeof vcs.vcs !== 'string' || typeof vcs.commit_id !== 'string') return null;
  return `${vcs.vcs}+${url}@${vcs.commit_id}${subdirectory}`;
}
