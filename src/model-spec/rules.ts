/**
 * The rules of a specification that compare places, which no JSON Schema can express. Rules marked
 * with * are not ABLInfer's: it accepts what our image would refuse.
 */
import { isRecord } from '../core/record.ts';
import type { Violation } from './schema.ts';

export const SECTIONS = ['inputs', 'params', 'outputs'] as const;
export type Section = (typeof SECTIONS)[number];

/** One input, output or param. */
interface Entry {
  section: Section;
  key: string;
  part: Record<string, unknown>;
}

/** All violations of these rules; what the schema refuses is skipped. */
export function crossViolations(spec: unknown): Violation[] {
  if (!isRecord(spec)) return [];
  const entries = entriesOf(spec);
  return [
    ...doubledNames(entries),
    ...wrongOrder(spec.order, entries),
    ...sharedFlags(entries),
    ...entries.filter(({ section }) => section === 'params').flatMap(wrongDefault),
  ];
}

/** The inputs, params and outputs of a specification that are objects. */
export function entriesOf(spec: Record<string, unknown>): Entry[] {
  return SECTIONS.flatMap((section) => {
    const parts = spec[section];
    if (!isRecord(parts)) return [];
    return Object.entries(parts).flatMap(([key, part]) =>
      isRecord(part) ? [{ section, key, part }] : [],
    );
  });
}

function doubledNames(entries: Entry[]): Violation[] {
  return entries.flatMap(({ section, key }, at) => {
    const first = entries.slice(0, at).find((other) => other.key === key);
    if (!first) return [];
    return [
      {
        path: [section, key],
        message: `has the same name as ${first.section}.${key}; names must be unique across inputs, params and outputs`,
      },
    ];
  });
}

/**
 * ABLInfer: absent, or each name once; required if a value has no flag. * It accepts an empty list,
 * too, and then runs the image without arguments (`_make_flags` in its base.py).
 */
function wrongOrder(order: unknown, entries: Entry[]): Violation[] {
  const path = ['order'];
  if (order === undefined) {
    const positional = entries.find(({ part }) => part.flag === '');
    if (!positional) return [];
    const message = `is required, since ${positional.section}.${positional.key} has an empty flag`;
    return [{ path, message }];
  }
  if (!Array.isArray(order)) return [];
  const names = new Set(entries.map(({ key }) => key));
  const unknown = order.flatMap((name, at) =>
    names.has(name)
      ? []
      : [
          {
            path: ['order', at],
            message: `is not the name of an input, param or output (${[...names].join(', ')})`,
          },
        ],
  );
  const doubled = order.flatMap((name, at) =>
    order.indexOf(name) < at ? [{ path: ['order', at], message: 'is listed twice' }] : [],
  );
  const missing = [...names].filter((name) => !order.includes(name));
  if (missing.length === 0) return [...unknown, ...doubled];
  return [
    ...unknown,
    ...doubled,
    {
      path,
      message: `does not list ${missing.join(', ')}; it must list each input, param and output once`,
    },
  ];
}

/** * Equal flags, apart from a `=` at the end: the command line could not tell the values apart. */
function sharedFlags(entries: Entry[]): Violation[] {
  const word = ({ part }: Entry) =>
    typeof part.flag === 'string' ? part.flag.replace(/=$/, '') : '';
  return entries.flatMap((entry, at) => {
    const same = (other: Entry) => word(other) !== '' && word(other) === word(entry);
    const first = entries.slice(0, at).find(same);
    if (!first) return [];
    const message = `is also the flag of ${first.section}.${first.key}; flags must be unique`;
    return [{ path: [entry.section, entry.key, 'flag'], message }];
  });
}

/** * A default outside of the param's range or choices, which would fail every run without a value. */
function wrongDefault({ section, key, part }: Entry): Violation[] {
  const { min, max, default: value } = part;
  const at = (field: string, message: string) => [{ path: [section, key, field], message }];
  if (part.type === 'enum') {
    const choices = isRecord(part.enum) ? Object.values(part.enum) : part.enum;
    if (!Array.isArray(choices) || typeof value !== 'string' || choices.includes(value)) return [];
    return at('default', `must be one of ${choices.join(', ')}; it is ${JSON.stringify(value)}`);
  }
  if (part.type !== 'int' && part.type !== 'float') return [];
  if (typeof min === 'number' && typeof max === 'number' && min > max) {
    return at('min', `must not be above max (${max}); it is ${min}`);
  }
  if (typeof value !== 'number') return [];
  if (typeof min === 'number' && value < min) {
    return at('default', `must be at least min (${min}); it is ${value}`);
  }
  if (typeof max === 'number' && value > max) {
    return at('default', `must be at most max (${max}); it is ${value}`);
  }
  return [];
}
