export * from './forms.ts';
export { relateCases, unlinkCases } from './link-commands.ts';
export { mergeCase, unmergeCase } from './merge-commands.ts';
export type { LinkOutcome } from './outcome.ts';
export * from './pattern.ts';
export { listLinks } from './queries.ts';
export * from './views.ts';
