/** Reads what a model file or directory says about itself, without running it. */
import path from 'node:path';
import { isUserError, UserError } from '../core/errors.ts';
import type { ModelFacts, Safety } from '../core/model-facts.ts';
import { DirectoryCandidate, FileCandidate, inside } from './candidate.ts';
import { isWeightName } from './directory/members.ts';
import { answerIn, isPartial, pointerIn } from './directory/pointers.ts';
import { searchDirectory } from './directory/search.ts';
import { faultOf, missingPart } from './directory/shards.ts';
import { explained, explaining, faultError, faultText, tooLong } from './explain.ts';
import { factsOf } from './facts.ts';
import { CLOSED, DIRECTORY_FORMATS, FILE_FORMATS, type FileFormat } from './formats.ts';
import { filesBelow, locate, type ModelFile } from './locate.ts';
import { Budget } from './read/budget.ts';
import { isMalformed } from './read/malformed.ts';
import { unsafe } from './safety.ts';

export { type ModelFile, modelFiles } from './locate.ts';

/**
 * Reads what a model file or directory says about itself, headers only. Nothing in it is
 * executed or unpickled. Content of no known format gives `unknown`.
 * @param given the path as the user gave it
 * Throws UserError, one line, if the model is missing, empty, not readable, cut off, a pointer to
 * the model, too slow to read, or a directory with several models.
 */
export async function inspectModel(given: string): Promise<ModelFacts> {
  const budget = new Budget();
  const shown = JSON.stringify(given);
  return explaining(shown, budget, async () => {
    const found = locate(given);
    if (found.kind === 'file') return inspectAlone(found.path, found.size, shown, budget);
    const files = filesBelow(found.path, budget);
    const directory = candidateOf(found.path, files, budget);
    const facts = await inspectDirectory(directory, shown);
    if (facts !== null) return facts;
    return searchDirectory(found.path, files, shown, budget, {
      directory: inspectDirectory,
      file: (real, size, name) => inspectMember(real, size, name, budget),
    });
  });
}

function candidateOf(directory: string, files: ModelFile[], budget: Budget): DirectoryCandidate {
  return new DirectoryCandidate(
    directory,
    new Map(files.map((file) => [file.path, file.size])),
    budget,
  );
}

/** A file that the user gave: an error says what it is if it is not a model. */
async function inspectAlone(
  file: string,
  size: number,
  shown: string,
  budget: Budget,
): Promise<ModelFacts> {
  if (isPartial(file)) {
    throw new UserError(`the model ${shown} is an incomplete download`, {
      hint: 'wait for it, or download it again',
    });
  }
  const facts = await inspectFile(file, size, shown, budget);
  if (budget.exceeded !== null && facts?.safety.verdict !== 'dangerous') {
    throw tooLong(shown, budget);
  }
  return facts ?? unknownFile(file, size, shown, budget);
}

/** A file of a directory; null if it is of no known format and is not named like weights. */
async function inspectMember(
  file: string,
  size: number,
  shown: string,
  budget: Budget,
): Promise<ModelFacts | null> {
  const facts = await inspectFile(file, size, shown, budget);
  if (facts !== null || !isWeightName(file)) return facts;
  const candidate = new FileCandidate(file, size, budget);
  try {
    refuseAnswer(candidate, shown);
  } finally {
    candidate.close();
  }
  return null;
}

async function inspectFile(
  file: string,
  size: number,
  shown: string,
  budget: Budget,
): Promise<ModelFacts | null> {
  return explaining(shown, budget, async () => {
    const candidate = new FileCandidate(file, size, budget);
    try {
      const pointer = pointerIn(candidate.head, size);
      if (pointer !== null) throw faultError(`the model ${shown}`, pointer);
      const closed = CLOSED.find(([, magic]) => candidate.startsWith(magic));
      if (closed !== undefined) return await addAmbiguities(closedFile(closed[0]), candidate);
      for (const format of FILE_FORMATS) {
        if (!(await format.sniff(candidate))) continue;
        const facts = await readAs(format, candidate, shown);
        if (facts !== null) return checkExternalFiles(facts, candidate, shown);
      }
      return null;
    } finally {
      candidate.close();
    }
  });
}

