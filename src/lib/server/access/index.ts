export * from './actor.ts';
export * from './context.ts';
export * from './decision.ts';
export * from './demo-sign-in.ts';
export * from './session.ts';
