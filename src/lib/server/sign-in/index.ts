export * from './external.ts';
export { signInProblems, type SignInProblem } from './problem.ts';
export * from './providers.ts';
export * from './sessions.ts';
