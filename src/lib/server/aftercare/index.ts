export { may as mayAftercare, mayOwn as mayOwnSupport } from './access.ts';
export * from './commands.ts';
export * from './forms.ts';
export { listAnswers as listSupportAnswers, listSteps as listAftercareSteps } from './queries.ts';
export * from './steps.ts';
export * from './views.ts';
