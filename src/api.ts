/** What the package exports: the same doors as the command, as functions. */
export { UserError } from './errors.ts';
export { describeFacts } from './inspect/describe.ts';
export { inspectModel } from './inspect/inspect.ts';
export type { Ask, Given, Prompt } from './questions/collect.ts';
export { type Prepared, prepareScaffold, type ScaffoldRequest, scaffold } from './scaffold.ts';
export type * from './types.ts';
