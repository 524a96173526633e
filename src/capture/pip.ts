/** What a person asked pip for in the shell, told from what is installed before and after. */
import { normaliseName } from '../core/record.ts';
import { deduceExtras } from './extras.ts';
import type { Distribution } from './state.ts';
import type { Captured, Found, NotKept } from './types.ts';

const NAME = /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/;
const VERSION = /^[A-Za-z0-9.+!_-]+$/;
/** An address that stays one requirement: no blank, comma, bracket or marker in it. */
const ADDRESS =
  /^[a-z]+(?:\+[a-z]+)?:\/\/[^\s,;'"[\](){}<>\\^`|@]+(?:@[A-Za-z0-9._/-]+)?(?:#[A-Za-z0-9._=&/-]+)?$/;

/** Packages that install packages: they serve the shell, and the build brings its own. */
const TOOLS = new Set(['pip', 'setuptools', 'wheel', 'uv']);

/** The part of a session that pip had. */
export type PipChanges = Pick<Captured, 'found' | 'notKept' | 'along'>;

/**
 * What was asked for: new or changed, and marked as asked for by name. The version is the installed
 * one. What was typed is not recorded, so a range or an extra comes from what it led to.
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
    const brought = extras.get(name) ?? [];
    if (!one.requested || (!fresh.includes(one) && brought.length === 0)) continue;
    const taken = requirementOf(one, brought);
    if ('why' in taken) notKept.push(taken);
    else found.push(taken);
  }
  for (const one of before) {
    if (now.has(normaliseName(one.name)) || !NAME.test(one.name)) continue;
    if (one.requested) found.push(entry('remove', one.name, ''));
    else notKept.push({ what: `${one.name} was uninstalled`, why: 'what needs it brings it back' });
  }
  for (const one of fresh) {
    const former = old.get(normaliseName(one.name));
    if (one.requested || !former) continue;
    notKept.push({
      what: `${one.name} ${former.version} -> ${one.version} came along`,
      why: 'the build chooses the version that goes with everything; to hold one, ask for it by name',
    });
  }
  for (const name of unexplained) {
    notKept.push({
      what: `${name} came along`,
      why: 'what asked for it cannot be told; if it is missing, ask for it by name',
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

/** The requirement that brings the same distribution again, or why there is none. */
function requirementOf(one: Distribution, extras: readonly string[]): Found | NotKept {
  const { name, version, direct } = one;
  if (!NAME.test(name) || !VERSION.test(version) || !extras.every((extra) => NAME.test(extra))) {
    return {
      what: `${name} ${version}`,
      why: 'its name or version is none that an index could have',
    };
  }
  const whole = extras.length > 0 ? `${name}[${extras.join(',')}]` : name;
  const note = extras.length > 0 ? 'the extra is told from what came along' : '';
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
      why: `it came as a file: copy ${file} into wheels/, then ml-image pip wheels/${file}`,
    };
  }
  if (inside || 'dir_info' in direct) {
    return {
      what,
      why: 'it came from a folder of the container: make a wheel of it (pip wheel), and put that into wheels/',
    };
  }
  const address = addressOf(url, direct);
  return address !== null && ADDRESS.test(address)
    ? entry('add', `${whole} @ ${address}`, note)
    : { what, why: 'its address cannot stand in a requirements file; write it there yourself' };
}

/** The address that pip takes, made of direct_url.json (packaging.python.org, "Recording the Direct URL Origin"). */
function addressOf(url: string, direct: Record<string, unknown>): string | null {
  const subdirectory =
    typeof direct.subdirectory === 'string' ? `#subdirectory=${direct.subdirectory}` : '';
  const vcs = direct.vcs_info as { vcs?: unknown; commit_id?: unknown } | undefined;
  if (!vcs) return `${url}${subdirectory}`;
  if (typeof vcs.vcs !== 'string' || typeof vcs.commit_id !== 'string') return null;
  return `${vcs.vcs}+${url}@${vcs.commit_id}${subdirectory}`;
}
