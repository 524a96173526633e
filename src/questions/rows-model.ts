/** The rows of the model and its framework. */

import { ANSWERS, type AnswerKey } from '../core/answers.ts';
import { UserError } from '../core/errors.ts';
import type { Framework } from '../core/model-facts.ts';
import { quoted } from '../core/text.ts';
import { markRefused, wishOf } from './choices.ts';
import { identifierFrom, isPythonKeyword } from './identifier.ts';
import type { Behaviour, Context } from './types.ts';

/** Formats that bring or name the package that loads them. */
const OF_PACKAGES: Partial<Record<string, string>> = {
  mlflow: 'MLflow loads it as it was logged',
  catboost: 'CatBoost loads it',
};

export const MODEL_ROWS = {
  model: {
    fallback: ({ nearbyModel }) =>
      nearbyModel === null
        ? ANSWERS.model.default
        : { value: nearbyModel, because: 'the only model here' },
    check(text) {
      // PATH_MAX of Linux.
      if (text === '' || text.includes('\0') || text.length > 4096) {
        throw new UserError(`${quoted(text)} is not a path`, {
          flag: 'model',
          hint: `give the model's file or directory`,
        });
      }
      return text;
    },
  },
  modelBy: {
    applies: ({ answers }) => answers.model !== null,
  },
  name: {
    fromModel({ modelName }) {
      const value = modelName ? identifierFrom(modelName) : '';
      return value ? { value, because: 'from the file name' } : null;
    },
    fallback({ directoryName }) {
      const value = directoryName ? identifierFrom(directoryName) : '';
      return value
        ? { value, because: 'from the directory' }
        : { value: 'model', because: 'no model or directory gives another' };
    },
    check(text) {
      if (/^[A-Za-z_][A-Za-z0-9_]{0,63}$/.test(text) && !isPythonKeyword(text)) return text;
      const near = identifierFrom(text.slice(0, 200));
      const why = isPythonKeyword(text)
        ? 'is a Python keyword'
        : 'is not a Python identifier (letters, digits and _, no digit first, at most 64)';
      throw new UserError(`${quoted(text)} ${why}`, {
        flag: 'name',
        hint: near ? `use ${quoted(near)}` : null,
      });
    },
  },
  framework: {
    // Those that cannot load the file are not listed.
    choices: (context) =>
      markRefused(
        context,
        'framework',
        context.catalog.frameworks().map(({ value, title }) => ({
          value,
          label: value === 'custom' ? 'none of these (you write model.py)' : title,
        })),
      ).filter(({ disabled }) => disabled === undefined),
    fromModel({ facts }) {
      if (!facts?.framework) return null;
      return { value: facts.framework, because: `${facts.savedWith ?? facts.format} file` };
    },
    fallback({ facts }) {
      if (!facts) return null;
      return facts.format === 'safetensors'
        ? { value: 'pytorch', because: 'most safetensors files are from PyTorch' }
        : {
            value: 'custom',
            because:
              OF_PACKAGES[facts.format] ?? `no supported framework loads ${facts.format} files`,
          };
    },
  },
  frameworkVersion: {
    applies(context) {
      const framework = frameworkOf(context);
      const format = context.facts?.format ?? null;
      return framework !== 'custom' && !context.catalog.runsOnLiteRuntime(framework, format);
    },
    choices: (context) =>
      markRefused(
        context,
        'frameworkVersion',
        context.catalog.releases(frameworkOf(context)).map((value) => ({ value, label: value })),
      ),
    fromModel(context) {
      const { facts, catalog } = context;
      const saved = facts?.frameworkVersion;
      const framework = frameworkOf(context);
      if (!saved || facts.framework !== framework) return null;
      if (catalog.needsExactRelease(framework, facts.format)) {
        return { value: saved, because: `saved with ${saved}, and needs the same release` };
      }
      const newest = catalog.newestRelease(wishOf(context));
      return newest && catalog.compareVersions(newest, saved) >= 0
        ? { value: newest, because: `the newest compatible release; saved with ${saved}` }
        : { value: saved, because: `saved with ${saved}` };
    },
    fallback(context) {
      const { answers, catalog } = context;
      const tag = answers.baseImage ? catalog.readTag(answers.baseImage).frameworkVersion : null;
      if (tag) return { value: tag, because: 'from the base image' };
      const value =
        catalog.newestRelease(wishOf(context)) ?? catalog.releases(frameworkOf(context))[0];
      return value ? { value, because: 'the newest compatible release' } : null;
    },
    check(text) {
      // PEP 440 public versions, with a local label.
      if (/^\d+(\.\d+){1,3}((a|b|rc)\d+)?(\.post\d+)?(\.dev\d+)?(\+[a-z0-9.]+)?$/.test(text))
        return text;
      throw new UserError(`${quoted(text)} is not a release number`, {
        flag: 'framework-version',
        hint: 'write it like 2.21.0',
      });
    },
  },
} satisfies { [K in AnswerKey]?: Behaviour };

/** The framework, which is answered before its release. */
function frameworkOf({ answers }: Context): Framework {
  if (!answers.framework) throw new TypeError('the framework is not known yet');
  return answers.framework;
}
