/** The rows about the model and what runs it. */

import type { AnswerKey, Answers } from '../core/answers.ts';
import { UserError } from '../core/errors.ts';
import { shown } from '../core/text.ts';
import { markRefused } from './choices.ts';
import { identifierFrom, isPythonKeyword } from './identifier.ts';
import type { Behaviour } from './types.ts';

export const MODEL_ROWS = {
  model: {
    check(text) {
      // PATH_MAX of Linux.
      if (text === '' || text.includes('\0') || text.length > 4096) {
        throw new UserError(`'${shown(text)}' is no path`, {
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
        : { value: 'model', because: 'no other name is known' };
    },
    check(text) {
      if (/^[A-Za-z_][A-Za-z0-9_]{0,63}$/.test(text) && !isPythonKeyword(text)) return text;
      const near = identifierFrom(text.slice(0, 200));
      if (isPythonKeyword(text)) {
        throw new UserError(
          `'${text}' is a word of Python's own and can be no name; '${near}' would be one`,
          { flag: 'name' },
        );
      }
      throw new UserError(
        `'${shown(text)}' is no Python identifier (letters, digits and _, not a digit first, at most 64)${near ? `; '${near}' would be one` : ''}`,
        { flag: 'name' },
      );
    },
  },
  framework: {
    choices: (context) =>
      markRefused(
        context,
        'framework',
        context.catalog.frameworks().map(({ value, title }) => ({
          value,
          label: value === 'custom' ? 'none of these (model.py is filled in by hand)' : title,
        })),
      ),
    fromModel({ facts }) {
      if (!facts?.framework) return null;
      return { value: facts.framework, because: `${facts.savedWith ?? facts.format} file` };
    },
    fallback({ facts }) {
      if (!facts) return null;
      return facts.format === 'safetensors'
        ? { value: 'pytorch', because: 'safetensors mostly come from there' }
        : {
            value: 'custom',
            because: `no loader of ours reads a file of the kind ${facts.format}`,
          };
    },
  },
  frameworkVersion: {
    applies: ({ answers, catalog, facts }) =>
      answers.framework !== 'custom' &&
      !catalog.runsOnLiteRuntime(answers.framework as Answers['framework'], facts?.format ?? null),
    choices: (context) =>
      markRefused(
        context,
        'frameworkVersion',
        context.catalog
          .releases(context.answers.framework as Answers['framework'])
          .map((value) => ({ value, label: value })),
      ),
    fromModel({ facts, answers, catalog }) {
      const saved = facts?.frameworkVersion;
      if (!saved || !facts || !answers.framework || facts.framework !== answers.framework)
        return null;
      if (catalog.wantsExactRelease(answers.framework, facts.format)) {
        return { value: saved, because: `the file was saved with ${saved}, and wants it` };
      }
      const newest = catalog.newestRelease({ ...answers, needs: facts?.needs ?? [] });
      return newest && catalog.compareVersions(newest, saved) >= 0
        ? { value: newest, because: `the newest that suits, the file was saved with ${saved}` }
        : { value: saved, because: `the file was saved with ${saved}` };
    },
    fallback({ answers, catalog, facts }) {
      const tag = answers.baseImage ? catalog.readTag(answers.baseImage).frameworkVersion : null;
      if (tag) return { value: tag, because: 'the base image brings it' };
      const value =
        catalog.newestRelease({ ...answers, needs: facts?.needs ?? [] }) ??
        catalog.releases(answers.framework as Answers['framework'])[0];
      return value ? { value, because: 'the newest that suits' } : null;
    },
    check(text) {
      // PEP 440 public versions, with a local label.
      if (/^\d+(\.\d+){1,3}((a|b|rc)\d+)?(\.post\d+)?(\.dev\d+)?(\+[a-z0-9.]+)?$/.test(text))
        return text;
      throw new UserError(`'${shown(text)}' is no release number`, {
        flag: 'framework-version',
        hint: `write it like 2.21.0`,
      });
    },
  },
} satisfies { [K in AnswerKey]?: Behaviour };
