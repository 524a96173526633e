/** Outputs that may be left out, and what asks for them in other runners. */
import type { Argument } from './arguments.ts';

/**
 * By the key of each output that may be left out, the name of the switch that asks for it:
 * `write_KEY`, with underscores behind it where that is taken.
 */
export function switchesOf(all: readonly Argument[]): ReadonlyMap<string, string> {
  const taken = new Set(all.map(({ key }) => key));
  const switches = new Map<string, string>();
  for (const argument of all) {
    if (argument.section !== 'outputs' || argument.status === 'required') continue;
    let name = `write_${argument.key}`;
    while (taken.has(name)) name += '_';
    taken.add(name);
    switches.set(argument.key, name);
  }
  return switches;
}
