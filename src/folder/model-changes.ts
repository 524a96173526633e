/** What a change of the model does to each file in `model/`, for lists. Reads only. */
import { join } from 'node:path';
import type { ChangeSet, ModelChange } from '../core/change-set.ts';
import type { ModelFile } from '../core/folder-state.ts';
import { type Disk, realDisk, statsAt } from './disk.ts';
import { samePrint } from './fingerprint.ts';
import { type ModelPlan, planModel } from './model-plan.ts';
import type { ModelCopy } from './model-source.ts';

const FOLDER = 'model';

/** The result of a change of the model. */
export interface ModelChanges {
  changes: ModelChange[];
  /** Whether the manifest's list of model files becomes another one. */
  recorded: boolean;
}

/**
 * Decides the change of each model file, as apply will do it.
 * @param former the model's files as the manifest has them
 * @param copies the whole model
 * @param changeSet the other files: what they manage in `model/` is not listed twice
 * @param inImage whether the image holds `model/`
 * @throws UserError where the source cannot be copied, or something that is not ours is in its way
 */
export function modelChanges(
  root: string,
  former: readonly ModelFile[],
  copies: readonly ModelCopy[],
  changeSet: ChangeSet,
  inImage: boolean,
  disk: Disk = realDisk,
): ModelChanges {
  const plan = planModel(disk, root, former, copies);
  const also = inImage ? '; it goes into the image too' : '';
  const kept = (path: string, why: string): ModelChange => ({
    path,
    action: 'keep-edited',
    note: why + also,
  });
  return {
    changes: [
      ...plan.puts.map(({ source, was }): ModelChange => {
        return { path: source.to, action: was ? 'replace' : 'create', note: null };
      }),
      ...plan.takes.map(({ path }): ModelChange => ({ path, action: 'delete', note: null })),
      ...plan.kept.map((path) => kept(path, 'you changed it')),
      ...findStrays(disk, root, knownPaths(plan, changeSet)).map((path) =>
        kept(path, 'nothing says that ml-image put it there'),
      ),
    ],
    recorded: changesRecord(plan, former),
  };
}

/** Every path that is listed already, or stays as it is since it belongs there. */
function knownPaths(plan: ModelPlan, { changes, files }: ChangeSet): ReadonlySet<string> {
  return new Set([
    ...[...plan.puts, ...plan.same].map(({ source }) => source.to),
    ...plan.takes.map(({ path }) => path),
    ...plan.kept,
    ...[...changes, ...files].map(({ path }) => path),
  ]);
}

/** What else is in `model/`; of a folder with nothing known in it only the folder, with a `/`. */
function findStrays(disk: Disk, root: string, known: ReadonlySet<string>): string[] {
  const below = (folder: string): string[] =>
    disk.readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      // .dockerignore keeps these out of every build.
      if (known.has(path) || entry.name === '.DS_Store' || entry.name === '__pycache__') return [];
      if (!entry.isDirectory()) return [path];
      const inside = below(path);
      const shared = [...known].some((other) => other.startsWith(`${path}/`));
      return shared || inside.length === 0 ? inside : [`${path}/`];
    });
  return statsAt(disk, join(root, FOLDER))?.isDirectory() ? below(FOLDER) : [];
}

function changesRecord({ puts, same }: ModelPlan, former: readonly ModelFile[]): boolean {
  const stands = ({ source, is }: ModelPlan['same'][number]) =>
    former.some((file) => file.path === source.to && samePrint(file, is));
  return puts.length > 0 || same.length !== former.length || !same.every(stands);
}
