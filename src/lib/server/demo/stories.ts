import { Temporal } from 'temporal-polyfill';
import { isWorkingDay } from '../platform/working-days.ts';
import { instantAt, localTime } from './calendar.ts';
import type { DemoIncident } from './history.ts';

/**
 * A few incidents that are written and not drawn: those that need what the history does not have (lex Sarah, threat
 * assessments, statements, cases that belong together). What people did in them: story-steps.ts.
 */

/**
 * threat: a threat at the office, being acted upon. reviewDue: an older threat whose assessment is to be looked at again.
 * influenced: a decision became another one. child: the same for a child, told to IVO. ended: closed, as is its lex Sarah record.
 * calls: what came before the threat, corrected by its reporter. chair, chairAgain: two reports of one event.
 */
export const storyKeys = [
	'threat',
	'reviewDue',
	'influenced',
	'child',
	'ended',
	'calls',
	'chair',
	'chairAgain'
] as const;
export type StoryKey = (typeof storyKeys)[number];

/** Written times, always on working days: the last one at least so many days ago, or the first one at least so many days ahead. */
export interface StoryTime {
	/** ISO instant of 'HH:MM' in Ekdala. */
	at(daysAgo: number, time: string): string;
	/** Calendar date 'ÅÅÅÅ-MM-DD'; negative is ahead. */
	day(daysAgo: number): string;
}

/** @param now ISO instant */
export function storyTime(now: string): StoryTime {
	const today = localTime(now).toPlainDate();
	const workingDay = (daysAgo: number) => {
		let date = today.subtract({ days: daysAgo });
		while (!isWorkingDay(date)) date = date.add({ days: daysAgo < 0 ? 1 : -1 });
		return date;
	};
	return {
		at: (daysAgo, time) => {
			const { hour, minute } = Temporal.PlainTime.from(time);
			return instantAt(workingDay(daysAgo), hour * 60 + minute);
		},
		day: (daysAgo) => workingDay(daysAgo).toString()
	};
}

/** Answers that most of them share. */
const ordinary = {
	channel: 'phone',
	influencer: 'serviceUser',
	purpose: 'yes',
	inDanger: false,
	wantsContact: false,
	fearedForLife: 'no',
	childConcerned: 'no',
	hideName: false,
	caseReference: null
} as const satisfies Partial<Record<keyof DemoIncident, unknown>>;

const monikasUnit = 'ekonomiskt-bistand-1';