/** Reads a file as a format. A file that cannot be read as it may still be dangerous. */
async function readAs(
  format: FileFormat,
  file: FileCandidate,
  shown: string,
): Promise<ModelFacts | null> {
  let facts: ModelFacts | null;
  try {
    facts = await format.read(file);
  } catch (error) {
    const refusal = explained(error, shown, file.source.budget, format.title);
    const broken = factsOf({
      format: 'unknown',
      warnings: [isUserError(refusal) ? refusal.line : ''],
    });
    const seen = isMalformed(error) && file.source.budget.exceeded === null && !file.isZip;
    const worse = seen ? await addAmbiguities(broken, file, format.walksPickle) : broken;
    if (worse.safety.verdict === 'dangerous') return worse;
    throw refusal;
  }
  return facts === null ? null : addAmbiguities(facts, file, format.walksPickle);
}

/** Adds what other programs could read in the file. */
async function addAmbiguities(
  facts: ModelFacts,
  file: FileCandidate,
  walkedAsPickle = false,
): Promise<ModelFacts> {
  const { withAmbiguities } = await import('./ambiguous-formats.ts');
  return withAmbiguities(facts, file, walkedAsPickle);
}

async function inspectDirectory(
  directory: DirectoryCandidate,
  shown: string,
): Promise<ModelFacts | null> {
  const { budget } = directory;
  const look = (relative: string) => {
    const real = inside(directory.path, path.join(directory.path, relative));
    const name = JSON.stringify(`${JSON.parse(shown)}/${relative}`);
    return inspectFile(real, directory.files.get(relative) ?? 0, name, budget);
  };
  for (const format of DIRECTORY_FORMATS) {
    if (!(await explaining(shown, budget, async () => format.sniff(directory)))) continue;
    const facts = await explaining(shown, budget, () => format.read(directory, look), format.title);
    return refuseIncomplete(facts, directory, shown);
  }
  return null;
}

/** Refuses a directory that lacks a part, unless its verdict is worse than that. */
function refuseIncomplete(
  facts: ModelFacts,
  directory: DirectoryCandidate,
  shown: string,
): ModelFacts {
  const missing = missingPart(directory, isWeightName);
  if (missing === null) return facts;
  return unlessWorse(
    facts,
    new UserError(`the model ${shown} is incomplete: ${missing}`, {
      hint: 'download or copy all of it again',
    }),
    `It is incomplete: ${missing}.`,
  );
}

/** Throws `refusal` unless the verdict is worse; then adds `warning` to the facts. */
function unlessWorse(facts: ModelFacts, refusal: UserError, warning: string): ModelFacts {
  const { verdict } = facts.safety;
  if (verdict === 'data-only' || verdict === 'known-imports') throw refusal;
  return { ...facts, warnings: [...facts.warnings, warning] };
}

/** Refuses a file whose weights are in other files that are missing or are only pointers. */
function checkExternalFiles(facts: ModelFacts, file: FileCandidate, shown: string): ModelFacts {
  for (const { kind, name } of facts.needs) {
    const fault = kind === 'file' ? faultOf(file.path, name, file.source.budget) : null;
    if (fault === null) continue;
    const what = `has its weights in ${JSON.stringify(name)}, which ${fault.what}`;
    const { hint } = fault;
    const refusal = faultError(`the model ${shown}`, { what, hint });
    return unlessWorse(facts, refusal, `It ${faultText({ what, hint })}.`);
  }
  return facts;
}

/** The verdict on content of unknown format. */
const NOT_INSPECTED: Safety = unsafe('unknown-imports', ['content that was not inspected']);

function closedFile(compression: string): ModelFacts {
  return factsOf({
    format: 'unknown',
    safety: NOT_INSPECTED,
    warnings: [
      `Compressed by ${compression}: not inspected. Save it again with gzip, zlib or without compression.`,
    ],
  });
}

/** Refuses a server's error response that was saved instead of the model. */
function refuseAnswer(candidate: FileCandidate, shown: string): void {
  const answer = answerIn(candidate.head, candidate.source.size, candidate.path);
  if (answer !== null) throw faultError(`the model ${shown}`, answer);
}

async function unknownFile(
  file: string,
  size: number,
  shown: string,
  budget: Budget,
): Promise<ModelFacts> {
  const candidate = new FileCandidate(file, size, budget);
  try {
    refuseAnswer(candidate, shown);
    const arrays = await (await import('./arrays/numpy.ts')).arraysOnly(candidate);
    const start = candidate.head.subarray(0, 8).toString('hex').replace(/../g, '$& ').trim();
    const unknown = factsOf({
      format: 'unknown',
      safety: NOT_INSPECTED,
      warnings: [`No known model format: the file starts with the bytes ${start}.`],
    });
    return await addAmbiguities(arrays ?? unknown, candidate);
  } finally {
    candidate.close();
  }
}
