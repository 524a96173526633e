/** The verdict on chat templates, which are Jinja programs. */
import type { Safety } from '../../core/model-facts.ts';
import { DATA_ONLY, unsafe } from '../safety.ts';

/**
 * Text that a chat template needs in order to reach Python from its values, and that no published
 * model's template contains: attributes with underscores, ways to spell an underscore, and Jinja
 * objects that lead to a module (CVE-2024-34359).
 */
const MARKS: readonly string[] = [
  ...`__class__ __base__ __bases__ __mro__ __subclasses__ __globals__ __builtins__ __import__ __init__
   __dict__ __code__ __self__ __loader__ __getattribute__ __reduce _TemplateReference__`.split(
    /\s+/,
  ),
  ...`"__ '__ __" __' "_" '_' \\x5f \\x5F \\u005f \\u005F \\N{ \\137 '%c "%c |attr( lipsum cycler joiner
   func_globals gi_frame cr_frame`.split(/\s+/),
];

/** The verdict on a chat template, a Jinja program that some loaders run without a sandbox. */
export function templateSafety(template: string): Safety {
  // Jinja allows blanks around a bar and before a bracket.
  const close = template.replaceAll(/[ \t\r\n]/g, '');
  const mark = MARKS.find((each) => close.includes(each));
  if (mark === undefined) return DATA_ONLY;
  return unsafe('dangerous', [
    `a chat template with ${JSON.stringify(mark)}: reaches Python where a loader has no sandbox (llama-cpp-python before 0.2.72)`,
  ]);
}
