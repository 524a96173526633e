/**
 * What the package exports: the same steps as the commands, as functions. Nothing is asked unless
 * `ask` is given, and nothing is written before `commit`.
 */

export { isUserError, UserError } from './core/errors.ts';
export { describeFacts } from './inspect/describe.ts';
export { inspectModel } from './inspect/inspect.ts';
export { unifiedDiff } from './merge/unified-diff.ts';
export { type PreparedChange, prepareChange } from './pipeline/change.ts';
export { type CommitOptions, commit, type PreparedFolder } from './pipeline/commit.ts';
export type { LockState } from './pipeline/lock.ts';
export type { ChangeRequest, LockRequest } from './pipeline/request.ts';
export {
  type PreparedScaffold,
  prepareScaffold,
  type ScaffoldRequest,
  scaffold,
} from './pipeline/scaffold.ts';
export type { Ask, Given, Prompt } from './questions/collect.ts';
