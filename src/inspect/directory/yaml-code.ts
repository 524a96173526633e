/** Code that YAML members of a directory name. */
import type { Safety } from '../../core/model-facts.ts';
import { oneLine } from '../explain.ts';
import { isMalformed } from '../read/malformed.ts';
import type { ByteSource } from '../read/source.ts';
import { readYaml } from '../read/yaml.ts';
import { unsafe } from '../safety.ts';
import { expression, isExpression } from './code.ts';

/** Bytes of the largest file that is inspected; configurations have some kilobytes. */
const LARGEST = 1024 * 1024;

/** Keys whose value is a class or function that is imported and called (hydra, MONAI, Lightning). */
const KEYS: ReadonlySet<string> = new Set(['_target_', 'class_path']);

/** Tags of HyperPyYAML (hyperpyyaml/core.py), which SpeechBrain reads. */
const HYPER = /^!(new|apply|name|module):/;

/** Traces of such keys and tags, in any spelling, for text that the parser refuses. */
const TRACES =
  /python\/|!(new|apply|name|module):|_target_|class_path|^%TAG|\\[xuU]|!<|%[0-9a-f]{2}/im;

/**
 * Code that a YAML member makes loaders run: tags of Python and HyperPyYAML, classes that hydra,
 * MONAI and Lightning import, MONAI expressions.
 */
export function yamlCode(source: ByteSource, name: string): Safety[] {
  const shown = oneLine(name);
  if (source.size > LARGEST) return unknown([`${shown}: YAML too large to be inspected`]);
  source.budget.keep(source.size);
  const text = source.read(0, source.size).toString('utf8');
  try {
    const { tags, entries, texts } = readYaml(text, source.budget);
    const named = entries.filter(
      ({ key, value }) => KEYS.has(key) && value?.includes('.') !== false,
    );
    return [
      ...tags.flatMap((tag) => ofTag(tag, shown)),
      ...unknown([
        ...named.map(
          ({ key, value }) => `${oneLine(value ?? key)}: code that ${key} in ${shown} imports`,
        ),
        ...texts.filter((each) => isExpression(name, each)).map((each) => expression(each, shown)),
      ]),
    ];
  } catch (error) {
    if (!isMalformed(error) || error.kind === 'limit') throw error;
    const could = TRACES.test(text) || isExpression(name, /[$].*/.exec(text)?.[0] ?? '');
    return could ? unknown([`${shown}: ${oneLine(error.message)}, and could name code`]) : [];
  }
}

function unknown(reasons: string[]): Safety[] {
  return reasons.length === 0
    ? []
    : [unsafe('unknown-imports', [...new Set(reasons)].slice(0, 50))];
}

function ofTag(tag: string, shown: string): Safety[] {
  const what = `${oneLine(tag)}: a tag that YAML loaders run (in ${shown})`;
  if (/python\/(object\/|module|name)/.test(tag)) return [unsafe('dangerous', [what])];
  return HYPER.test(tag) || tag.includes('python/object') ? unknown([what]) : [];
}
