/** Answers that follow the model unless they are given: framework, release, Python. */
import { isCatalogPin } from '../catalog/base.ts';
import { wholeVersion } from '../catalog/data/frameworks.ts';
import { loaderFor } from '../catalog/data/loaders.ts';
import { view } from '../catalog/view.ts';
import { type AnswerKey, type Answers, answersOf, type Config } from '../core/answers.ts';
import type { Framework, ModelFacts } from '../core/model-facts.ts';
import type { Given } from '../questions/collect.ts';
import { questionFor } from '../questions/table.ts';
import { contextOf, type Suggestion } from '../questions/types.ts';

/**
 * The framework that a new model needs, as in a new folder, with a note; null: it stays, as it does for
 * a file of unknown format.
 */
export function frameworkFor(
  config: Config,
  before: Config,
  given: Given,
  facts: ModelFacts,
): { framework: Framework; note: string } | null {
  if (given.framework !== undefined || facts.format === 'unknown') return null;
  const { suggestion, said } = suggest('framework', answersOf(config), facts);
  const framework = suggestion?.value as Framework | undefined;
  if (!framework || framework === before.framework || isChosen(before, facts)) return null;
  const why = said ? 'as the model file says' : `since ${suggestion?.because}`;
  return { framework, note: `the framework is ${framework} now, ${why}` };
}

/** Whether the user chose the framework, as no format implies these two, and it can load the new model. */
function isChosen({ framework, model }: Config, { format }: ModelFacts): boolean {
  if (framework !== 'jax' && framework !== 'custom') return false;
  if (view.refuse({ framework, format }) !== null) return false;
  if (model === null) return true;
  return framework === 'jax'
    ? model.format !== 'huggingface'
    : loaderFor('tensorflow', model.format) !== 'custom';
}

/** The release and the Python after a change, where they were not given. */
export function followAnswers(
  config: Config,
  before: Config,
  given: Given,
  facts: ModelFacts | null,
): Config {
  const next = { ...config };
  if (given.frameworkVersion !== undefined && next.frameworkVersion !== null)
    next.frameworkVersion = wholeVersion(next.framework, next.frameworkVersion, next.os);
  const ownPython = given.python !== undefined || before.python !== defaultPython(before);
  if (given.frameworkVersion === undefined) {
    next.frameworkVersion = facts
      ? releaseFor(next, before, facts, ownPython)
      : next.framework === before.framework
        ? next.frameworkVersion
        : view.newestRelease(answersOf(next));
  }
  if (given.python !== undefined) return next;
  if (next.baseImage !== before.baseImage && !isCatalogPin(next)) {
    next.python = next.baseImage ? null : view.bestPython(answersOf(next));
  } else if (facts && !ownPython) next.python = defaultPython(next);
  return next;
}

/**
 * The release for a new model: the one that its file requires; the default where the framework changed,
 * or only the old model required the release; else the old one.
 */
function releaseFor(
  next: Config,
  before: Config,
  facts: ModelFacts,
  ownPython: boolean,
): string | null {
  const { framework } = next;
  if (framework === 'custom' || view.runsOnLiteRuntime(framework, facts.format)) return null;
  const exact = (format: ModelFacts['format']) => view.needsExactRelease(framework, format);
  const said = facts.framework === framework ? facts.frameworkVersion : null;
  if (said !== null && exact(facts.format)) return said;
  const stays =
    framework === before.framework &&
    next.frameworkVersion !== null &&
    !(before.model && exact(before.model.format));
  if (stays) return next.frameworkVersion;
  // A Python that was only the old release's default does not restrict the new release.
  const answers = { ...answersOf(next), ...(ownPython ? {} : { python: null }) };
  return suggest('frameworkVersion', answers, facts).suggestion?.value ?? null;
}

/** The Python that these answers have by default; null if the base image has its own. */
function defaultPython(config: Config): string | null {
  const baseImage = isCatalogPin(config) ? null : config.baseImage;
  return view.bestPython({ ...answersOf(config), baseImage });
}

/** What a row of the table suggests, and whether the model's file says it. */
function suggest(
  key: AnswerKey,
  answers: Partial<Answers>,
  facts: ModelFacts,
): { suggestion: Suggestion | null; said: boolean } {
  const row = questionFor(key);
  const context = contextOf(view, answers, facts);
  const said = row.fromModel?.(context) ?? null;
  return { suggestion: said ?? row.fallback(context), said: said !== null };
}
