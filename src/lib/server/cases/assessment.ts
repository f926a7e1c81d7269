/** The words of the employer's assessment. Codes only; labels in messages/. */

export const undueInfluences = ['yes', 'no', 'unclear'] as const;
export type UndueInfluence = (typeof undueInfluences)[number];

/** 1 lindrig, 2 kännbar, 3 allvarlig, 4 mycket allvarlig/akut. */
export const severities = [1, 2, 3, 4] as const;
export type Severity = (typeof severities)[number];
/** The gravest: the security coordinator is told at once. */
export const gravest: Severity = 4;

/** In the heat of the moment after a negative decision, or planned against somebody (S0:40); repeated; or not known. */
export const motives = ['reactive', 'planned', 'persistent', 'unclear'] as const;
export type Motive = (typeof motives)[number];

/** Whether a decision may have become another one than it should have been. */
export const decisionAffecteds = ['no', 'risk', 'yes', 'unknown'] as const;
export type DecisionAffected = (typeof decisionAffecteds)[number];

/** What happened to people: each calls for a notification to the Work Environment Authority, however grave the event (AML 3 kap. 3 a §). */
export const harms = ['death', 'severeInjury', 'severalInjured'] as const;
export type Harm = (typeof harms)[number];

/** What it was instead, when it was not undue influence. It still counts as a work-environment event. */
export const insteadKinds = [
	'complaint',
	'appeal',
	'publicRecordsRequest',
	'accident',
	'careDeviation',
	'supplierQuestion',
	'suicidalityWithoutDemand',
	'other'
] as const;
export type InsteadKind = (typeof insteadKinds)[number];

/** The other route that a case is handed over to. */
export const transferTargets = [
	'lexSarah',
	'whistleblowing',
	'workEnvironment',
	'complaints',
	'hr',
	'securityCoordinator',
	'other'
] as const;
export type TransferTarget = (typeof transferTargets)[number];

/**
 * Where a case may be handed over to today. Lex Sarah has a record of its own beside the case (module `lex-sarah`), which goes on; cases
 * that once ended that way still say so.
 */
export const offeredTransferTargets = transferTargets.filter((target) => target !== 'lexSarah');
