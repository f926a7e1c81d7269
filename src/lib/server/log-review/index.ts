export * from './commands.ts';
export * from './forms.ts';
export { unusualRules, type UnusualRule } from './unusual.ts';
export * from './views.ts';
