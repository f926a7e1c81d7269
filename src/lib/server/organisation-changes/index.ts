export { may as mayOrganisation } from './access.ts';
export { applyRows, lockOrganisation } from './apply.ts';
export * from './change.ts';
export { brokenBy, isOpen, isStillHeld, withChanges } from './invariants.ts';
export { planProblemCodes, type PlanProblem, type Wish } from './plan.ts';
export { widensSightOf } from './sight.ts';
export { readOrganisation, type OrganisationSnapshot } from './snapshot.ts';
export { undoChange, whyNotUndone, type UndoProblem } from './undo.ts';
export { applyDueChanges, cancelPlanned, makeChange, previewChange, type Preview } from './wishes.ts';
export { headcountSchema, isUnitAction, unitChangeSchema, wishOf, type UnitAction } from './forms.ts';
export { setHeadcount } from './headcounts.ts';
export {
	viewChange,
	viewJournal,
	viewTree,
	viewUnit,
	type ChangeView,
	type JournalEntry,
	type PlannedChange
} from './views.ts';
