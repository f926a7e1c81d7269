import type { NotificationAnswers, PoliceAnswers } from '../case-documents/index.ts';
import type { CorrectionInput } from '../incidents/index.ts';

/** What people wrote in the written incidents. Nobody's name but where a form asks for one; no personnummer. */

export const threat = {
	question:
		'Kan handläggaren fortsätta i ärendet, och hur gör vi med besök och vägen hem? Mannen har en ny tid om tre veckor.',
	assessment: {
		capacityLevel: 'unknown',
		capacityReason: 'Vi vet inget om vapen eller om andra som hjälper honom.',
		intentLevel: 'elevated',
		intentReason: 'Hotet var personligt och beskrev vägen hem. Det sades i affekt, direkt efter avslaget.',
		opportunityLevel: 'elevated',
		opportunityReason: 'Han kommer till kontoret igen, och har sett vilken buss handläggaren tar.',
		historyTypes: ['contactSeeking', 'harassment'],
		historyLevel: 'elevated',
		historyReason: 'Upprepade samtal till en kollega en månad tidigare. Inget våld som vi känner till.',
		overallLevel: 'elevated',
		overallReason:
			'Risken är störst vid nästa besök och veckorna efter beslutet. Handläggaren kan fortsätta, men inte ensam i besök.'
	},
	protections: [
		{
			kind: 'twoOfficers',
			label: 'Två handläggare',
			text: 'Vid alla besök, i det stora besöksrummet.',
			dueIn: 6,
			isDone: false
		},
		{
			kind: 'escort',
			label: 'Följe till och från arbetet',
			text: 'Kollega följer med till bussen de två första veckorna.',
			dueIn: -12,
			isDone: true
		}
	]
} as const;

export const olderThreat = {
	assessment: {
		capacityLevel: 'unknown',
		capacityReason: 'Avsändaren är okänd.',
		intentLevel: 'high',
		intentReason: 'Tre meddelanden på en timme, med uppgifter som någon har tagit reda på.',
		opportunityLevel: 'elevated',
		opportunityReason: 'Avsändaren känner till en plats där barnen finns varje dag.',
		historyTypes: ['threat'],
		historyLevel: 'unknown',
		historyReason: 'Vi vet inte vem det är.',
		overallLevel: 'high',
		overallReason:
			'Hotet rör barnen och verkar förberett. Polisen är underrättad. Vi ser över bedömningen om tre månader.'
	}
} as const;

export const statements = {
	question: 'Vad såg eller hörde du när larmet gick i besöksrummet på morgonen?',
	people: [
		{
			personKey: 'mattias.ronn',
			told: 'Jag satt i rummet bredvid. Jag hörde en man höja rösten och säga ”du kommer få ångra dig”. När jag kom in stod han mellan min kollega och dörren. Han gick när vi var två.',
			isAccepted: true
		},
		{
			personKey: 'tomas.kangas',
			told: 'Jag kom efter larmet. Mannen var på väg ut och sa något om bussen. Min kollega var blek och höll sig om handen.',
			isAccepted: false
		},
		{ personKey: 'alma.hedin', told: null, isAccepted: false }
	]
} as const;

export const aftercare = {
	sameDay: 'Samtal direkt. Vi gick igenom vem som ringer hem och vad som händer härnäst.',
	week: 'Avstämning i lugn och ro. Vill fortsätta arbeta som vanligt, med de skydd vi har beslutat.',
	month: 'Mår bättre. Vi fortsätter höras varje månad så länge hotbedömningen gäller.'
} as const;

/** Begun: what is known is filled in, the rest is still empty. */
export const workInjury: NotificationAnswers = {
	employerName: 'Ekdala kommun, Socialförvaltningen',
	contactName: 'Monika Strand',
	workplaceName: 'Enheten för ekonomiskt bistånd 1',
	injuredName: 'Dejan Petrović',
	occupation: 'socialsekreterare',
	employmentForm: 'Tillsvidareanställd',
	place: 'Besöksrum på kontoret',
	activity: 'Besök med en sökande efter ett avslag.',
	event: 'Blev hotad och backade ut ur rummet. Slog då handen i dörrkarmen.',
	injury: 'Ömmande och svullen hand. Sover dåligt sedan händelsen.'
};

/** Begun in the same way. */
export const police = {
	offences: ['threatAgainstOfficial'],
	answers: {
		reporterName: 'Monika Strand',
		reporterRole: 'enhetschef',
		workplaceName: 'Enheten för ekonomiskt bistånd 1, Ekdala kommun',
		exposedName: 'Dejan Petrović',
		exposedReached: 'Genom arbetsplatsen, inte hemma.',
		summary:
			'En besökare ställde sig mellan handläggaren och dörren efter ett avslag och sa att handläggaren skulle få ångra sig och att han vet vilken buss handläggaren tar hem. Två kollegor kom in när larmet gick.'
	}
} as const satisfies { offences: readonly string[]; answers: PoliceAnswers };

export const safety = {
	caseDemand:
		'Jag begär att arbetsgivaren beslutar att besök där vi lämnar ett avslag alltid sker med två handläggare, i ett rum med två utgångar.',
	caseBackground: 'Hotet i besöksrummet. Rummet har en dörr, och besökaren kunde ställa sig i vägen för den.',
	caseAnswer:
		'Två handläggare är beslutat för det här ärendet, och vi använder det stora besöksrummet. För alla avslag gör vi först en riskbedömning tillsammans med dig, klar inom tre veckor.',
	dutyDone: 'Begäran är besvarad',
	unitDemand:
		'Jag begär att de bärbara larmen byts ut. Två av sex gick inte igång vid provet i förra veckan.',
	unitBackground: 'Samma fel rapporterades i våras. Vi har besök varje dag och kan inte lita på larmen.'
} as const;