/** The written incidents, with their handling as it stands at `now`. */
export function buildStories(now: string): Record<StoryKey, DemoIncident> {
	const { at, day } = storyTime(now);
	const year = localTime(at(50, '09:00')).year;
	const sharedReference = `EB ${year}-1417`;
	return {
		threat: {
			...ordinary,
			subforms: ['veiledThreat'],
			consequences: ['healthEffect', 'privateLifeChanged'],
			reporterKey: 'dejan.petrovic',
			unitKey: monikasUnit,
			occurredAt: at(19, '08:40'),
			reportedAt: at(19, '09:05'),
			text: 'En man som fått avslag på sin ansökan ställde sig mellan mig och dörren i besöksrummet. Han sa att jag skulle få ångra mig och att han vet vilken buss jag tar hem. Jag slog handen i dörrkarmen när jag backade ut, och tryckte på larmet. Två kollegor kom direkt.',
			forms: ['threat'],
			channel: 'officeVisit',
			wantsContact: true,
			injury: 'yes',
			caseReference: sharedReference,
			handling: {
				firstContactAt: at(19, '09:20'),
				support:
					'Samtal direkt efter mötet. Ombedd att åka hem med taxi. Erbjuden samtal med företagshälsovården.',
				assessment: {
					undueInfluence: 'yes',
					form: 'threat',
					subform: 'veiledThreat',
					severity: 3,
					motive: 'reactive',
					decisionAffected: 'no',
					rationale:
						'Hotet kom som svar på ett avslag och syftade till att få det ändrat. Det var riktat mot handläggaren personligen och beskrev vägen hem.',
					at: at(18, '10:10')
				},
				measures: [
					{
						kind: 'immediate',
						description: 'Inga besök med mannen i de små besöksrummen tills hotbedömningen är klar.',
						ownerKey: 'monika.strand',
						dueDate: day(15),
						doneAt: at(17, '10:50')
					},
					{
						kind: 'corrective',
						description: 'Gå igenom larmrutinen med hela enheten och öva den en gång.',
						ownerKey: 'monika.strand',
						dueDate: day(-9)
					}
				],
				messages: [
					{
						from: 'handler',
						text: 'Jag har bett säkerhetssamordnaren om en hotbedömning. Du får veta så snart den är klar. Säg till om du vill prata innan dess.',
						at: at(18, '10:40')
					},
					{
						from: 'reporter',
						text: 'Tack. Jag sover lite dåligt men vill gärna jobba som vanligt.',
						at: at(17, '11:05')
					}
				],
				undecided: ['police', 'fkInjury', 'threatAssessment', 'twoOfficers']
			},
			supportAnswer: {
				step: 'week',
				answer: 'partly',
				wantsContact: false,
				words: 'Bra att chefen ringde samma dag. Det dröjde innan jag visste vad som gällde för besöken.',
				at: at(11, '15:10')
			}
		},
		reviewDue: {
			...ordinary,
			subforms: ['threatToRelative'],
			consequences: ['healthEffect', 'privateLifeChanged'],
			reporterKey: 'mattias.ronn',
			unitKey: monikasUnit,
			occurredAt: at(96, '08:05'),
			reportedAt: at(96, '08:50'),
			text: 'Jag fick tre sms på min privata telefon från ett nummer som jag inte känner igen. I det sista stod namnet på den skola där mina barn går. Jag tror att det har med ett avslag att göra, men vet inte säkert.',
			forms: ['threat'],
			channel: 'sms',
			influencer: 'unknown',
			purpose: 'maybe',
			wantsContact: true,
			fearedForLife: 'yes',
			handling: {
				firstContactAt: at(96, '09:15'),
				support: 'Samtal samma morgon. Tid hos företagshälsovården samma vecka.',
				assessment: {
					undueInfluence: 'yes',
					form: 'threat',
					subform: 'threatToRelative',
					severity: 3,
					motive: 'planned',
					decisionAffected: 'no',
					rationale:
						'Den som skrev har tagit reda på uppgifter om familjen. Det går inte att utesluta att hotet gäller tjänsten, och vi handlägger det så.',
					at: at(95, '10:30')
				},
				measures: [
					{
						kind: 'immediate',
						description: 'Nytt tjänstenummer, och hjälp att dölja adress och telefon i publika tjänster.',
						ownerKey: 'monika.strand',
						dueDate: day(92),
						doneAt: at(93, '11:00'),
						effect: 'yes',
						effectText: 'Inga fler sms har kommit.'
					},
					{
						kind: 'preventive',
						description: 'Avstämning varje månad om hur det känns, så länge hotbedömningen gäller.',
						ownerKey: 'monika.strand',
						dueDate: day(-16)
					}
				],
				messages: [],
				undecided: ['threatAssessment']
			},
			supportAnswer: {
				step: 'month',
				answer: 'yes',
				wantsContact: false,
				words: 'Jag fick hjälp samma dag och har blivit uppringd flera gånger sedan dess.',
				at: at(64, '11:30')
			}
		},
		influenced: {
			...ordinary,
			subforms: ['unpleasantCalls'],
			consequences: ['hesitated', 'decisionChanged'],
			reporterKey: 'amina.warsame',
			unitKey: monikasUnit,
			occurredAt: at(36, '09:20'),
			reportedAt: at(35, '09:40'),
			text: 'En pappa ringde flera gånger om dagen inför mitt beslut och sa att han skulle lägga ut mitt namn på nätet. Jag beviljade hela hyresskulden utan att begära in kontoutdrag, fast jag brukar göra det. I efterhand är jag inte säker på att det blev rätt för barnen heller.',
			forms: ['harassment'],
			childConcerned: 'yes',
			caseReference: `EB ${year}-1233`,
			handling: {
				firstContactAt: at(35, '10:30'),
				support:
					'Samtal samma förmiddag. Överens om att två ser över beslutet, och att felet inte är handläggarens.',
				assessment: {
					undueInfluence: 'yes',
					form: 'harassment',
					subform: 'unpleasantCalls',
					severity: 2,
					motive: 'planned',
					decisionAffected: 'yes',
					rationale:
						'Samtalen kom tätt inför beslutet och hade ett uttalat krav. Utredningen blev tunnare än vanligt.',
					at: at(33, '11:00')
				},
				measures: [
					{
						kind: 'immediate',
						description: 'Växeln kopplar samtalen till enhetschefen tills beslutet är granskat.',
						ownerKey: 'monika.strand',
						dueDate: day(32),
						doneAt: at(32, '11:30'),
						effect: 'yes',
						effectText: 'Samtalen till handläggaren har upphört.'
					},
					{
						kind: 'preventive',
						description: 'Skriv in i rutinen att två läser beslutet när någon har försökt påverka det.',
						ownerKey: 'monika.strand',
						dueDate: day(-12)
					}
				],
				messages: [],
				undecided: ['lexSarah', 'childBestInterest', 'decisionReview', 'conflictOfInterest']
			},
			supportAnswer: { step: 'week', answer: 'yes', wantsContact: false, words: null, at: at(26, '13:20') }
		},
		child: {
			...ordinary,
			subforms: ['threatToRelative'],
			consequences: ['avoidedIntervention', 'healthEffect'],
			reporterKey: 'frida.malmsten',
			unitKey: 'barn-och-unga-norr',
			occurredAt: at(65, '07:50'),
			reportedAt: at(64, '08:20'),
			text: 'En släkting till familjen sa i telefon att jag inte skulle våga komma hem till dem igen, om jag brydde mig om mina egna. Hembesöket ställdes in och blev inte av förrän efter tre veckor. Under tiden kom en ny orosanmälan.',
			forms: ['threat'],
			influencer: 'relative',
			childConcerned: 'yes',
			wantsContact: true,
			caseReference: `BU ${localTime(at(64, '09:00')).year}-1588`,
			handling: {
				firstContactAt: at(64, '09:00'),
				support: 'Samtal samma morgon, och en kollega tar över kontakten med familjen.',
				assessment: {
					undueInfluence: 'yes',
					form: 'threat',
					subform: 'threatToRelative',
					severity: 3,
					motive: 'reactive',
					decisionAffected: 'yes',
					rationale: 'Hotet ledde till att ett planerat hembesök inte blev av i tid.',
					at: at(62, '09:30')
				},
				measures: [
					{
						kind: 'immediate',
						description: 'Två handläggare gör hembesöket, med stöd av polisen om det behövs.',
						ownerKey: 'asa.rydell',
						dueDate: day(58),
						doneAt: at(59, '10:00'),
						effect: 'yes',
						effectText: 'Besöket gick att genomföra.'
					},
					{
						kind: 'preventive',
						description:
							'Ett inställt hembesök ska samma dag till enhetschefen, som beslutar när det görs i stället.',
						ownerKey: 'asa.rydell',
						dueDate: day(-11)
					}
				],
				messages: [],
				undecided: ['lexSarah', 'childBestInterest', 'decisionReview']
			},
			supportAnswer: { step: 'month', answer: 'yes', wantsContact: false, words: null, at: at(31, '10:10') }
		},
		ended: {
			...ordinary,
			subforms: ['guiltTripping'],
			consequences: ['weakerInvestigation'],
			reporterKey: 'bahar.ozdemir',
			unitKey: 'vuxenenheten',
			occurredAt: at(133, '10:15'),
			reportedAt: at(133, '11:00'),
			text: 'En förälder till en vuxen klient ringde varje dag och sa att det blir mitt fel om något händer. Jag sköt upp samtalet med klienten en vecka för att slippa fler samtal.',
			forms: ['harassment'],
			influencer: 'relative',
			caseReference: `VUX ${localTime(at(133, '09:00')).year}-1162`,
			handling: {
				firstContactAt: at(133, '13:00'),
				support: 'Samtal samma dag och avlastning i ärendet under två veckor.',
				assessment: {
					undueInfluence: 'yes',
					form: 'harassment',
					subform: 'guiltTripping',
					severity: 2,
					motive: 'persistent',
					decisionAffected: 'risk',
					rationale:
						'Samtalen var många och lade skulden på handläggaren. Ett samtal med klienten blev försenat.',
					at: at(131, '13:30')
				},
				measures: [
					{
						kind: 'corrective',
						description: 'Föräldern får en fast telefontid i veckan, med samordnaren.',
						ownerKey: 'stefan.hallgren',
						dueDate: day(120),
						doneAt: at(122, '14:00'),
						effect: 'yes',
						effectText: 'Samtalen har blivit ett i veckan.'
					}
				],
				messages: [],
				closedAt: at(80, '15:00'),
				feedback:
					'Tack för att du berättade. Föräldern har nu en fast telefontid, och samtalet med klienten är genomfört.',
				undecided: ['lexSarah']
			},
			supportAnswer: { step: 'week', answer: 'yes', wantsContact: false, words: null, at: at(124, '14:30') }
		},
		calls: {
			...ordinary,
			subforms: ['insults'],
			consequences: ['hesitated'],
			reporterKey: 'alma.hedin',
			unitKey: monikasUnit,
			occurredAt: at(47, '09:10'),
			reportedAt: at(47, '11:15'),
			text: 'En man ringde två gånger på förmiddagen och skrek att vi förstör hans liv. Han ville att jag skulle ta tillbaka avslaget.',
			forms: ['harassment'],
			caseReference: sharedReference,
			handling: {
				firstContactAt: at(47, '13:00'),
				support: 'Kort samtal efter lunch. Ville inte ha mer stöd.',
				assessment: {
					undueInfluence: 'yes',
					form: 'harassment',
					subform: 'insults',
					severity: 2,
					motive: 'reactive',
					decisionAffected: 'no',
					rationale: 'Mannen krävde att ett avslag skulle tas tillbaka. Beslutet stod fast.',
					at: at(44, '13:20')
				},
				measures: [
					{
						kind: 'corrective',
						description: 'Brev till mannen om hur beslutet kan överklagas, och vem han kan ringa.',
						ownerKey: 'monika.strand',
						dueDate: day(38),
						doneAt: at(40, '13:40'),
						effect: 'partly',
						effectText: 'Samtalen slutade, men han kom senare till kontoret.'
					}
				],
				messages: [],
				closedAt: at(34, '14:10'),
				feedback:
					'Tack för din rapport. Mannen har fått ett brev om hur han överklagar. Hör av dig om det börjar igen.'
			},
			supportAnswer: { step: 'week', answer: 'yes', wantsContact: false, words: null, at: at(38, '13:50') }
		},
		chair: {
			...ordinary,
			consequences: [],
			reporterKey: 'tomas.kangas',
			unitKey: monikasUnit,
			occurredAt: at(12, '10:30'),
			reportedAt: at(12, '11:10'),
			text: 'En man i väntrummet kastade en stol i golvet och skrek att någon skulle komma ut med hans pengar. Stolen gick sönder. Ingen kom till skada.',
			forms: ['propertyDamage'],
			subforms: ['premises'],
			channel: 'officeVisit',
			handling: {
				firstContactAt: at(12, '11:40'),
				support: 'Samlade dem som var i väntrummet samma dag och gick igenom hur det kändes.',
				assessment: {
					undueInfluence: 'yes',
					form: 'propertyDamage',
					subform: 'premises',
					severity: 2,
					motive: 'reactive',
					decisionAffected: 'no',
					rationale: 'Mannen ville få en utbetalning gjord på stående fot, och skrämde dem som var där.',
					at: at(9, '13:00')
				},
				measures: [
					{
						kind: 'corrective',
						description: 'Byt till stolar som sitter fast i väntrummet.',
						ownerKey: 'monika.strand',
						dueDate: day(-18)
					}
				],
				messages: []
			}
		},
		chairAgain: {
			...ordinary,
			subforms: [],
			consequences: [],
			reporterKey: 'ida.wallgren',
			unitKey: monikasUnit,
			occurredAt: at(12, '10:30'),
			reportedAt: at(12, '14:30'),
			text: 'Det blev bråk i väntrummet på förmiddagen. Någon slängde en stol så att den gick i bitar och skrek om sina pengar.',
			forms: ['propertyDamage'],
			channel: 'officeVisit',
			influencer: 'serviceUser',
			handling: {
				firstContactAt: at(12, '15:20'),
				support: 'Var med på samlingen samma dag.',
				measures: [],
				messages: []
			}
		}
	};
}
