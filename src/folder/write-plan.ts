/** A change set against the disk as it is now: each file to put or take away, and the folders for them. */
import { dirname, join } from 'node:path';
import { type ChangeSet, type FileWrite, fileWrites } from '../core/change-set.ts';
import { changedMeanwhile, UserError } from '../core/errors.ts';
import type { ModelFile } from '../core/folder-state.ts';
import { BASE, MANIFEST } from '../core/layout.ts';
import { shownPath } from '../core/text.ts';
import { type Disk, statsAt } from './disk.ts';
import { fingerprint } from './fingerprint.ts';
import { formatManifest } from './manifest.ts';
import { type ModelPlan, planModel } from './model-plan.ts';
import type { ModelCopy, SourceFile } from './model-source.ts';
import type { Step } from './moves.ts';
import { placeOf, whyNoStep } from './paths.ts';
import { look, readBase } from './state.ts';

/** What is put at a step's path; of a text also the file whose bits (where `mode` is null) and owner it takes. */
export type Content =
  | { kind: 'text'; text: string; mode: number | null; like: string | null }
  | { kind: 'model'; source: SourceFile }
  /** Known only when the model has been copied. */
  | { kind: 'manifest' };

export interface WritePlan {
  steps: (Step & { content: Content | null })[];
  folders: string[];
  model: ModelPlan;
  changeSet: ChangeSet;
  /** Model files that the manifest keeps without any being copied now; null where they are planned anew. */
  formerModel: ModelFile[] | null;
}

/**
 * Looks at the disk and plans the steps. Nothing to do: no steps. Reads only.
 * @throws UserError where a file is no longer what the change set was made from, or something is in the way
 */
export function planWrites(
  disk: Disk,
  root: string,
  changeSet: ChangeSet,
  copies: readonly ModelCopy[] | undefined,
): WritePlan {
  const former = readBase(disk, root).model;
  const model = copies
    ? planModel(disk, root, former, copies)
    : { puts: [], same: [], takes: [], kept: [] };
  const plan: WritePlan = {
    steps: [],
    folders: [],
    model,
    changeSet,
    formerModel: copies ? null : former,
  };
  const add = (path: string, content: Content | null, was: Step['was']) => {
    const why = whyNoStep(path);
    if (why) throw new UserError(`${shownPath(path)} cannot be written: ${why}`);
    const name = String(plan.steps.length);
    plan.steps.push({ path, name, puts: content !== null, was, is: null, content });
  };
  const going = new Set(model.takes.map(({ path }) => path));
  // Each folder on the way is looked at once in this one reading; what is written looks again.
  const real = new Set<string>();
  for (const write of fileWrites(changeSet)) {
    const place = placeOf(disk, root, write.path, going, real);
    // In this order: what is saved in between is seen by the one or the other.
    const was = fingerprint(disk, place);
    assertAsRead(disk, place, write);
    add(write.path, textOf(write), was);
  }
  for (const { path, text } of changeSet.base) {
    const like = `${BASE}/${path}`;
    const was = fingerprint(disk, placeOf(disk, root, like, going, real));
    if (was?.sample === 'folder')
      throw new UserError(`${shownPath(like)} is a folder, and a file belongs there`, {
        hint: 'move it away',
      });
    if (text !== null) add(like, { kind: 'text', text, mode: null, like }, was);
    else if (was) add(like, null, was);
  }
  for (const { path, was } of model.takes) add(path, null, was);
  for (const { source, was } of model.puts) add(source.to, { kind: 'model', source }, was);
  if (plan.steps.length > 0 || manifestDiffers(disk, root, plan))
    add(MANIFEST, { kind: 'manifest' }, fingerprint(disk, placeOf(disk, root, MANIFEST)));
  plan.folders = missingFolders(disk, root, plan.steps, going);
  return plan;
}

/** The manifest after the run. */
export function manifestOf({ changeSet, formerModel, model, steps }: WritePlan): string {
  const files = formerModel ?? [
    ...model.same.map(({ source, is }) => ({ path: source.to, ...is })),
    ...steps.flatMap(({ path, is, content }) =>
      content?.kind === 'model' && is ? [{ path, ...is }] : [],
    ),
  ];
  return formatManifest(changeSet.files, files);
}

function manifestDiffers(disk: Disk, root: string, plan: WritePlan): boolean {
  const found = look(disk, placeOf(disk, root, MANIFEST));
  return found.kind !== 'file' || found.text !== manifestOf(plan);
}

function textOf({ after, mode, like }: FileWrite): Content | null {
  return after === null ? null : { kind: 'text', text: after, mode, like };
}

/** The user may have edited a file while the question was open. */
function assertAsRead(disk: Disk, place: string, write: FileWrite): void {
  const found = look(disk, place);
  const text = found.kind === 'file' ? found.text : null;
  if (text !== write.before || (write.before === null && found.kind !== 'absent'))
    throw changedMeanwhile(shownPath(write.path));
}

function missingFolders(
  disk: Disk,
  root: string,
  steps: readonly Step[],
  going: ReadonlySet<string>,
): string[] {
  const wanted = new Set<string>();
  for (const step of steps.filter((each) => each.puts))
    for (let above = dirname(step.path); above !== '.'; above = dirname(above)) wanted.add(above);
  const missing = (folder: string) => going.has(folder) || !statsAt(disk, join(root, folder));
  return [...wanted].filter(missing).sort();
}
