/**
 * What the package exports: the same doors as the command, as functions. Nothing is asked unless
 * `ask` is given, and nothing is written before `commit`.
 */
export { type ChangeRequest, type PreparedChange, prepareChange } from './change.ts';
export { isUserError, UserError } from './errors.ts';
export { describeFacts } from './inspect/describe.ts';
export { inspectModel } from './inspect/inspect.ts';
export type { LockRequest, LockState } from './lock.ts';
export type { Ask, Given, Prompt } from './questions/collect.ts';
export { unifiedDiff } from './reconcile/unified-diff.ts';
export {
  type CommitOptions,
  commit,
  type Decided,
  type Prepared,
  prepareScaffold,
  type ScaffoldRequest,
  scaffold,
} from './scaffold.ts';
export type * from './types.ts';
