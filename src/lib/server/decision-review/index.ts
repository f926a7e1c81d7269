export { may as mayReview } from './access.ts';
export * from './commands.ts';
export * from './forms.ts';
export * from './review.ts';
export * from './views.ts';
