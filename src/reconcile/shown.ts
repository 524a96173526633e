/** A path for a message: as it is, or quoted where it holds something that a terminal would act on. */
export function shown(path: string): string {
  return /^[\p{L}\p{N}\p{M}\p{S}\p{Pd}\p{Pc} .,/@~:%#[\]{}()!&=\\]+$/u.test(path)
    ? path
    : JSON.stringify(path).replace(/[^\x20-\x7e]/g, escape16);
}

function escape16(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
