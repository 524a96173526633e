/** From the stored answers and what is to become different to the answers after the change. */
import { view } from '../catalog/view.ts';
import { aboutOwn } from '../catalog/why-provided.ts';
import { answersOf, type Config, setAnswer } from '../core/answers.ts';
import { placed, UserError } from '../core/errors.ts';
import type { ModelFacts } from '../core/model-facts.ts';
import { shown } from '../core/text.ts';
import type { Item } from '../core/types.ts';
import type { ModelCopy } from '../folder/apply.ts';
import { oneEach } from '../packages/one-each.ts';
import { requirementName } from '../packages/requirement.ts';
import { checkGiven } from '../questions/collect.ts';
import { added, itemsOf, systemMeant, without } from '../questions/edit-list.ts';
import { QUESTIONS, questionFor } from '../questions/table.ts';
import { contextOf } from '../questions/types.ts';
import { modelWanted } from './change-model.ts';
import { aboutSystemNames } from './change-notes.ts';
import { followed, frameworkOf } from './follow-model.ts';
import { copiesOf, judgeModel, readModel, storedModel } from './model.ts';
import { ownRequirements } from './own-requirements.ts';
import { followPin, pinnedBase, unpinnedBase } from './pin.ts';
import type { ChangeRequest } from './request.ts';
import type { OwnWheel } from './wheels.ts';

/** What a change comes to before it is judged. */
interface Changed {
  config: Config;
  /** The model's files, where it is another one. */
  copies: ModelCopy[] | undefined;
  /** Wheels in `wheels/` that became requirements. */
  wheels: OwnWheel[];
  warnings: string[];
  /** Normalised names of the requirements that the command itself gives or takes out. */
  asked: string[];
}

/**
 * The answers after the change to the folder at `root`.
 * @param before the answers as they are stored
 * @param rendered those that the folder was last rendered from: what was changed since, by hand or now,
 * is what there is to say something of
 */
export async function changed(
  before: Config,
  request: ChangeRequest,
  root: string,
  rendered: Config,
): Promise<Changed> {
  const given = request.given ?? {};
  const warnings: string[] = [];
  let facts: ModelFacts | null = null;
  let copies: ModelCopy[] | undefined;
  let config: Config = { ...before };
  const wanted = modelWanted(root, before, given);
  if (wanted) {
    const { path, by } = wanted;
    const model = await readModel(request.cwd, path);
    facts = model.facts;
    // Answers may come with a clone: any file of this machine that they name is not to be copied in.
    if (!wanted.given && facts.format === 'unknown')
      throw new UserError(
        `the answers say that the model is ${shown(path)}, and that is no model that ml-image knows; if it is the one, give it: ml-image regenerate --model PATH`,
      );
    warnings.push(...(await judgeModel(facts, request)));
    const stored = storedModel(model, by);
    config = { ...config, model: stored };
    copies = copiesOf(model, stored);
    warnings.push(...facts.warnings);
    const brought = wanted.given ? frameworkOf(config, before, given, facts) : null;
    if (brought) {
      config = { ...config, framework: brought.framework };
      warnings.push(brought.note);
    }
  }
  const context = contextOf(view, answersOf(config), facts);
  for (const question of QUESTIONS) {
    const { key } = question;
    const value = given[key];
    if (value === undefined || ['model', 'modelBy', 'pip', 'system'].includes(key)) continue;
    const checked = checkGiven(question, value, context);
    Object.assign(config, { [key]: checked });
    // What stands further down may hang on it, as system packages hang on the flavour.
    setAnswer(context.answers, key, checked);
  }
  const check = (key: 'pip' | 'system', items: readonly Item[]) => {
    const question = questionFor(key);
    const texts = items.map(({ text, place }) =>
      placed(place, () => question.check(text, context)),
    );
    const once = oneEach(key, texts);
    question.checkNew?.(once, context);
    return once;
  };
  const { items, wheels } = await withWheels(
    itemsOf('pip', given, request.add?.pip),
    request,
    root,
  );
  const more = {
    pip: check('pip', items),
    system: check('system', itemsOf('system', given, request.add?.system)),
  };
  const unwanted = { pip: request.remove?.pip ?? [], system: request.remove?.system ?? [] };
  const elsewhere = unwanted.pip.length > 0 ? ownRequirements(root) : undefined;
  for (const key of ['pip', 'system'] as const) {
    const list = added(key, config[key], more[key]);
    const names = key === 'pip' ? unwanted.pip : systemMeant(list, unwanted.system);
    config[key] = without(key, list, names, {
      ownOf: (name) => aboutOwn(key, name, before),
      ...(key === 'pip' && elsewhere ? { elsewhere } : {}),
    });
  }
  config = followed(config, before, given, facts);
  const left = followPin(config, before, given);
  config = left.config;
  warnings.push(...left.notes);
  if (request.pin === 'renew') config.baseImage = await pinnedBase(config);
  if (request.pin === 'remove') config.baseImage = unpinnedBase(config);
  warnings.push(...aboutSystemNames(rendered, config));
  const asked = [...more.pip, ...unwanted.pip].map(requirementName);
  return { config, copies, wheels, warnings, asked };
}

/** Requirements whose wheels were looked for; what finds them is loaded where there is one. */
async function withWheels(
  items: Item[],
  { cwd }: ChangeRequest,
  root: string,
): Promise<{ items: Item[]; wheels: OwnWheel[] }> {
  if (!items.some(({ text }) => text.includes('.whl'))) return { items, wheels: [] };
  return (await import('./wheels.ts')).findWheels(items, cwd, root);
}
