export {
	answersFor,
	capacityOf as caseCapacityOf,
	casePermissions,
	keptOutOf,
	may as mayCase,
	type Asker,
	type CasePermission,
	type CaseSubject
} from './access.ts';
export * from './assessment.ts';
export * from './audience.ts';
export type { AudienceView, ReasonView } from './audience-view.ts';
export * from './assessment-commands.ts';
export * from './case-view.ts';
export * from './closing.ts';
export * from './contact-commands.ts';
export * from './duty-commands.ts';
export * from './duty-facts.ts';
export * from './duty-forms.ts';
export * from './duty-view.ts';
export * from './forms.ts';
export { importIncidents, type ImportOptions, type ImportSummary } from './import.ts';
export { listMunicipalities } from './import-queries.ts';
export * from './inbox-filter.ts';
export * from './inbox-view.ts';
export * from './measure-commands.ts';
export { endAsDuplicate, lockBoth, standAlone } from './merge.ts';
export * from './navigation-counts.ts';
export * from './next-step.ts';
export * from './open-case.ts';
export { findCase, findCaseOf, listMessages, listNotes, type CaseRow } from './queries.ts';
export { conflictOf, done, formId, type Outcome } from './outcome.ts';
export * from './receive.ts';
export * from './report-form-view.ts';
export * from './readers-view.ts';
export * from './reporter-commands.ts';
export * from './reporter-views.ts';
export * from './share-commands.ts';
export * from './shown-correction.ts';
export * from './status.ts';
export * from './status-commands.ts';
export { tellHandler, tellOfMeasure } from './tell.ts';
