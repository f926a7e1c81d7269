import type { Influencer } from '../incidents/taxonomy.ts';
import { localTime } from './calendar.ts';
import type { Activity } from './organisation.ts';
import type { Random } from './random.ts';

/** Fills the slots of an incident text so that person, case and time agree with the rest of the incident. */

type Pronoun = 'han' | 'hon';
type Person = [word: string, pronoun: Pronoun];

const either = (word: string): Person[] => [
	[word, 'han'],
	[word, 'hon']
];
const parents: Person[] = [
	['mamman', 'hon'],
	['pappan', 'han']
];
const family: Person[] = [...parents, ['brodern', 'han'], ['systern', 'hon'], ...either('sambon')];

/** What reporters call the person. Relations only: never a name, an origin or a diagnosis. */
const people: Partial<Record<Influencer, Person[]>> = {
	serviceUser: [...either('brukaren'), ...either('klienten')],
	relative: family,
	socialNetwork: [
		['en bekant till familjen', 'han'],
		['en bekant till klienten', 'hon'],
		['någon i klientens umgänge', 'han']
	],
	representative: [...either('ombudet'), ...either('juristen'), ['den gode mannen', 'han']],
	provider: [...either('säljaren från vårdföretaget'), ...either('föreståndaren på boendet')],
	association: [...either('ordföranden i föreningen'), ...either('talespersonen för föreningen')],
	activist: [
		['mannen bakom kampanjen', 'han'],
		['kvinnan bakom kampanjen', 'hon']
	],
	journalist: [...either('reportern'), ...either('journalisten')]
};

const peopleByActivity: Partial<Record<Activity, Partial<Record<Influencer, Person[]>>>> = {
	'Ekonomiskt bistånd': {
		serviceUser: [
			...either('den sökande'),
			...either('klienten'),
			['mannen i ärendet', 'han'],
			['kvinnan i ärendet', 'hon']
		]
	},
	Mottagning: { serviceUser: [...either('besökaren'), ...either('den sökande')] },
	Boende: { serviceUser: [...either('hyresgästen'), ...either('klienten')] },
	'Barn och unga': {
		serviceUser: [...either('vårdnadshavaren'), ...either('ungdomen')],
		relative: [
			...parents,
			...parents,
			['mormodern', 'hon'],
			['morbrodern', 'han'],
			['styvpappan', 'han'],
			['farmodern', 'hon']
		]
	},
	Familjerätt: {
		serviceUser: parents,
		relative: [...parents, ['farfadern', 'han'], ['mormodern', 'hon'], ...either('den nya partnern')]
	},
	Familjehem: {
		serviceUser: [
			['familjehemsmamman', 'hon'],
			['familjehemspappan', 'han']
		],
		relative: [...parents, ['mormodern', 'hon']]
	},
	'Öppenvård unga': { serviceUser: either('ungdomen'), relative: [...parents, ['storebrodern', 'han']] },
	'Våld i nära relationer': {
		serviceUser: either('klienten'),
		relative: [
			['maken', 'han'],
			['exmannen', 'han'],
			['brodern', 'han'],
			['svärmodern', 'hon']
		]
	},
	Äldre: {
		serviceUser: [...either('brukaren'), ['den äldre mannen', 'han'], ['den äldre kvinnan', 'hon']],
		relative: [
			['dottern', 'hon'],
			['sonen', 'han'],
			['maken', 'han'],
			['hustrun', 'hon'],
			['svärdottern', 'hon']
		]
	},
	Funktionsnedsättning: { relative: [...parents, ['systern', 'hon'], ...either('sambon')] },
	Arbetsmarknad: { serviceUser: either('deltagaren') },
	Arbetsträning: { serviceUser: either('deltagaren') },
	Etablering: { serviceUser: either('deltagaren') },
	'Budget- och skuldrådgivning': { serviceUser: either('den rådsökande') }
};

/** The decision, and what the person wants instead in the present tense and in the infinitive. */
type Matter = [decision: string, yields: string, yielding: string];

