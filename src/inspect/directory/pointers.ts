/** Files found instead of a model: pointers to it, error responses of servers, partial downloads. */

import type { Fault } from '../explain.ts';

/** Bytes of the largest pointer or error response; anything larger is content. */
const MOST_BYTES = 256 * 1024;

const LFS = 'run "git lfs pull" in the repository, or download the file itself';
const AGAIN = 'download it again, and check the response of the server';

/** How pointer files start, byte for byte. */
const STARTS: readonly [start: string, what: string, advice: string][] = [
  // github.com/git-lfs/git-lfs, docs/spec.md; hawser was its first name.
  ['version https://git-lfs.github.com/spec/', 'a Git LFS pointer', LFS],
  ['version https://hawser.github.com/spec/', 'a Git LFS pointer', LFS],
  ['# xet version ', 'a Xet pointer', 'download the file itself, as with "hf download"'],
  // git-annex.branchable.com/internals/pointer_file
  ['/annex/objects/', 'a git-annex pointer', 'run "git annex get ." in the repository'],
];

/** First words of plain-text error responses, in lower case. */
const REFUSALS: readonly string[] = [
  'access denied',
  'access to model',
  'bad gateway',
  'bad request',
  'entry not found',
  'error',
  'file not found',
  'forbidden',
  'gateway timeout',
  'internal server error',
  'invalid credentials',
  'invalid username or password',
  'no such file',
  'not found',
  'object not found',
  'permission denied',
  'rate limit',
  'repository not found',
  'service unavailable',
  'the specified key does not exist',
  'the requested',
  'too many requests',
  'unauthorized',
];

/** Endings that download programs and browsers give to incomplete files. */
const PARTIAL = ['.part', '.partial', '.crdownload', '.incomplete', '.download', '.aria2'];

/** Keys of JSON error responses, which no model's JSON starts with. */
const ERROR_KEYS = ['error', 'errors', 'error_message', 'errorMessage', 'detail', 'message'];

/**
 * What a pointer file is: `is a Git LFS pointer, not the file that it stands for`, with advice. Null
 * for any other file; no model starts like a pointer.
 * @param head its first bytes
 * @param size in bytes
 */
export function pointerIn(head: Buffer, size: number): Fault | null {
  if (size > MOST_BYTES) return null;
  const text = startOf(head);
  const found = STARTS.find(([start]) => text.startsWith(start));
  if (found === undefined) return dvcIn(text);
  return { what: `is ${found[1]}, not the file that it stands for`, hint: found[2] };
}

/** A `.dvc` file (dvc.org/doc/user-guide/project-structure/dvc-files). */
function dvcIn(text: string): Fault | null {
  const is = text.startsWith('outs:\n') && text.includes('\n  path: ') && text.includes('md5: ');
  return is
    ? { what: 'is a DVC pointer, not the file that it stands for', hint: 'run "dvc pull"' }
    : null;
}

/**
 * What a file of no known format is if it is a server's error response or a partial download, with
 * advice. Null for any other. Only for files that should be a model.
 * @param head its first bytes
 * @param size in bytes
 * @param name of the file
 */
export function answerIn(head: Buffer, size: number, name: string): Fault | null {
  if (isPartial(name)) return { what: 'is an incomplete download', hint: AGAIN };
  if (size >= head.length && head.length > 0 && head.every((byte) => byte === 0)) {
    return {
      what: 'starts with zeros only, as an incomplete download does',
      hint: 'download it again',
    };
  }
  if (size > MOST_BYTES * 16) return null;
  const text = startOf(head).trimStart();
  const lower = text.slice(0, 1000).toLowerCase();
  const notModel = (kind: string): Fault => ({ what: `is ${kind}, not a model`, hint: AGAIN });
  if (isHtml(lower)) return notModel('an HTML page');
  if (size > MOST_BYTES) return null;
  if (isXmlError(lower)) return notModel("a server's error in XML");
  if (isJsonError(text, size > head.length)) return notModel("a server's error in JSON");
  if (size < 2000 && isRefusal(lower)) return notModel("a server's error");
  return null;
}

/** Whether a name marks an incomplete download. */
export function isPartial(name: string): boolean {
  const lower = name.toLowerCase();
  return PARTIAL.some((ending) => lower.endsWith(ending));
}

function startOf(head: Buffer): string {
  const text = head.toString('utf8').replaceAll('\r\n', '\n');
  return text.startsWith('\u{feff}') ? text.slice(1) : text;
}

function isHtml(lower: string): boolean {
  let rest = lower;
  for (let comments = 0; comments < 10 && rest.startsWith('<!--'); comments++) {
    const end = rest.indexOf('-->');
    if (end < 0) return rest.includes('<html');
    rest = rest.slice(end + 3).trimStart();
  }
  const starts = ['<!doctype html', '<html', '<head', '<body', '<title', '<script', '<meta'];
  const xhtml = rest.startsWith('<?xml') && rest.includes('<html');
  return xhtml || starts.some((start) => rest.startsWith(start));
}

function isXmlError(lower: string): boolean {
  if (!lower.startsWith('<')) return false;
  return ['<error>', '<error ', '<code>', '<fault', 'accessdenied', 'nosuchkey'].some((part) =>
    lower.includes(part),
  );
}

function isJsonError(text: string, more: boolean): boolean {
  if (!text.startsWith('{')) return false;
  if (more) return ERROR_KEYS.some((key) => text.slice(1, 40).trimStart().startsWith(`"${key}"`));
  try {
    const keys = Object.keys(JSON.parse(text) as object);
    return keys.length <= 12 && ERROR_KEYS.some((key) => keys.includes(key));
  } catch {
    return false;
  }
}

function isRefusal(lower: string): boolean {
  // "404: Not Found", "Error 403 Forbidden", "HTTP/1.1 404 Not Found"
  const words = lower.replace(/^http\/[\d.]+ /, '');
  return /^(error:? )?[45]\d\d\b/.test(words) || REFUSALS.some((start) => words.startsWith(start));
}
