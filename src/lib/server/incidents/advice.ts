/**
 * What helps the one who was exposed, right now, for exactly this kind of event. Data and a pure choice; the words are
 * messages `advice_<code>`.
 *
 * Only what has a source is said; the source stands beside each piece. S0–S4 are the letters, 6.3 the form's texts, both
 * as read in docs/glossary.md. Nothing here judges what happened: advice for 'threat' says what to do, not that it was one.
 */
import type { Topic } from '../../text-hints/index.ts';
import type { Channel, Form, Influencer, Subform, YesNoUnsure } from './taxonomy.ts';

/** What is known about an incident when advice is chosen. */
export interface AdviceFacts {
	forms: readonly Form[];
	subforms: readonly Subform[];
	channel: Channel | null;
	influencer: Influencer | null;
	/** What the words seem to be about (text-hints). */
	topics: readonly Topic[];
	inDanger: boolean | null;
	injury: YesNoUnsure | null;
	weapon: YesNoUnsure | null;
	fearedForLife: YesNoUnsure | null;
}

/** One piece of advice, and the events it is for: any of what is listed. */
interface Advice {
	forms?: readonly Form[];
	subforms?: readonly Subform[];
	channels?: readonly Channel[];
	influencers?: readonly Influencer[];
	topics?: readonly Topic[];
	/** Answers of the form that call for it. */
	when?: (facts: AdviceFacts) => boolean;
}

/** Most urgent first: the order in which it is shown. */
export const advice = {
	/** 6.3: 'Fara för liv? Ring 112.' */
	callEmergency: {
		topics: ['weapon'],
		when: ({ inDanger, weapon }) => inDanger === true || weapon === 'yes'
	},
	/** 6.3, suicide banner: 112, psychiatry by the local routine, report afterwards. */
	suicideRoutine: { topics: ['suicide'], subforms: ['suicideThreatAsPressure'] },
	/** AML 3 kap. 3 a §: notified 'utan dröjsmål'; knives, firearms and death threats are the authority's own examples. */
	tellManagerToday: {
		forms: ['threat', 'violence'],
		subforms: ['deathThreat', 'weaponThreat'],
		topics: ['weapon'],
		when: ({ weapon, fearedForLife }) => weapon === 'yes' || fearedForLife === 'yes'
	},
	/** SFB 42 kap. 10 §: the employer notifies at once; psychological injury from threats counts (anmalarbetsskada.se). */
	sayIfInjured: { forms: ['violence'], when: ({ injury }) => injury === 'yes' || injury === 'unsure' },
	/** S3:81-85: keep the evidence before it disappears. */
	saveScreenshots: {
		channels: ['socialMedia', 'onlineOther'],
		topics: ['socialMedia'],
		subforms: ['socialMediaExposure']
	},
	/** S3:81-83, S3:141: privacy settings, and what strangers can find. */
	beLessVisible: {
		channels: ['socialMedia', 'offDuty'],
		topics: ['socialMedia'],
		subforms: ['socialMediaExposure', 'surveillanceSignal', 'identityMisuse', 'privateHome']
	},
	/** S3:43 names these channels; evidence: recording, screenshot, letter. */
	saveVoicemail: { channels: ['voicemail'] },
	saveSms: { channels: ['sms'] },
	saveEmail: { channels: ['email'] },
	saveLetter: { channels: ['letter'] },
	/** AFS 2023:2 (was AFS 1993:2): events are documented and investigated. */
	noteCall: { channels: ['phone'] },
	noteWitnesses: {
		channels: ['officeVisit', 'digitalMeeting', 'other'],
		subforms: ['unauthorisedFilming', 'filmingLivestream']
	},
	noteWhoSaidWhat: { channels: ['viaThirdParty'] },
	photographDamage: { forms: ['propertyDamage'] },
	/** AML 3 kap. 2 §: lone work; AFS 2023:2: not alone where there is an obvious risk; S3:69: a risk assessment first. */
	notAlone: {
		forms: ['threat', 'violence'],
		channels: ['homeVisit', 'officeVisit'],
		topics: ['threat', 'weapon']
	},
	/** S4:99: a joint routine; no legal deadline; 114 14 when it is not urgent (polisen.se); work address (goteborg.se). */
	policeReport: { forms: ['threat', 'violence', 'propertyDamage'], topics: ['threat'] },
	/** Vignettes V12, V27: decline or return, and document. */
	declineOffer: { forms: ['corruption'] },
	/** FL (2017:900) 16–18 §§: who knows of a conflict of interest says so at once. */
	sayConflictOfInterest: { subforms: ['relationalApproach', 'infiltration'], influencers: ['socialNetwork'] },
	/** S3:99-101, visselblåsarlagen (2021:890) 3 kap. 1 §: another way, and no reprisals. */
	whistleblowing: { channels: ['internal'], influencers: ['manager', 'electedRepresentative', 'colleague'] },
	/** S0:24, S2:57: support from both manager and colleagues is what people say they need. */
	shareTheWeight: { forms: ['harassment', 'unduePressure'] },
	/** S0:46: what comes every day starts to feel normal; one tap repeats the report. */
	reportEachTime: { forms: ['harassment'], channels: ['phone', 'email', 'sms'] },
	/** S3:45, S3:91: perception decides, and it need not be a crime. */
	needNotKnow: { forms: ['unsure'] },
	/** S0:24: talk to somebody. */
	talkToSomebody: {}
} as const satisfies Record<string, Advice>;

/** A piece of advice; its words are messages `advice_<code>`. */
export type AdviceCode = keyof typeof advice;

/** More than this is not read by somebody who is shaken. */
export const mostAdvice = 6;

/** The advice for one event, most urgent first. Never empty: talking to somebody always helps. */
export function adviceFor(facts: AdviceFacts): AdviceCode[] {
	const fits = ({ forms, subforms, channels, influencers, topics, when }: Advice) =>
		(forms?.some((form) => facts.forms.includes(form)) ?? false) ||
		(subforms?.some((subform) => facts.subforms.includes(subform)) ?? false) ||
		(topics?.some((topic) => facts.topics.includes(topic)) ?? false) ||
		(facts.channel !== null && (channels?.includes(facts.channel) ?? false)) ||
		(facts.influencer !== null && (influencers?.includes(facts.influencer) ?? false)) ||
		(when?.(facts) ?? false);
	const fitting = (Object.entries(advice) as [AdviceCode, Advice][])
		.filter(([, rule]) => fits(rule))
		.map(([code]) => code)
		.slice(0, mostAdvice - 1);
	return [...fitting, 'talkToSomebody'];
}
