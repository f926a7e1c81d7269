/**
 * Offences that the facts make possible (domain: brottsbalken). Support for who reports to the police, never a judgement:
 * always printed as 'möjligt brott', with citation. Read in a third-party copy; chapter 4 only in secondary sources.
 */
import type { Temporal } from 'temporal-polyfill';
import type { DutyFacts } from './facts.ts';

interface Offence {
	/** Chapter and section of brottsbalken. */
	citation: string;
	source: 'statuteCopy' | 'secondary';
	/** First and last day of this wording, where it changed: by Lag 2025:579, in force; 2 July 2025 is the day that its bill proposed. */
	validFrom?: string;
	validTo?: string;
	/** What makes it possible. */
	when: (facts: DutyFacts) => boolean;
}

const has =
	(...subforms: Parameters<DutyFacts['subforms']['has']>[0][]) =>
	({ subforms: there }: DutyFacts) =>
		subforms.some((subform) => there.has(subform));
/** The offences of chapter 17 are not suggested of a manager or colleague; what holds for anybody is. */
const isOutside = ({ influencer }: DutyFacts) =>
	influencer !== 'manager' && influencer !== 'colleague' && influencer !== 'none';

const attack = (facts: DutyFacts) =>
	isOutside(facts) &&
	(facts.forms.has('propertyDamage') ||
		has(
			'insinuation',
			'threatToRelative',
			'surveillanceSignal',
			'organisedIntimidation',
			'socialMediaExposure',
			'unauthorisedFilming',
			'filmingLivestream',
			'following',
			'identityMisuse'
		)(facts) ||
		(facts.forms.has('threat') && facts.hints.has('family')));
const isArmedOrOrganised = (facts: DutyFacts) =>
	facts.weapon === 'yes' || has('weaponThreat', 'organisedIntimidation')(facts);
const threatens = (facts: DutyFacts) => facts.forms.has('threat') || has('insinuation')(facts);
const threatensOfficial = (facts: DutyFacts) => isOutside(facts) && threatens(facts);
/** Something is held over somebody: a threat, or pictures and names that can be spread. */
const hasHold = (facts: DutyFacts) =>
	threatens(facts) || has('unauthorisedFilming', 'filmingLivestream', 'socialMediaExposure')(facts);
/** Acts that together, again and again, can be stalking. */
const isStalking = (facts: DutyFacts) =>
	facts.motive === 'persistent' &&
	(threatens(facts) ||
		facts.forms.has('violence') ||
		facts.forms.has('propertyDamage') ||
		has('following', 'surveillanceSignal', 'unpleasantCalls')(facts));

/** Labels: messages `duty_offence_<code>`. */
export const offences = {
	violenceAgainstOfficial: {
		citation: 'BrB 17:1',
		source: 'statuteCopy',
		when: (facts) => isOutside(facts) && facts.forms.has('violence')
	},
	threatAgainstOfficial: { citation: 'BrB 17:1', source: 'statuteCopy', when: threatensOfficial },
	grossThreatAgainstOfficial: {
		citation: 'BrB 17:1',
		source: 'statuteCopy',
		validFrom: '2025-07-02',
		when: (facts) => threatensOfficial(facts) && isArmedOrOrganised(facts)
	},
	attackOnOfficial: { citation: 'BrB 17:2', source: 'statuteCopy', validFrom: '2025-07-02', when: attack },
	// what the present wording replaced; that one was not read
	formerAttackOnOfficial: {
		citation: 'BrB 17:2',
		source: 'secondary',
		validTo: '2025-07-01',
		when: attack
	},
	insultOfOfficial: {
		citation: 'BrB 17:3',
		source: 'statuteCopy',
		validFrom: '2025-07-02',
		when: (facts) => isOutside(facts) && has('insults', 'unpleasantCalls')(facts)
	},
	violentResistance: {
		citation: 'BrB 17:4',
		source: 'statuteCopy',
		when: (facts) => isOutside(facts) && has('restraint')(facts)
	},
	// attempt and preparation; read together with the wording of 2025
	attemptAgainstOfficial: {
		citation: 'BrB 17:16',
		source: 'statuteCopy',
		validFrom: '2025-07-02',
		when: (facts) =>
			isOutside(facts) &&
			((facts.forms.has('violence') && facts.injury === 'no') ||
				((threatens(facts) || facts.forms.has('violence')) && isArmedOrOrganised(facts)))
	},
	unlawfulThreat: { citation: 'BrB 4:5', source: 'secondary', when: threatens },
	stalking: { citation: 'BrB 4:4 b', source: 'secondary', when: isStalking },
	// what was asked for may have been an advantage: the words set a condition
	extortion: {
		citation: 'BrB 9:4',
		source: 'statuteCopy',
		when: (facts) => hasHold(facts) && facts.hints.has('demand')
	},
	assault: {
		citation: 'BrB 3:5',
		source: 'statuteCopy',
		when: (facts) => facts.forms.has('violence') && (has('physicalAssault')(facts) || facts.injury === 'yes')
	},
	damage: { citation: 'BrB 12:1', source: 'statuteCopy', when: ({ forms }) => forms.has('propertyDamage') },
	giveBribe: {
		citation: 'BrB 10:5 b',
		source: 'statuteCopy',
		when: has('gift', 'bribeOffer', 'advantageJobOffer')
	},
	takeBribe: { citation: 'BrB 10:5 a', source: 'statuteCopy', when: has('tookBribe') },
	breachOfDuty: {
		citation: 'BrB 20:1',
		source: 'statuteCopy',
		when: has('conflictOfInterest', 'unauthorisedAccess')
	},
	breachOfConfidentiality: { citation: 'BrB 20:3', source: 'statuteCopy', when: has('unauthorisedAccess') },
	defamation: { citation: 'BrB 5:1', source: 'statuteCopy', when: has('socialMediaExposure') },
	insult: { citation: 'BrB 5:3', source: 'statuteCopy', when: has('insults') },
	molestation: { citation: 'BrB 4:7', source: 'secondary', when: has('unpleasantCalls', 'following') },
	identityMisuse: { citation: 'BrB 4:6 b', source: 'secondary', when: has('identityMisuse') }
} as const satisfies Record<string, Offence>;
export type OffenceCode = keyof typeof offences;

/** An offence that may have been committed: for the police to judge. */
export interface PossibleOffence {
	code: OffenceCode;
	citation: string;
	/** Read in a copy of the statute, or only in what others write about it. */
	source: Offence['source'];
}

/**
 * The offences that the facts make possible, by the wording on the day of the event. None when it was judged to be
 * something else than undue influence.
 */
export function possibleOffences(facts: DutyFacts, on: Temporal.PlainDate): PossibleOffence[] {
	if (facts.undueInfluence === 'no') return [];
	const day = on.toString();
	return (Object.entries(offences) as [OffenceCode, Offence][])
		.filter(
			([, { validFrom = '', validTo = '9999', when }]) => validFrom <= day && day <= validTo && when(facts)
		)
		.map(([code, { citation, source }]) => ({ code, citation, source }));
}
