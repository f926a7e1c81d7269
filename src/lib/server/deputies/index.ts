export * from './access.ts';
export * from './commands.ts';
export * from './forms.ts';
export { mostChoices } from './queries.ts';
export * from './views.ts';
