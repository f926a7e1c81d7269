export { logPermissions, may as mayLog, officerRoleOf, type LogPermission } from './access.ts';
export * from './commands.ts';
export * from './forms.ts';
export { unusualRules, type UnusualRule } from './unusual.ts';
export * from './views.ts';
