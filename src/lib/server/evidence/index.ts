export * from './commands.ts';
export * from './forms.ts';
export * from './uploads.ts';
export * from './views.ts';
