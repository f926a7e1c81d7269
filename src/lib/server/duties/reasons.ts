/**
 * The facts, in words, for which a rule suggests a duty. Each is a statement about the report, the assessment or the words;
 * the words themselves are messages `duty_reason_<code>`. No statement says what anything was: that a person decides.
 */
import type { Influencer, Subform } from '../../../../database/column-types.ts';
import type { DutyFacts } from './facts.ts';

const internal: readonly Influencer[] = ['manager', 'colleague', 'electedRepresentative'];

const isInternal = ({ influencer }: DutyFacts) => influencer !== null && internal.includes(influencer);
const isAny =
	(...subforms: Subform[]) =>
	(facts: DutyFacts) =>
		subforms.some((subform) => facts.subforms.has(subform));
const atLeast = ({ severity }: DutyFacts, lowest: number) => severity !== null && severity >= lowest;
/** Words count less once somebody has judged: then they count when it was judged to be serious. */
const unjudgedOr = (facts: DutyFacts, lowest: number) => !facts.isAssessed || atLeast(facts, lowest);
const judgedNot = ({ undueInfluence }: DutyFacts) => undueInfluence === 'no';
/** Neither judged to be something else, nor said by the reporter to be so. */
const mayBeInfluence = (facts: DutyFacts) =>
	!judgedNot(facts) &&
	(facts.isAssessed || facts.purpose !== 'no' || facts.forms.size > 1 || !facts.forms.has('unsure'));
/** Pressing by means of one's own or somebody's distress, or by the law: no danger to the body, however serious. */
const isDistress = isAny(
	'suicideThreatAsPressure',
	'guiltTripping',
	'emotionalPressure',
	'querulantPressure',
	'legalIntimidation'
);
const isHarassment = ({ forms }: DutyFacts) => forms.has('harassment');
/** Of a form in which words of a threat mean what they say. */
const mayBeDangerous = (facts: DutyFacts) =>
	!isInternal(facts) &&
	(['threat', 'violence', 'harassment', 'unsure'] as const).some((form) => facts.forms.has(form));
/** Of the words, where no answer and no judgement says more. */
const notYetAnotherKind = (facts: DutyFacts) =>
	!facts.isAssessed && (facts.forms.size === 0 || facts.forms.has('unsure'));
const instead = (facts: DutyFacts, kind: DutyFacts['insteadKind']) => facts.insteadKind === kind;
const unnamedInstead = (facts: DutyFacts) => judgedNot(facts) && facts.insteadKind === null;
const routeHints = ['complaint', 'appeal', 'records', 'accident', 'care', 'supplier', 'suicide'] as const;

