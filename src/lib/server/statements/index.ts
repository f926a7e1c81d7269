export { may as mayStatements, mayAnswer as mayAnswerStatement } from './access.ts';
export * from './commands.ts';
export * from './forms.ts';
export { listRequests as listStatementRequests, listVersions as listStatementVersions } from './queries.ts';
export * from './statement.ts';
export * from './views.ts';
