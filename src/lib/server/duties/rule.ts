/** What a rule of a duty is made of. Codes only; every word is in messages/ `duty_…`. */
import type { RoleCode, Settings } from '../organisation/index.ts';
import type { ReasonCode } from './reasons.ts';

/** What an incident can ask of the employer. Stored; never renamed. The last five are other routes. */
export const dutyKeys = [
	'emergency',
	'suicideRoutine',
	'avSerious',
	'fkInjury',
	'police',
	'lexSarah',
	'personalDataBreach',
	'childBestInterest',
	'support',
	'threatAssessment',
	'riskAssessment',
	'evidence',
	'twoOfficers',
	'privacyHelp',
	'decisionReview',
	'conflictOfInterest',
	'whistleblowingInfo',
	'accessLogReview',
	'giftDecline',
	'supplierFollowUp',
	'internalControl',
	'investigate',
	'safetyRepresentativeRequest',
	'publicRecordsRoute',
	'complaintRoute',
	'appealRoute',
	'accidentRoute',
	'careDeviationRoute',
	'otherRoute'
] as const;
export type DutyKey = (typeof dutyKeys)[number];

/** Duties towards one person each. The others are towards an event, however many reported it. */
export const perPersonDuties: readonly DutyKey[] = ['fkInjury', 'support', 'privacyHelp'];

/** What is decided once for reports of the same event. @param isSamePerson the same person was exposed */
export function dutiesOfEvent(isSamePerson: boolean): DutyKey[] {
	return dutyKeys.filter((key) => isSamePerson || !perPersonDuties.includes(key));
}

/** Rules whose work begins elsewhere than in an incident: kept here as data, so that each clock stands in one place. */
export const workflowRuleKeys = [
	'lexSarahInvestigation',
	'lexSarahIvo',
	'whistleblowingReceipt',
	'whistleblowingFeedback',
	'whistleblowingErasure',
	'unionReview',
	'safetyCommittee',
	'contactPromise',
	'assessmentPromise'
] as const;
export type WorkflowRuleKey = (typeof workflowRuleKeys)[number];
export type RuleKey = DutyKey | WorkflowRuleKey;

/** Law: an act or ordinance. Regulation: an authority's. Local: the municipality's own routine or promise. */
export type Basis = 'law' | 'regulation' | 'local';

/** What sets a clock going. */
export type StartEvent =
	| 'known'
	| 'noticed'
	| 'reportReceived'
	| 'assessedSerious'
	| 'requested'
	| 'received'
	| 'receiptSent'
	| 'closed'
	| 'discovered'
	| 'periodEnd';

/** The words of a law that gives no number. */
export type ClockWords =
	| 'withoutDelay'
	| 'immediately'
	| 'atOnce'
	| 'promptly'
	| 'asSoonAsPossible'
	| 'confirmAtOnceAnswerWithoutDelay';

type HoursSetting =
	| 'dutyDangerHours'
	| 'dutySeriousHours'
	| 'dutyInjuryHours'
	| 'dutyLexSarahHours'
	| 'dutyConflictHours'
	| 'dutyRequestHours';
type WorkingDaysSetting =
	| 'dutyPoliceWorkingDays'
	| 'dutyStepWorkingDays'
	| 'dutyLexSarahInvestigationWorkingDays'
	| 'contactWorkingDays'
	| 'assessmentWorkingDays';

/** When a clock without a number turns red: decided by the municipality, and called so. */
export type LocalLevel =
	{ hours: HoursSetting & keyof Settings } | { workingDays: WorkingDaysSetting & keyof Settings };

/** How long there is. */
export type Clock =
	/** The law's own words, which have no number. Amber at once, red by the local level. */
	| { kind: 'words'; words: ClockWords; start: StartEvent; red: LocalLevel }
	/** A number that stands in the law. */
	| {
			kind: 'count';
			unit: 'hours' | 'days' | 'months' | 'years';
			count: number;
			start: StartEvent;
			/** What the law counts from when `start` never came: another event, and so many days after it. */
			otherwise?: { start: StartEvent; addDays: number };
	  }
	/** No legal deadline: the municipality's own level. */
	| { kind: 'local'; start: StartEvent; red: LocalLevel }
	/** Comes back. `should`: the text says that it ought to, not that it must. */
	| { kind: 'every'; period: 'month' | 'quarter'; should: boolean; start: 'periodEnd' };

/** Who answers for it: a role, or whoever handles the case. */
export type Answerer = 'handler' | RoleCode;

/** Where the text was read. Nothing was read in the official publication. */
export type Source =
	'statuteCopy' | 'statuteCopyPart' | 'authoritySite' | 'secondary' | 'municipalLetters' | 'proposal';

/** What shows that it was done. */
export type Evidence =
	| 'receipt'
	| 'referenceNumber'
	| 'documentation'
	| 'copyToSafetyRepresentative'
	| 'copyToInjured'
	| 'decisionWithReason'
	| 'dateAndName';

/** One version of a rule. */
export interface DutyRule {
	key: RuleKey;
	/** Stored with each duty that was raised under it. */
	version: number;
	/** First day, in Sweden. */
	validFrom: string;
	/** Last day; null: until further notice. */
	validTo: string | null;
	basis: Basis;
	/** As a lawyer writes it; null: nothing to cite. */
	citation: string | null;
	source: Source;
	/** The day on which somebody last compared it with the source. */
	checkedOn: string;
	clock: Clock;
	answers: Answerer;
	evidence: readonly Evidence[];
	/** The facts that call for it, any of them. Empty: something else than an incident does. */
	when: readonly ReasonCode[];
	/** 'Not needed' counts only when another person agrees. */
	needsSecondPerson: boolean;
	/** The case does not close before somebody has decided. */
	holdsClosing: boolean;
}
