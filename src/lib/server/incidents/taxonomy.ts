/**
 * The words an incident is described with. Codes only: every label lives in `messages/`.
 *
 * Forms follow Brå's five, plus two of our own so that nobody has to guess; the statistics keep Brå's form beside
 * them (`braFormOf`), so that figures stay comparable. Source: docs/glossary.md, Brå 2016:13, S0:38.
 */

/** What the reporter can choose under 'Vilken typ?'. One or more. */
export const forms = [
	'harassment',
	'threat',
	'violence',
	'propertyDamage',
	'corruption',
	'unduePressure',
	'unsure'
] as const;
export type Form = (typeof forms)[number];

/** Forms that only an assessment can arrive at: `abuseOfPosition` is the wider municipal definition (S0:38). */
export const assessedForms = [
	'harassment',
	'threat',
	'violence',
	'propertyDamage',
	'corruption',
	'unduePressure',
	'abuseOfPosition'
] as const;
export type AssessedForm = (typeof assessedForms)[number];

/** Sub-forms per form, in the order they are shown. */
export const subforms = {
	harassment: [
		'unpleasantCalls',
		'insults',
		'insinuation',
		'guiltTripping',
		'suicideThreatAsPressure',
		'socialMediaExposure',
		'unauthorisedFilming',
		'filmingLivestream',
		'emotionalPressure',
		'querulantPressure',
		'following',
		'identityMisuse',
		'legalIntimidation'
	],
	threat: [
		'deathThreat',
		'veiledThreat',
		'threatToRelative',
		'weaponThreat',
		'surveillanceSignal',
		'organisedIntimidation'
	],
	violence: ['physicalAssault', 'spitting', 'restraint'],
	propertyDamage: ['vehicle', 'premises', 'privateHome'],
	corruption: ['bribeOffer', 'gift', 'advantageJobOffer', 'relationalApproach', 'infiltration'],
	unduePressure: [
		'politicalPressure',
		'managerialPressure',
		'colleagueRequest',
		'mediaPressure',
		'socialPressure'
	],
	abuseOfPosition: ['conflictOfInterest', 'tookBribe', 'unauthorisedAccess']
} as const satisfies Record<AssessedForm, readonly string[]>;
export type Subform = (typeof subforms)[AssessedForm][number];
export const allSubforms = Object.values(subforms).flat() as readonly Subform[];

/** The form that a sub-form belongs to. */
export function formOfSubform(subform: Subform): AssessedForm {
	for (const form of assessedForms) {
		if ((subforms[form] as readonly string[]).includes(subform)) return form;
	}
	throw new Error(`no form has the sub-form ${subform}`);
}

/** Brå's five. Undue pressure counts as harassment there; abuse of position has no counterpart (null). */
export type BraForm = 'harassment' | 'threat' | 'violence' | 'propertyDamage' | 'corruption';
export function braFormOf(form: AssessedForm): BraForm | null {
	if (form === 'unduePressure') return 'harassment';
	if (form === 'abuseOfPosition') return null;
	return form;
}

/** How it happened. Order of S3:43 and Riksrevisionen: the most common first. */
export const channels = [
	'phone',
	'voicemail',
	'sms',
	'email',
	'letter',
	'socialMedia',
	'officeVisit',
	'homeVisit',
	'offDuty',
	'internal',
	'digitalMeeting',
	'viaThirdParty',
	'onlineOther',
	'other'
] as const;
export type Channel = (typeof channels)[number];

/**
 * The kind of person or organisation behind it: a relation, never a name, a diagnosis or an origin.
 * The three that work in or govern the organisation are `internalInfluencers`: they change who may receive the report.
 */
export const influencers = [
	'serviceUser',
	'relative',
	'socialNetwork',
	'representative',
	'provider',
	'association',
	'activist',
	'journalist',
	'colleague',
	'manager',
	'electedRepresentative',
	'unknown',
	'none'
] as const;
export type Influencer = (typeof influencers)[number];
export const internalInfluencers = [
	'manager',
	'electedRepresentative',
	'colleague'
] as const satisfies Influencer[];

/** 'Uppfattade du att syftet var att påverka ditt arbete?' The one question that decides (S3:45). */
export const purposes = ['yes', 'maybe', 'no', 'doNotKnow'] as const;
export type Purpose = (typeof purposes)[number];

/** Consequences for the work (RiR 2022:26 ch. 1). Never counted per person. */
export const consequences = [
	'hesitated',
	'avoidedSituation',
	'avoidedIntervention',
	'weakerInvestigation',
	'decisionChanged',
	'caseHandedOver',
	'healthEffect',
	'privateLifeChanged',
	'considersLeaving',
	'none',
	'preferNotToSay'
] as const;
export type Consequence = (typeof consequences)[number];

/** Voluntary, for the equality analysis (S0:70-72). */
export const genders = ['woman', 'man', 'other', 'preferNotToSay'] as const;
export type Gender = (typeof genders)[number];

/** Yes/no questions that may be left unanswered. */
export const yesNo = ['yes', 'no'] as const;
export const yesNoUnsure = ['yes', 'no', 'unsure'] as const;
export type YesNoUnsure = (typeof yesNoUnsure)[number];

/** How the incident reached the system. */
export const origins = ['self', 'onBehalf', 'wordOfMouth', 'import'] as const;
export type Origin = (typeof origins)[number];