const matters: Record<Activity, Matter[]> = {
	Mottagning: [
		['avslaget på akut hjälp', 'betalar ut pengarna', 'betala ut pengarna'],
		['beslutet att inleda utredning', 'lägger ner utredningen', 'lägga ner utredningen'],
		['beskedet om väntetiden', 'ger en tid direkt', 'ge en tid direkt']
	],
	'Ekonomiskt bistånd': [
		['avslaget på försörjningsstöd', 'beviljar ansökan', 'bevilja ansökan'],
		['avslaget på försörjningsstöd', 'betalar ut pengarna', 'betala ut pengarna'],
		['beslutet om återkrav', 'stryker återkravet', 'stryka återkravet'],
		['avslaget på hyresskulden', 'betalar hyran', 'betala hyran'],
		['det sänkta biståndet', 'ändrar beslutet', 'ändra beslutet'],
		['avslaget på tandvård', 'ändrar beslutet', 'ändra beslutet']
	],
	Boende: [
		['uppsägningen av kontraktet', 'river upp uppsägningen', 'riva upp uppsägningen'],
		['avslaget på boende', 'ordnar en lägenhet', 'ordna en lägenhet'],
		['beslutet om flytt', 'ändrar beslutet', 'ändra beslutet']
	],
	'Barn och unga': [
		['beslutet att inleda utredning', 'lägger ner utredningen', 'lägga ner utredningen'],
		['beslutet om placering', 'ändrar beslutet', 'ändra beslutet'],
		['beslutet om umgänge', 'ändrar umgänget', 'ändra umgänget'],
		['beslutet om omhändertagande', 'river upp beslutet', 'riva upp beslutet']
	],
	Familjerätt: [
		['vårt förslag om umgänge', 'skriver om förslaget', 'skriva om förslaget'],
		['vårt förslag om barnets boende', 'skriver om utredningen', 'skriva om utredningen']
	],
	Familjehem: [
		['beslutet om umgänge', 'ändrar umgänget', 'ändra umgänget'],
		['avslaget på högre ersättning', 'höjer ersättningen', 'höja ersättningen'],
		['beslutet om placering', 'ändrar beslutet', 'ändra beslutet']
	],
	'Öppenvård unga': [
		['beslutet att avsluta insatsen', 'fortsätter insatsen', 'fortsätta insatsen'],
		['kravet på drogtest', 'stryker kravet', 'stryka kravet']
	],
	Vuxna: [
		['avslaget på behandlingshem', 'beviljar placeringen', 'bevilja placeringen'],
		['beslutet om öppenvård', 'ändrar beslutet', 'ändra beslutet'],
		['ansökan om tvångsvård', 'drar tillbaka ansökan', 'dra tillbaka ansökan']
	],
	'Våld i nära relationer': [
		['beslutet om skyddat boende', 'ändrar beslutet', 'ändra beslutet'],
		['avslaget på längre tid i boendet', 'förlänger tiden', 'förlänga tiden']
	],
	Äldre: [
		['avslaget på särskilt boende', 'beviljar platsen', 'bevilja platsen'],
		['beslutet om färre timmar hemtjänst', 'lägger tillbaka timmarna', 'lägga tillbaka timmarna'],
		['avslaget på korttidsplats', 'ändrar beslutet', 'ändra beslutet']
	],
	Funktionsnedsättning: [
		['beslutet om färre timmar assistans', 'lägger tillbaka timmarna', 'lägga tillbaka timmarna'],
		['avslaget på ledsagning', 'beviljar insatsen', 'bevilja insatsen'],
		['avslaget på kontaktperson', 'ändrar beslutet', 'ändra beslutet']
	],
	Arbetsmarknad: [
		['rapporten om frånvaron', 'tar tillbaka rapporten', 'ta tillbaka rapporten'],
		['beslutet att avbryta praktiken', 'ordnar en ny praktik', 'ordna en ny praktik']
	],
	Arbetsträning: [
		['rapporten om frånvaron', 'tar tillbaka rapporten', 'ta tillbaka rapporten'],
		['beslutet att avbryta arbetsträningen', 'ändrar beslutet', 'ändra beslutet']
	],
	Etablering: [
		['rapporten om frånvaron', 'tar tillbaka rapporten', 'ta tillbaka rapporten'],
		['beslutet om anvisat boende', 'ändrar beslutet', 'ändra beslutet']
	],
	'Budget- och skuldrådgivning': [
		['avslaget på intyg', 'skriver intyget', 'skriva intyget'],
		['beskedet om skuldsanering', 'ändrar beskedet', 'ändra beskedet']
	]
};