/** In the order they are shown: what people said, what was judged, what the words speak of. */
export const reasons = {
	// Answers
	inDanger: ({ inDanger }: DutyFacts) => inDanger === true,
	weapon: (facts: DutyFacts) =>
		facts.weapon === 'yes' || facts.weapon === 'unsure' || facts.subforms.has('weaponThreat'),
	fearedForLife: ({ fearedForLife }: DutyFacts) => fearedForLife === 'yes' || fearedForLife === 'unsure',
	injury: ({ injury }: DutyFacts) => injury === 'yes' || injury === 'unsure',
	healthEffect: ({ consequences }: DutyFacts) => consequences.includes('healthEffect'),
	childConcerned: (facts: DutyFacts) => facts.childConcerned === 'yes' && !judgedNot(facts),
	workChanged: ({ consequences }: DutyFacts) =>
		consequences.some((one) =>
			['decisionChanged', 'weakerInvestigation', 'avoidedIntervention'].includes(one)
		),
	handedOver: ({ consequences }: DutyFacts) => consequences.includes('caseHandedOver'),
	privateLifeChanged: ({ consequences }: DutyFacts) => consequences.includes('privateLifeChanged'),

	// What it was, as reported or assessed
	undueInfluence: mayBeInfluence,
	violence: ({ forms }: DutyFacts) => forms.has('violence'),
	threat: ({ forms }: DutyFacts) => forms.has('threat'),
	deathThreat: isAny('deathThreat'),
	damage: ({ forms }: DutyFacts) => forms.has('propertyDamage'),
	privateHome: isAny('privateHome'),
	offer: ({ forms }: DutyFacts) => forms.has('corruption'),
	material: isAny('gift', 'bribeOffer', 'advantageJobOffer', 'tookBribe'),
	bribe: isAny('bribeOffer', 'advantageJobOffer', 'tookBribe'),
	closeness: isAny('relationalApproach', 'infiltration'),
	abuseOfPosition: ({ forms }: DutyFacts) => forms.has('abuseOfPosition'),
	unauthorisedAccess: isAny('unauthorisedAccess', 'infiltration'),
	conflictOfInterest: isAny('conflictOfInterest', 'colleagueRequest'),
	followed: isAny('following', 'surveillanceSignal', 'organisedIntimidation'),
	organised: isAny('organisedIntimidation'),
	family: isAny('insinuation', 'threatToRelative'),
	exposed: isAny('socialMediaExposure', 'identityMisuse'),
	filmed: isAny('unauthorisedFilming', 'filmingLivestream'),
	repeatedContact: isAny('unpleasantCalls', 'querulantPressure'),
	insulted: isAny('insults'),
	suicideThreat: isAny('suicideThreatAsPressure'),
	decisionPressed: isAny(
		'suicideThreatAsPressure',
		'insinuation',
		'emotionalPressure',
		'querulantPressure',
		'legalIntimidation',
		'following',
		'privateHome',
		'bribeOffer',
		'advantageJobOffer',
		'relationalApproach',
		'infiltration',
		'politicalPressure',
		'mediaPressure',
		'socialPressure'
	),
	manyRequests: (facts: DutyFacts) =>
		isAny('querulantPressure', 'legalIntimidation')(facts) && facts.hints.has('records'),
	fromInside: (facts: DutyFacts) => isInternal(facts) && mayBeInfluence(facts),
	fromProvider: (facts: DutyFacts) => facts.influencer === 'provider' && !judgedNot(facts),
	fromAssociation: (facts: DutyFacts) => facts.influencer === 'association' && !judgedNot(facts),
	fromPolitics: (facts: DutyFacts) => facts.influencer === 'electedRepresentative' && mayBeInfluence(facts),
	writtenTrace: (facts: DutyFacts) =>
		['voicemail', 'sms', 'email', 'letter', 'socialMedia', 'onlineOther'].includes(facts.channel ?? '') &&
		mayBeInfluence(facts),
	privateChannel: (facts: DutyFacts) =>
		['socialMedia', 'offDuty', 'onlineOther'].includes(facts.channel ?? '') && mayBeInfluence(facts),
	lastingHarassment: (facts: DutyFacts) =>
		facts.motive === 'persistent' && atLeast(facts, 2) && !judgedNot(facts) && !isInternal(facts),

	// Judged
	severityFour: (facts: DutyFacts) => facts.severity === 4 && !isInternal(facts),
	severeHarassment: (facts: DutyFacts) =>
		atLeast(facts, 3) &&
		!judgedNot(facts) &&
		(isHarassment(facts) ? !isDistress(facts) : facts.forms.has('unduePressure') && !isInternal(facts)),
	plannedHarassment: (facts: DutyFacts) =>
		atLeast(facts, 3) && facts.motive === 'planned' && isHarassment(facts) && !isInternal(facts),
	// AML 3 kap. 3 a § asks these whatever the event was and however it was judged
	death: ({ harm }: DutyFacts) => harm.has('death'),
	severalInjured: ({ harm }: DutyFacts) => harm.has('severalInjured'),
	seriousInjury: (facts: DutyFacts) =>
		facts.harm.has('severeInjury') || (facts.injury === 'yes' && atLeast(facts, 3)),
	decisionAffected: ({ decisionAffected }: DutyFacts) => decisionAffected === 'yes',
	decisionAtRisk: ({ decisionAffected }: DutyFacts) => decisionAffected === 'risk',
	crimeAgainstOfficial: (facts: DutyFacts) =>
		isHarassment(facts) && facts.isAssessed && !isDistress(facts) && !judgedNot(facts) && !isInternal(facts),

	// Where
	childrensUnit: (facts: DutyFacts) =>
		facts.worksWithChildren &&
		!judgedNot(facts) &&
		(facts.decisionAffected === 'yes' || facts.decisionAffected === 'risk'),

	// The words
	textThreat: (facts: DutyFacts) =>
		facts.hints.has('threat') && unjudgedOr(facts, 3) && mayBeInfluence(facts) && mayBeDangerous(facts),
	textWeapon: (facts: DutyFacts) =>
		facts.hints.has('weapon') && unjudgedOr(facts, 3) && mayBeInfluence(facts),
	textSuicide: ({ hints }: DutyFacts) => hints.has('suicide'),
	textInjury: (facts: DutyFacts) =>
		facts.hints.has('injury') &&
		(facts.forms.has('violence') || notYetAnotherKind(facts) || judgedNot(facts)),
	textIll: (facts: DutyFacts) => facts.hints.has('ill') && !judgedNot(facts),
	textHome: (facts: DutyFacts) => facts.hints.has('home') && mayBeInfluence(facts) && !isInternal(facts),
	textFamily: (facts: DutyFacts) =>
		facts.hints.has('family') && unjudgedOr(facts, 3) && mayBeInfluence(facts) && !isInternal(facts),
	textGang: (facts: DutyFacts) =>
		facts.hints.has('gang') &&
		(facts.forms.has('threat') || facts.forms.has('violence') || atLeast(facts, 3)) &&
		!isInternal(facts),
	textChild: (facts: DutyFacts) =>
		facts.hints.has('child') &&
		mayBeInfluence(facts) &&
		(facts.worksWithChildren ||
			facts.forms.has('violence') ||
			atLeast(facts, 3) ||
			facts.decisionAffected === 'yes' ||
			facts.decisionAffected === 'risk'),
	textGift: (facts: DutyFacts) =>
		facts.hints.has('gift') &&
		!judgedNot(facts) &&
		(facts.forms.has('corruption') || facts.forms.has('unsure') || facts.influencer === 'provider') &&
		!facts.subforms.has('relationalApproach'),
	textKinship: (facts: DutyFacts) =>
		facts.hints.has('kinship') &&
		!judgedNot(facts) &&
		(isInternal(facts) || facts.forms.has('corruption') || facts.influencer === 'socialNetwork'),
	textDataAccess: (facts: DutyFacts) =>
		facts.hints.has('dataAccess') &&
		!judgedNot(facts) &&
		(facts.influencer === 'colleague' || facts.forms.has('abuseOfPosition')),
	textRecords: (facts: DutyFacts) =>
		facts.hints.has('records') && (isHarassment(facts) || unnamedInstead(facts)),
	textSocialMedia: (facts: DutyFacts) =>
		facts.hints.has('socialMedia') && mayBeInfluence(facts) && !isInternal(facts),
	textMoney: (facts: DutyFacts) =>
		facts.hints.has('money') &&
		!judgedNot(facts) &&
		(facts.forms.has('corruption') || facts.forms.has('unduePressure') || facts.forms.has('abuseOfPosition')),

	// Something else than undue influence
	insteadComplaint: (facts: DutyFacts) => instead(facts, 'complaint'),
	insteadAppeal: (facts: DutyFacts) => instead(facts, 'appeal'),
	insteadRecords: (facts: DutyFacts) => instead(facts, 'publicRecordsRequest'),
	insteadAccident: (facts: DutyFacts) => instead(facts, 'accident'),
	insteadCare: (facts: DutyFacts) => instead(facts, 'careDeviation'),
	insteadSupplier: (facts: DutyFacts) => instead(facts, 'supplierQuestion'),
	insteadSuicidality: (facts: DutyFacts) => instead(facts, 'suicidalityWithoutDemand'),
	insteadOther: (facts: DutyFacts) => instead(facts, 'other'),
	textComplaint: (facts: DutyFacts) =>
		unnamedInstead(facts) && facts.hints.has('complaint') && !facts.hints.has('appeal'),
	textAppeal: (facts: DutyFacts) => unnamedInstead(facts) && facts.hints.has('appeal'),
	textAccident: (facts: DutyFacts) => unnamedInstead(facts) && facts.hints.has('accident'),
	textCare: (facts: DutyFacts) => unnamedInstead(facts) && facts.hints.has('care'),
	textSupplier: (facts: DutyFacts) =>
		unnamedInstead(facts) && (facts.hints.has('supplier') || facts.influencer === 'provider'),
	unnamedElse: (facts: DutyFacts) =>
		unnamedInstead(facts) &&
		facts.influencer !== 'provider' &&
		!routeHints.some((hint) => facts.hints.has(hint)),
	shakenAnyway: (facts: DutyFacts) => judgedNot(facts) && atLeast(facts, 2)
} as const satisfies Record<string, (facts: DutyFacts) => boolean>;

/** A fact for which a rule suggests a duty. Stored; never renamed. */
export type ReasonCode = keyof typeof reasons;
export const reasonCodes = Object.keys(reasons) as ReasonCode[];

/** Every reason that holds, in the order they are shown. */
export function reasonsFor(facts: DutyFacts): ReasonCode[] {
	return reasonCodes.filter((code) => reasons[code](facts));
}
