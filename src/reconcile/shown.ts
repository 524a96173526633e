/** A path for a message: as it is, or quoted where it holds something that a terminal would act on. */
export function shown(path: string): string {
  return /^[\p{L}\p{N}\p{M}\p{S}\p{Pd}\p{Pc} .,/@~:%#[\]{}()!&=\\]+$/u.test(path)
    ? path
    : JSON.stringify(path).replace(/[^\x20-\x7e]/g, escape16);
}

/** A line of a person's file for a message: as it is, without anything that a terminal would act on. */
export function shownLine(line: string): string {
  return line.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (found) =>
    found.split('').map(escape16).join(''),
  );
}

function escape16(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
