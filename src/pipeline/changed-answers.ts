/** The answers after a change: model, table, packages, what follows the model, pin. */
import { view } from '../catalog/view.ts';
import { explainProvided } from '../catalog/why-provided.ts';
import { answersOf, type Config, setAnswer } from '../core/answers.ts';
import { placed, UserError } from '../core/errors.ts';
import { BASE } from '../core/layout.ts';
import type { ModelFacts } from '../core/model-facts.ts';
import { shown } from '../core/text.ts';
import type { Item } from '../core/types.ts';
import type { ModelCopy } from '../folder/apply.ts';
import { readFolderText } from '../folder/state.ts';
import { namesIn } from '../merge/requirement-entries.ts';
import { oneEach } from '../packages/one-each.ts';
import { requirementName } from '../packages/requirement.ts';
import { checkGiven } from '../questions/collect.ts';
import { addItems, itemsOf, matchSystemPackages, removeItems } from '../questions/package-list.ts';
import { QUESTIONS, questionFor } from '../questions/table.ts';
import { type Context, contextOf } from '../questions/types.ts';
import { followAnswers, frameworkFor } from './follow-model.ts';
import { checkSafety, copiesOf, readModel, storedModel } from './model.ts';
import { modelToRead } from './model-files.ts';
import { notesOnSystemNames } from './notes.ts';
import { askPinnedBase, followPin, unpinnedBase } from './pin.ts';
import { tryResolve } from './plan.ts';
import type { ChangeRequest } from './request.ts';
import type { StoredConfig } from './stored-config.ts';
import { findWheels, type Wheel } from './wheels.ts';

/** The changed answers, each right in itself; whether they work together is not checked yet. */
export interface ChangedAnswers {
  config: Config;
  /** The model's files, where it is another one. */
  copies: ModelCopy[] | undefined;
  /** Wheels in `wheels/` that became requirements. */
  wheels: Wheel[];
  warnings: string[];
  /** Normalised names of the requirements that the command itself adds or removes. */
  asked: string[];
}

/**
 * The answers after the change to the folder at `root`.
 * @param stored the stored answers, and those that the folder was last rendered from: notes are given
 * on what changed since these, by hand or by this command
 * @throws UserError where an answer is wrong or the model cannot be used
 */
export async function changeAnswers(
  { config: before, rendered }: Pick<StoredConfig, 'config' | 'rendered'>,
  request: ChangeRequest,
  root: string,
): Promise<ChangedAnswers> {
  const given = request.given ?? {};
  const model = await changeModel(before, request, root);
  const answered = changeGiven(model.config, given, model.facts);
  const packages = changePackages(answered, before, request, root);
  const config = followAnswers(packages.config, before, given, model.facts);
  const pinned = await changePin(config, before, request);
  return {
    config: pinned.config,
    copies: model.copies,
    wheels: packages.wheels,
    asked: packages.asked,
    warnings: [...model.warnings, ...pinned.notes, ...notesOnSystemNames(rendered, pinned.config)],
  };
}

/** The config with another model, where one is given or has to be read again. */
async function changeModel(
  before: Config,
  request: ChangeRequest,
  root: string,
): Promise<{
  config: Config;
  facts: ModelFacts | null;
  copies: ModelCopy[] | undefined;
  warnings: string[];
}> {
  const given = request.given ?? {};
  const source = modelToRead(root, before, given);
  if (!source) return { config: before, facts: null, copies: undefined, warnings: [] };
  const model = await readModel(request.cwd, source.path);
  const { facts } = model;
  // Answers may come with a clone: a file of this machine that they name must not be copied in.
  if (!source.given && facts.format === 'unknown')
    throw new UserError(
      `the answers say that the model is ${shown(source.path)}, and that is not a model that ml-image knows`,
      { hint: 'if it is the one, give it: ml-image regenerate --model PATH' },
    );
  const notes = await checkSafety(facts, request);
  const stored = storedModel(model, source.by);
  const config = { ...before, model: stored };
  const framework = source.given ? frameworkFor(config, before, given, facts) : null;
  return {
    config: framework ? { ...config, framework: framework.framework } : config,
    facts,
    copies: copiesOf(model, stored),
    warnings: [...notes, ...facts.warnings, ...(framework ? [framework.note] : [])],
  };
}

/** The config with the answers that are given by flag, and the context in which packages are checked. */
function changeGiven(
  before: Config,
  given: NonNullable<ChangeRequest['given']>,
  facts: ModelFacts | null,
): { config: Config; context: Context } {
  const config = { ...before };
  const context = contextOf(view, answersOf(config), facts);
  for (const question of QUESTIONS) {
    const { key } = question;
    const value = given[key];
    if (value === undefined || ['model', 'modelBy', 'pip', 'system'].includes(key)) continue;
    const checked = checkGiven(question, value, context);
    Object.assign(config, { [key]: checked });
    // Later questions may depend on it, as system packages depend on the flavour.
    setAnswer(context.answers, key, checked);
  }
  return { config, context };
}

/** The config with requirements and system packages added and removed. */
function changePackages(
  { config, context }: { config: Config; context: Context },
  before: Config,
  { given = {}, add, remove, cwd }: ChangeRequest,
  root: string,
): Pick<ChangedAnswers, 'config' | 'wheels' | 'asked'> {
  const { items, wheels } = findWheels(itemsOf('pip', given, add?.pip), cwd, root);
  const more = {
    pip: checkItems('pip', items, context),
    system: checkItems('system', itemsOf('system', given, add?.system), context),
  };
  const unwanted = { pip: remove?.pip ?? [], system: remove?.system ?? [] };
  const explain = (key: 'pip' | 'system') => (name: string) => {
    const resolved = tryResolve(before);
    return resolved && explainProvided(key, name, resolved);
  };
  const pip = removeItems('pip', addItems('pip', config.pip, more.pip), unwanted.pip, {
    explain: explain('pip'),
    ...(unwanted.pip.length > 0 ? { elsewhere: unrenderedRequirements(root) } : {}),
  });
  const list = addItems('system', config.system, more.system);
  const system = removeItems('system', list, matchSystemPackages(list, unwanted.system), {
    explain: explain('system'),
  });
  const asked = [...more.pip, ...unwanted.pip].map(requirementName);
  return { config: { ...config, pip, system }, wheels, asked };
}

/** Texts of requirements or system packages, each checked at its place. */
function checkItems(key: 'pip' | 'system', items: readonly Item[], context: Context): string[] {
  const question = questionFor(key);
  const texts = items.map(({ text, place }) => placed(place, () => question.check(text, context)));
  const once = oneEach(key, texts);
  question.checkNew?.(once, context);
  return once;
}

/** The normalised names in a folder's requirements.txt that were never rendered there. */
function unrenderedRequirements(root: string): Set<string> {
  const read = (path: string) => namesIn(readFolderText(root, path) ?? '');
  const rendered = read(`${BASE}/requirements.txt`);
  return new Set([...read('requirements.txt')].filter((name) => !rendered.has(name)));
}

/** The config with its base image's digest kept, renewed or removed. */
async function changePin(
  config: Config,
  before: Config,
  { given = {}, pin }: ChangeRequest,
): Promise<{ config: Config; notes: string[] }> {
  const kept = followPin(config, before, given);
  if (pin === 'renew')
    return { ...kept, config: { ...kept.config, baseImage: await askPinnedBase(kept.config) } };
  if (pin === 'remove')
    return { ...kept, config: { ...kept.config, baseImage: unpinnedBase(kept.config) } };
  return kept;
}
