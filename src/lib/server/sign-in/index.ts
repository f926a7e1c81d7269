export * from './sessions.ts';
export * from './providers.ts';
