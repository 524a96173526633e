/** Plans the writes of a change set: each file to put or take away, and the folders that are missing. */
import { dirname, join } from 'node:path';
import { type BaseChange, type ChangeSet, type FileWrite, fileWrites } from '../core/change-set.ts';
import { changedMeanwhile, UserError } from '../core/errors.ts';
import type { ModelFile } from '../core/folder-state.ts';
import { BASE, MANIFEST } from '../core/layout.ts';
import { shownPath } from '../core/text.ts';
import { type Disk, statsAt } from './disk.ts';
import { fingerprint } from './fingerprint.ts';
import { formatManifest } from './manifest.ts';
import { type ModelPlan, planModel } from './model-plan.ts';
import { isModelPath, type ModelCopy, type SourceFile } from './model-source.ts';
import type { Step } from './moves.ts';
import { placeOf, whyNoStep } from './paths.ts';
import { look, readBase } from './state.ts';

/** What is put at a step's path; of a text also the file whose bits (where `mode` is null) and owner it takes. */
export type Content =
  | { kind: 'text'; text: string; mode: number | null; like: string | null }
  | { kind: 'model'; source: SourceFile }
  /** Known only when the model has been copied. */
  | { kind: 'manifest' };

/** A step, and what it puts at its path; null: the file goes. */
type PlannedStep = Step & { content: Content | null };

export interface WritePlan {
  steps: PlannedStep[];
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
  const model = copies ? planModel(disk, root, former, copies) : NO_MODEL;
  const going = new Set(model.takes.map(({ path }) => path));
  // Each folder on the way is looked at once in this pass; the moves look again.
  const real = new Set<string>();
  const find = (path: string) => placeOf(disk, root, path, going, real);
  const steps = [
    ...fileWrites(changeSet).map((write) => fileStep(disk, find(write.path), write)),
    ...changeSet.base.flatMap((change) => baseStep(disk, find(`${BASE}/${change.path}`), change)),
    ...model.takes.map(({ path, was }) => stepTo(path, null, was)),
    ...model.puts.map(({ source, was }) => stepTo(source.to, { kind: 'model', source }, was)),
  ].map((step, at) => ({ ...step, name: String(at) }));
  const formerModel = copies ? null : former;
  const plan: WritePlan = { steps, folders: [], model, changeSet, formerModel };
  if (steps.length > 0 || manifestDiffers(disk, root, plan))
    steps.push({ ...manifestStep(disk, root), name: String(steps.length) });
  plan.folders = missingFolders(disk, root, steps, going);
  return plan;
}

const NO_MODEL: ModelPlan = { puts: [], same: [], takes: [], kept: [] };

/** A step that has no name yet: it is its number. */
type Unnamed = Omit<PlannedStep, 'name'>;

function stepTo(path: string, content: Content | null, was: Step['was']): Unnamed {
  const why = whyNoStep(path);
  if (why) throw new UserError(`${shownPath(path)} cannot be written: ${why}`);
  return { path, puts: content !== null, was, is: null, content };
}

function fileStep(disk: Disk, place: string, write: FileWrite): Unnamed {
  // In this order, a file that is saved in between is noticed by one of the two.
  const was = fingerprint(disk, place);
  assertAsRead(disk, place, write);
  return stepTo(write.path, contentOf(write), was);
}

/** The step of a file's base; none where it goes and is gone already. */
function baseStep(disk: Disk, place: string, { path, text }: BaseChange): Unnamed[] {
  const like = `${BASE}/${path}`;
  const was = fingerprint(disk, place);
  if (was?.sample === 'folder')
    throw new UserError(`${shownPath(like)} is a folder, and a file belongs there`, {
      hint: 'move it away',
    });
  if (text !== null) return [stepTo(like, { kind: 'text', text, mode: null, like }, was)];
  return was ? [stepTo(like, null, was)] : [];
}

function manifestStep(disk: Disk, root: string): Unnamed {
  return stepTo(MANIFEST, { kind: 'manifest' }, fingerprint(disk, placeOf(disk, root, MANIFEST)));
}

/** The manifest after the run. */
export function manifestOf({ changeSet, formerModel, model, steps }: WritePlan): string {
  const files = formerModel ?? [
    ...model.same.map(({ source, is }) => ({ path: source.to, ...is })),
    ...steps.flatMap(({ path, is, content }) =>
      content?.kind === 'model' && is ? [{ path, ...is }] : [],
    ),
  ];
  return formatManifest(
    changeSet.files,
    files.filter(({ path }) => isModelPath(path)),
  );
}

function manifestDiffers(disk: Disk, root: string, plan: WritePlan): boolean {
  const found = look(disk, placeOf(disk, root, MANIFEST));
  return found.kind !== 'file' || found.text !== manifestOf(plan);
}

function contentOf({ after, mode, like }: FileWrite): Content | null {
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
  const needed = new Set<string>();
  for (const step of steps.filter((each) => each.puts))
    for (let above = dirname(step.path); above !== '.'; above = dirname(above)) needed.add(above);
  const missing = (folder: string) => going.has(folder) || !statsAt(disk, join(root, folder));
  return [...needed].filter(missing).sort();
}