const counts = ['sex', 'sju', 'åtta', 'nio', 'elva', 'tolv', 'fjorton', 'sjutton', 'tjugo'];
const ordinals = ['tredje', 'fjärde', 'femte', 'sjätte'];

const objectForm: Record<Pronoun, string> = { han: 'honom', hon: 'henne' };
const possessive: Record<Pronoun, string> = { han: 'hans', hon: 'hennes' };

/** The facts that a text has to agree with. Both times are instants. */
export interface TextSituation {
	activity: Activity;
	influencer: Influencer;
	occurredAt: string;
	reportedAt: string;
}

/** Whether the text speaks of the person behind it, who must then be somebody that can be called something. */
export function mentionsPerson(text: string): boolean {
	return /\{(vem|han|honom|hans)\}/iu.test(text);
}

/**
 * The text as the reporter wrote it.
 *
 * @throws if a slot is unknown, or speaks of a person when the influencer is nobody in particular
 */
export function fillText(text: string, situation: TextSituation, random: Random): string {
	const { activity, influencer, occurredAt, reportedAt } = situation;
	const [decision, yields, yielding] = random.pick(matters[activity]);
	const slots: Record<string, string> = {
		beslutet: decision,
		viker: yields,
		vika: yielding,
		antal: random.pick(counts),
		ordning: random.pick(ordinals),
		kl: clockTime(occurredAt),
		när: dayInWords(occurredAt, reportedAt)
	};
	if (mentionsPerson(text)) {
		const [word, pronoun] = random.pick(wordsFor(influencer, activity));
		Object.assign(slots, {
			vem: word,
			han: pronoun,
			honom: objectForm[pronoun],
			hans: possessive[pronoun]
		});
	}
	return text.replace(/\{(\p{L}+)\}/gu, (_, name: string) => {
		const value = slots[name.toLowerCase()];
		if (!value) throw new Error(`no words for {${name}} in: ${text}`);
		return name === name.toLowerCase() ? value : capitalised(value);
	});
}

/** The day of the event as one would write it on the day of the report: 'i morse', 'i går kväll', 'i lördags'. */
export function dayInWords(occurredAt: string, reportedAt: string): string {
	const occurred = localTime(occurredAt);
	const reported = localTime(reportedAt);
	const days = occurred.toPlainDate().until(reported.toPlainDate()).days;
	const evening = occurred.hour >= 18;

	if (days === 0) {
		if (evening) return 'i kväll';
		return occurred.hour < 10 && reported.hour >= 11 ? 'i morse' : 'i dag';
	}
	if (days === 1) return evening ? 'i går kväll' : 'i går';
	if (days <= 6) return `i ${weekdays[occurred.dayOfWeek - 1]}${evening ? ' kväll' : ''}`;
	if (days <= 13) return 'förra veckan';
	return days <= 20 ? 'för två veckor sedan' : 'för några veckor sedan';
}

const weekdays = ['måndags', 'tisdags', 'onsdags', 'torsdags', 'fredags', 'lördags', 'söndags'];

function clockTime(instant: string): string {
	const { hour, minute } = localTime(instant);
	return `klockan ${hour}.${String(minute).padStart(2, '0')}`;
}

function wordsFor(influencer: Influencer, activity: Activity): Person[] {
	const words = peopleByActivity[activity]?.[influencer] ?? people[influencer];
	if (!words) throw new Error(`a text cannot speak of '${influencer}' as a person`);
	return words;
}

function capitalised(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}
