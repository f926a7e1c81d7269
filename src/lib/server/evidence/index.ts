export { evidenceActions, may as mayEvidence, type EvidenceAction } from './access.ts';
export * from './commands.ts';
export * from './forms.ts';
export * from './uploads.ts';
export * from './views.ts';
