export * from './nearest.ts';
export * from './queries.ts';
export * from './roles.ts';
export * from './settings.ts';
export * from './unit.ts';
