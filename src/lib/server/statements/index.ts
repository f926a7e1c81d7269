export { may as mayStatements, mayAnswer as mayAnswerStatement } from './access.ts';
export * from './commands.ts';
export * from './forms.ts';
export * from './statement.ts';
export * from './views.ts';
