export * from './documents-view.ts';
export * from './export.ts';
export * from './paper.ts';
export * from './references.ts';