export const reviews = {
	reviewedBy: 'Förste socialsekreterare på enhet 2',
	dutyDone: {
		reviews: 'Besluten är granskade',
		child: 'Barnets bästa är beskrivet för varje beslut som rör ett barn'
	},
	decisions: [
		{
			reference: 1233,
			name: 'Bifall: hyresskuld',
			influence: 'Kontoutdrag begärdes inte in, efter många samtal med krav på ett snabbt beslut.',
			concernsChild: true,
			outcome: 'unchanged',
			outcomeText:
				'Kontoutdragen är nu inhämtade. Beslutet hade blivit detsamma, men utredningen var för tunn och är kompletterad.',
			childInterest:
				'Barnen hade riskerat att förlora sitt hem. Att skulden betalades var till deras bästa; det är nu beskrivet i utredningen.'
		},
		{
			reference: 1241,
			name: 'Försörjningsstöd, månaden efter',
			influence: 'Samma handläggare, under samma tid som samtalen pågick.',
			concernsChild: false,
			outcome: 'noInfluence',
			outcomeText: 'Beslutet följer normen, och underlagen är kompletta.',
			childInterest: null
		}
	]
} as const;

export const lexSarah = {
	dutyDone: 'Överlämnat till lex Sarah-ansvarig',
	influenced: {
		handover: {
			whatHappened:
				'Ett beslut om hyresskuld fattades utan de underlag vi brukar begära, efter påtryckningar i telefon.',
			clientHarm: 'Barnens situation utreddes inte. Familjen kan ha behövt mer stöd än den fick.',
			doneAlready: 'Beslutet granskas av en kollega på en annan enhet.',
			childConcerned: 'yes'
		},
		documentation:
			'Läst utredningen och beslutet. Barnen nämns i en mening. Samtal med enhetschefen är bokat, och jag har bett om rutinen för hyresskulder.'
	},
	child: {
		handover: {
			whatHappened: 'Ett planerat hembesök ställdes in efter ett hot och blev av först tre veckor senare.',
			clientHarm: 'Barnet kan ha varit utan skydd under tiden. En ny orosanmälan kom innan besöket.',
			doneAlready: 'Besöket är gjort av två handläggare.',
			childConcerned: 'yes'
		},
		investigation:
			'Hembesöket ströks i kalendern utan att någon beslutade om ett nytt. Det fanns ingen rutin för vad som gäller när den som handlägger blir hotad. Det kan hända igen.',
		measure:
			'Ny rutin: ett inställt hembesök går samma dag till enhetschefen, som beslutar när och av vilka det görs.',
		decision: {
			assessment: 'serious',
			reason: 'Ett barn var utan skydd i tre veckor, trots att oron var känd.',
			ivo: 'yes',
			ivoReason: 'Missförhållandet är allvarligt och ska anmälas.'
		}
	},
	ended: {
		handover: {
			whatHappened: 'Ett samtal med en klient sköts upp en vecka efter många samtal från en anhörig.',
			clientHarm: 'Klienten fick vänta på besked om sin insats.',
			doneAlready: 'Samtalet är genomfört, och insatsen har kommit igång.',
			childConcerned: 'no'
		},
		investigation:
			'Klienten fick vänta en vecka. Insatsen påverkades inte. Handläggaren hade ingen att lämna över samtalen till.',
		measure: 'Anhöriga som ringer ofta får en fast telefontid, med en annan person än den som handlägger.',
		decision: {
			assessment: 'shortcoming',
			reason: 'Väntan var ett missförhållande, men fick inga följder för klienten.',
			ivo: 'no',
			ivoReason: 'Inte allvarligt: kort tid, och ingen påtaglig risk.'
		},
		closing: 'Utrett och åtgärdat. Arbetssättet med fast telefontid används nu på hela enheten.'
	}
} as const;

/** The whole report again, as it should have read. */
export const corrected: Omit<CorrectionInput, 'seen' | 'caseReference'> = {
	text: 'En man ringde tre gånger på förmiddagen och skrek att vi förstör hans liv. Han ville att jag skulle ta tillbaka avslaget. Det tredje samtalet kom när jag redan hade börjat skriva rapporten.',
	forms: ['harassment'],
	subforms: ['insults', 'unpleasantCalls'],
	channel: 'phone',
	influencer: 'serviceUser',
	purpose: 'yes',
	occurredDate: null,
	occurredTime: null,
	occurrences: 3,
	lastDate: null,
	lastTime: null,
	place: null,
	matter: null,
	witnesses: null,
	consequences: ['hesitated'],
	childConcerned: 'no',
	injury: null,
	weapon: null,
	fearedForLife: 'no',
	knownRepeat: null,
	gender: null
};

export const links = {
	relateReason: 'Båda händelserna gäller samma ärende hos oss, efter samma avslag.',
	mergeReason: 'Samma stol, samma väntrum och samma klockslag. Båda var där.',
	mergeFeedback:
		'Tack för din rapport. En kollega har rapporterat samma händelse, och jag handlägger dem tillsammans. Hör av dig om du vill lägga till något.'
} as const;
