/**
 * The rules, as data. Each row: since when, citation, where and when its text was read, its clock, who answers, what shows that it was
 * done, and the facts that call for it. Sources: docs/glossary.md; 'S…' are the municipal letters.
 *
 * A change of a law: end the row on its last day and add one with the next version, from the day after. Never change a row
 * that has been in use: cases were decided under it. `when` is our reading of the facts and no law: it may grow when more is asked.
 */
import type { DutyRule } from './rule.ts';

/** The first day on which a rule is known here. Not when the law came into force: older reports are imports, which raise nothing. */
export const rulesKnownFrom = '2024-01-01';

type Row = Partial<DutyRule> & Pick<DutyRule, 'key' | 'clock' | 'when'>;

const law = { basis: 'law', source: 'statuteCopy' } as const;
const danger = { hours: 'dutyDangerHours' } as const;
const steps = { workingDays: 'dutyStepWorkingDays' } as const;
/** A step that no law gives a time: what the letters tell that municipalities do, or our own proposal (`source`). */
const soon = { kind: 'local', start: 'known', red: steps } as const;

const rows: readonly Row[] = [
	// 112: the form's own danger banner; 114 14 when it is not urgent (polisen.se)
	{
		key: 'emergency',
		source: 'authoritySite',
		clock: { kind: 'local', start: 'known', red: danger },
		evidence: ['dateAndName'],
		when: ['inDanger', 'weapon', 'deathThreat', 'organised', 'textWeapon']
	},
	{
		key: 'suicideRoutine',
		clock: { kind: 'local', start: 'known', red: danger },
		evidence: ['documentation'],
		when: ['suicideThreat', 'textSuicide', 'insteadSuicidality']
	},
	// 'utan dröjsmål' (Lag 2013:610); 'helst samma dag' is the authority's wording, 24 hours is practice, neither is a deadline
	{
		...law,
		key: 'avSerious',
		citation: 'Arbetsmiljölagen 3 kap. 3 a §',
		clock: { kind: 'words', words: 'withoutDelay', start: 'known', red: { hours: 'dutySeriousHours' } },
		evidence: ['receipt', 'referenceNumber', 'copyToSafetyRepresentative'],
		when: [
			'inDanger',
			'weapon',
			'fearedForLife',
			'violence',
			'threat',
			'deathThreat',
			'privateHome',
			'followed',
			'severityFour',
			'severeHarassment',
			'death',
			'severalInjured',
			'seriousInjury',
			'textThreat',
			'textWeapon'
		],
		needsSecondPerson: true,
		holdsClosing: true
	},
	// with the safety representative and the injured person, who get a copy; psychological injury counts (anmalarbetsskada.se)
	{
		...law,
		key: 'fkInjury',
		citation: 'Socialförsäkringsbalken 42 kap. 10 §',
		clock: { kind: 'words', words: 'immediately', start: 'known', red: { hours: 'dutyInjuryHours' } },
		evidence: ['receipt', 'copyToInjured', 'copyToSafetyRepresentative'],
		when: [
			'injury',
			'death',
			'severalInjured',
			'seriousInjury',
			'violence',
			'healthEffect',
			'textInjury',
			'textIll',
			'insteadAccident',
			'textAccident'
		],
		holdsClosing: true
	},
	// no general legal deadline; the routine is local, and a decision not to report needs its reason (S4:99)
	{
		key: 'police',
		source: 'municipalLetters',
		clock: { kind: 'local', start: 'known', red: { workingDays: 'dutyPoliceWorkingDays' } },
		evidence: ['referenceNumber', 'decisionWithReason'],
		when: [
			'weapon',
			'violence',
			'threat',
			'deathThreat',
			'damage',
			'bribe',
			'abuseOfPosition',
			'followed',
			'exposed',
			'filmed',
			'insulted',
			'crimeAgainstOfficial',
			'textThreat',
			'textWeapon'
		],
		needsSecondPerson: true,
		holdsClosing: true
	},
	{
		...law,
		key: 'lexSarah',
		citation: 'Socialtjänstlagen (2001:453) 14 kap. 3 §',
		validTo: '2025-06-30',
		source: 'secondary',
		clock: { kind: 'words', words: 'atOnce', start: 'noticed', red: { hours: 'dutyLexSarahHours' } },
		evidence: ['documentation', 'decisionWithReason'],
		when: ['decisionAffected', 'decisionAtRisk', 'workChanged', 'insteadCare'],
		needsSecondPerson: true,
		holdsClosing: true
	},
	{
		...law,
		key: 'lexSarah',
		version: 2,
		citation: 'Socialtjänstlagen (2025:400) 27 kap. 2 §',
		validFrom: '2025-07-01',
		clock: { kind: 'words', words: 'atOnce', start: 'noticed', red: { hours: 'dutyLexSarahHours' } },
		evidence: ['documentation', 'decisionWithReason'],
		when: ['decisionAffected', 'decisionAtRisk', 'workChanged', 'insteadCare'],
		needsSecondPerson: true,
		holdsClosing: true
	},
	// only where somebody reached personal data, and with a risk for those they are about; the article itself was not read
	{
		...law,
		key: 'personalDataBreach',
		citation: 'Dataskyddsförordningen artikel 33',
		source: 'secondary',
		clock: { kind: 'count', unit: 'hours', count: 72, start: 'known' },
		answers: 'dataProtectionOfficer',
		evidence: ['receipt', 'decisionWithReason'],
		when: ['unauthorisedAccess', 'textDataAccess']
	},
	// S3:158
	{
		key: 'childBestInterest',
		source: 'municipalLetters',
		clock: soon,
		evidence: ['documentation'],
		when: ['childConcerned', 'childrensUnit', 'textChild']
	},
	{
		basis: 'regulation',
		key: 'support',
		source: 'secondary',
		citation: 'AFS 1993:2',
		validTo: '2024-12-31',
		clock: { kind: 'local', start: 'known', red: { workingDays: 'contactWorkingDays' } },
		evidence: ['dateAndName'],
		when: ['undueInfluence', 'insteadSuicidality', 'textSuicide', 'violence', 'shakenAnyway']
	},
	{
		basis: 'regulation',
		key: 'support',
		version: 2,
		source: 'secondary',
		citation: 'AFS 2023:2',
		validFrom: '2025-01-01',
		clock: { kind: 'local', start: 'known', red: { workingDays: 'contactWorkingDays' } },
		evidence: ['dateAndName'],
		when: ['undueInfluence', 'insteadSuicidality', 'textSuicide', 'violence', 'shakenAnyway']
	},
	// S3:73
	{
		key: 'threatAssessment',
		source: 'municipalLetters',
		clock: soon,
		answers: 'securityCoordinator',
		evidence: ['documentation', 'dateAndName'],
		when: [
			'weapon',
			'fearedForLife',
			'threat',
			'deathThreat',
			'privateHome',
			'followed',
			'family',
			'severityFour',
			'plannedHarassment',
			'textFamily',
			'textGang'
		]
	},
	{
		...law,
		key: 'riskAssessment',
		citation: 'Arbetsmiljölagen 3 kap. 2 a §',
		clock: soon,
		evidence: ['documentation', 'dateAndName'],
		when: ['violence', 'threat', 'damage', 'weapon', 'fearedForLife', 'followed', 'family']
	},
	{
		key: 'evidence',
		source: 'municipalLetters',
		clock: soon,
		evidence: ['documentation'],
		when: ['writtenTrace', 'damage', 'filmed', 'exposed', 'repeatedContact', 'textSocialMedia']
	},
	{
		key: 'twoOfficers',
		source: 'municipalLetters',
		clock: soon,
		evidence: ['decisionWithReason'],
		when: ['threat', 'deathThreat', 'decisionPressed', 'lastingHarassment', 'handedOver', 'privateHome']
	},
	{
		key: 'privacyHelp',
		source: 'municipalLetters',
		clock: soon,
		evidence: ['dateAndName'],
		when: ['privateChannel', 'privateHome', 'followed', 'exposed', 'privateLifeChanged', 'textHome']
	},
	// S3:150–164
	{
		key: 'decisionReview',
		source: 'municipalLetters',
		clock: soon,
		evidence: ['documentation', 'decisionWithReason'],
		when: ['decisionAffected', 'decisionAtRisk', 'workChanged'],
		holdsClosing: true
	},
	// who knows of it says so 'omedelbart'; the question is tried 'så snart som möjligt'
	{
		...law,
		key: 'conflictOfInterest',
		citation: 'Förvaltningslagen (2017:900) 16–18 §§',
		clock: { kind: 'words', words: 'asSoonAsPossible', start: 'known', red: { hours: 'dutyConflictHours' } },
		evidence: ['decisionWithReason'],
		when: ['offer', 'closeness', 'conflictOfInterest', 'abuseOfPosition', 'textGift', 'textKinship']
	},
	{
		...law,
		key: 'whistleblowingInfo',
		citation: 'Visselblåsarlagen (2021:890) 5 kap. 9 §',
		clock: soon,
		evidence: ['dateAndName'],
		when: ['fromInside', 'abuseOfPosition']
	},
	{
		key: 'accessLogReview',
		clock: soon,
		evidence: ['documentation'],
		when: ['abuseOfPosition', 'unauthorisedAccess', 'textDataAccess']
	},
	{
		key: 'giftDecline',
		clock: soon,
		evidence: ['documentation'],
		when: ['material', 'textGift']
	},
	{
		key: 'supplierFollowUp',
		clock: soon,
		evidence: ['documentation'],
		when: ['fromProvider', 'insteadSupplier', 'textSupplier']
	},
	// wording by Lag 2025:374
	{
		...law,
		key: 'internalControl',
		citation: 'Kommunallagen (2017:725) 6 kap. 6 §',
		clock: soon,
		answers: 'controller',
		evidence: ['documentation'],
		when: [
			'material',
			'bribe',
			'unauthorisedAccess',
			'abuseOfPosition',
			'fromProvider',
			'fromAssociation',
			'fromPolitics',
			'textMoney'
		]
	},
	{
		...law,
		key: 'investigate',
		citation: 'Arbetsmiljölagen 3 kap. 2 a §',
		clock: soon,
		evidence: ['documentation', 'copyToSafetyRepresentative'],
		when: ['undueInfluence', 'violence', 'insteadAccident', 'textAccident']
	},
	// raised by the safety representative's own form
	{
		...law,
		key: 'safetyRepresentativeRequest',
		citation: 'Arbetsmiljölagen 6 kap. 6 a §',
		clock: {
			kind: 'words',
			words: 'confirmAtOnceAnswerWithoutDelay',
			start: 'requested',
			red: { hours: 'dutyRequestHours' }
		},
		evidence: ['documentation', 'dateAndName'],
		when: [],
		holdsClosing: true
	},
	{
		key: 'publicRecordsRoute',
		clock: soon,
		evidence: ['decisionWithReason'],
		when: ['manyRequests', 'textRecords', 'insteadRecords']
	},
	{
		key: 'complaintRoute',
		clock: soon,
		evidence: ['dateAndName'],
		when: ['insteadComplaint', 'textComplaint']
	},
	{ key: 'appealRoute', clock: soon, evidence: ['dateAndName'], when: ['insteadAppeal', 'textAppeal'] },
	{
		key: 'accidentRoute',
		clock: soon,
		evidence: ['referenceNumber'],
		when: ['insteadAccident', 'textAccident']
	},
	{
		key: 'careDeviationRoute',
		clock: soon,
		evidence: ['referenceNumber'],
		when: ['insteadCare', 'textCare']
	},
	{ key: 'otherRoute', clock: soon, evidence: ['dateAndName'], when: ['insteadOther', 'unnamedElse'] },

	// What begins elsewhere than in an incident
	{
		...law,
		key: 'lexSarahInvestigation',
		citation: 'Socialtjänstlagen (2025:400) 27 kap. 5 §',
		validFrom: '2025-07-01',
		clock: { kind: 'words', words: 'atOnce', start: 'reportReceived', red: { hours: 'dutyLexSarahHours' } },
		answers: 'lexSarahOfficer',
		evidence: ['documentation'],
		when: []
	},
	{
		...law,
		key: 'lexSarahIvo',
		citation: 'Socialtjänstlagen (2025:400) 27 kap. 6 §',
		validFrom: '2025-07-01',
		clock: {
			kind: 'words',
			words: 'promptly',
			start: 'assessedSerious',
			red: { hours: 'dutyLexSarahHours' }
		},
		answers: 'lexSarahOfficer',
		evidence: ['receipt', 'decisionWithReason'],
		when: []
	},
	{
		...law,
		key: 'whistleblowingReceipt',
		citation: 'Visselblåsarlagen (2021:890) 5 kap. 8 §',
		clock: { kind: 'count', unit: 'days', count: 7, start: 'received' },
		answers: 'whistleblowingOfficer',
		evidence: ['receipt'],
		when: []
	},
	{
		...law,
		key: 'whistleblowingFeedback',
		citation: 'Visselblåsarlagen (2021:890) 5 kap. 8 §',
		// without a receipt, unless the reporter declined it: from seven days after the report came
		clock: {
			kind: 'count',
			unit: 'months',
			count: 3,
			start: 'receiptSent',
			otherwise: { start: 'received', addDays: 7 }
		},
		answers: 'whistleblowingOfficer',
		evidence: ['documentation'],
		when: []
	},
	{
		...law,
		key: 'whistleblowingErasure',
		citation: 'Visselblåsarlagen (2021:890) 7 kap. 8 §',
		clock: { kind: 'count', unit: 'years', count: 2, start: 'closed' },
		answers: 'whistleblowingOfficer',
		evidence: ['documentation'],
		when: []
	},
	// S0:64
	{
		key: 'unionReview',
		source: 'municipalLetters',
		clock: { kind: 'every', period: 'month', should: false, start: 'periodEnd' },
		answers: 'unionRepresentative',
		evidence: ['documentation'],
		when: []
	},
	// 'bör'
	{
		...law,
		key: 'safetyCommittee',
		citation: 'Arbetsmiljöförordningen 8 a §',
		clock: { kind: 'every', period: 'quarter', should: true, start: 'periodEnd' },
		answers: 'safetyRepresentative',
		evidence: ['documentation'],
		when: []
	},
	{
		key: 'contactPromise',
		clock: { kind: 'local', start: 'received', red: { workingDays: 'contactWorkingDays' } },
		evidence: ['dateAndName'],
		when: []
	},
	{
		key: 'assessmentPromise',
		clock: { kind: 'local', start: 'received', red: { workingDays: 'assessmentWorkingDays' } },
		evidence: ['documentation'],
		when: []
	}
];

/** Every version of every rule. */
export const rules: readonly DutyRule[] = rows.map((row) => ({
	version: 1,
	validFrom: rulesKnownFrom,
	validTo: null,
	basis: 'local',
	citation: null,
	source: 'proposal',
	checkedOn: '2026-11-21',
	answers: 'handler',
	evidence: [],
	needsSecondPerson: false,
	holdsClosing: false,
	...row
}));
