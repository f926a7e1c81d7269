export * from './assessment.ts';
export * from './navigation-counts.ts';
export * from './receive.ts';
export * from './status.ts';
export * from './report-form-view.ts';
export * from './reporter-commands.ts';
export * from './reporter-views.ts';
