export * from './access.ts';
export * from './commands.ts';
export * from './forms.ts';
export * from './views.ts';
