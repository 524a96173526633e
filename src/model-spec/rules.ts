/**
 * The rules of a specification that no JSON Schema can say, since they compare one place with
 * another. Those marked with a * are not ABLInfer's: it takes what this image would refuse.
 */
import { isRecord } from '../core/record.ts';
import type { Violation } from './schema.ts';

export const SECTIONS = ['inputs', 'params', 'outputs'] as const;
export type Section = (typeof SECTIONS)[number];

/** One input, output or param, wherever it stands; what is no object is left out. */
interface Entry {
  section: Section;
  key: string;
  part: Record<string, unknown>;
}

/** All cross rules that a value breaks; what the schema already refuses is passed over. */
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

/** The inputs, params and outputs of a specification, as far as they are objects. */
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
        message: `has the name of ${first.section}.${key}; a name may stand once over inputs, params and outputs`,
      },
    ];
  });
}

/**
 * ABLInfer: absent, or each name once; not absent where a value stands without a flag. * It takes an
 * empty list too, and then starts the image without any argument (`_make_flags` of its base.py).
 */
function wrongOrder(order: unknown, entries: Entry[]): Violation[] {
  const path = ['order'];
  if (order === undefined) {
    const placed = entries.find(({ part }) => part.flag === '');
    if (!placed) return [];
    const message = `must say where ${placed.section}.${placed.key} stands, since its flag is empty`;
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
            message: `names no input, param or output; there are ${[...names].join(', ')}`,
          },
        ],
  );
  const doubled = order.flatMap((name, at) =>
    order.indexOf(name) < at ? [{ path: ['order', at], message: `stands there twice` }] : [],
  );
  const missing = [...names].filter((name) => !order.includes(name));
  if (missing.length === 0) return [...unknown, ...doubled];
  return [
    ...unknown,
    ...doubled,
    {
      path,
      message: `must name each input, param and output once; it lacks ${missing.join(', ')}`,
    },
  ];
}

/** * The command line could not tell two values with one flag apart; a `=` at the end is no difference. */
function sharedFlags(entries: Entry[]): Violation[] {
  const word = ({ part }: Entry) =>
    typeof part.flag === 'string' ? part.flag.replace(/=$/, '') : '';
  return entries.flatMap((entry, at) => {
    const same = (other: Entry) => word(other) !== '' && word(other) === word(entry);
    const first = entries.slice(0, at).find(same);
    if (!first) return [];
    const message = `is the flag of ${first.section}.${first.key} too; each needs its own`;
    return [{ path: [entry.section, entry.key, 'flag'], message }];
  });
}

/** * A default that the param's own range or choices refuse would fail every run that does not say better. */
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
