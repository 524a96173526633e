import path from 'node:path';
import { UserError } from '../core/errors.ts';
import type { ModelFacts, Safety } from '../core/model-facts.ts';
import { DirectoryCandidate, FileCandidate, inside } from './candidate.ts';
import { isWeightName } from './directory/members.ts';
import { answerIn, isPartial, pointerIn } from './directory/pointers.ts';
import { searchDirectory } from './directory/search.ts';
import { faultOf, missingPart } from './directory/shards.ts';
import { explained, explaining, tooLong } from './explain.ts';
import { factsOf } from './facts.ts';
import { CLOSED, DIRECTORY_FORMATS, FILE_FORMATS, type FileFormat } from './formats.ts';
import { filesBelow, locate, type ModelFile } from './locate.ts';
import { Budget } from './read/budget.ts';
import { isMalformed } from './read/malformed.ts';
import { unsafe } from './safety.ts';

export { type ModelFile, modelFiles } from './locate.ts';

/**
 * Reads what a model file or directory says about itself, headers only. Nothing in it is
 * executed or unpickled. Content that no format recognises gives `unknown`.
 * @param given the path as the person gave it
 * Throws UserError, one line, where it cannot be read: it is not there, empty, not readable,
 * cut off, a pointer to the model, takes too long, or a directory with several models.
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

/** A file that a person gave: where it is no model, the answer says what it is instead. */
async function inspectAlone(
  file: string,
  size: number,
  shown: string,
  budget: Budget,
): Promise<ModelFacts> {
  if (isPartial(file)) {
    throw new UserError(
      `the model ${shown} is a download that did not end: wait for it, or download it again`,
    );
  }
  const facts = await inspectFile(file, size, shown, budget);
  if (budget.exceeded !== null && facts?.safety.verdict !== 'dangerous') {
    throw tooLong(shown, budget);
  }
  return facts ?? unknownFile(file, size, shown, budget);
}

/** A file of a directory; null where it is of no known format and need not be. */
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
      if (pointer !== null) throw new UserError(`the model ${shown} ${pointer}`);
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

/** Reads a file as a format. One that cannot be read so may still be something worse. */
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
      warnings: [refusal instanceof Error ? refusal.message : ''],
    });
    const seen = isMalformed(error) && file.source.budget.exceeded === null && !file.isZip;
    const worse = seen ? await addAmbiguities(broken, file, format.walksPickle) : broken;
    if (worse.safety.verdict === 'dangerous') return worse;
    throw refusal;
  }
  return facts === null ? null : addAmbiguities(facts, file, format.walksPickle);
}

/** Adds what other programs would read in the file. */
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

/** Refuses a directory that lacks a part, unless there is something worse to say of it. */
function refuseIncomplete(
  facts: ModelFacts,
  directory: DirectoryCandidate,
  shown: string,
): ModelFacts {
  const missing = missingPart(directory, isWeightName);
  if (missing === null) return facts;
  return unlessWorse(
    facts,
    `the model ${shown} is not whole: ${missing}: download or copy it again, all of it`,
    `It is not whole: ${missing}.`,
  );
}

/** Refuses with `refusal` unless the verdict has worse to say; then `warning` goes with it. */
function unlessWorse(facts: ModelFacts, refusal: string, warning: string): ModelFacts {
  const { verdict } = facts.safety;
  if (verdict === 'data-only' || verdict === 'known-imports') throw new UserError(refusal);
  return { ...facts, warnings: [...facts.warnings, warning] };
}

/** Refuses a file whose weights lie in others that are not there, or only points at them. */
function checkExternalFiles(facts: ModelFacts, file: FileCandidate, shown: string): ModelFacts {
  for (const { kind, name } of facts.needs) {
    const fault = kind === 'file' ? faultOf(file.path, name, file.source.budget) : null;
    if (fault === null) continue;
    const says = `has its weights in ${JSON.stringify(name)}, which ${fault}`;
    return unlessWorse(facts, `the model ${shown} ${says}`, `It ${says}.`);
  }
  return facts;
}

/** What is not known could be anything: nothing is promised about loading it. */
const NOT_INSPECTED: Safety = unsafe('unknown-imports', ['content that was not looked into']);

function closedFile(compression: string): ModelFacts {
  return factsOf({
    format: 'unknown',
    safety: NOT_INSPECTED,
    warnings: [
      `Compressed by ${compression}: not inspected. Save it again with gzip, zlib or without compression.`,
    ],
  });
}

/** Refuses what a server answered in the place of the model. */
function refuseAnswer(candidate: FileCandidate, shown: string): void {
  const answer = answerIn(candidate.head, candidate.source.size, candidate.path);
  if (answer !== null) throw new UserError(`the model ${shown} ${answer}`);
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
