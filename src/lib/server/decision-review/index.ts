export { may as mayReview } from './access.ts';
export * from './commands.ts';
export * from './forms.ts';
export { listQuestions as listConflictQuestions, listReviews as listDecisionReviews } from './queries.ts';
export * from './review.ts';
export * from './views.ts';
