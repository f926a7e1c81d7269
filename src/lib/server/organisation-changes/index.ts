export { may as mayOrganisation, type OrganisationAction } from './access.ts';
export { applyRows, lockOrganisation } from './apply.ts';
export * from './change.ts';
export { brokenBy, isOpen, isStillHeld, withChanges, type Broken } from './invariants.ts';
export { planProblemCodes, planWish, type Plan, type PlanProblem, type Wish, type WishKind } from './plan.ts';
export { sightChanges, unitsInQuestion, type SightChange } from './sight.ts';
export { readOrganisation, type OrganisationSnapshot } from './snapshot.ts';
export { undoChange, whyNotUndone, type UndoProblem } from './undo.ts';
export { applyDueChanges, cancelPlanned, makeChange, previewChange, type Preview } from './wishes.ts';
export {
	actionsOnUnits,
	headcountSchema,
	isUnitAction,
	unitChangeSchema,
	wishOf,
	type UnitAction
} from './forms.ts';
export { setHeadcount } from './headcounts.ts';
export {
	viewChange,
	viewJournal,
	viewTree,
	viewUnit,
	type ChangeView,
	type JournalEntry,
	type PlannedChange,
	type TreeTarget,
	type UnitView
} from './views.ts';
