import type { AssessedForm, Channel, Subform } from '../incidents/taxonomy.ts';
import type { NotUndueInfluence } from './incident-texts.ts';

/**
 * What managers write: support, rationale, measures, messages and feedback. Klarspråk, second person to the reporter,
 * no blame, no names. Each text says what it fits; `history` never uses it for anything else.
 */

/** How an assessment ended: a form, 'unclear', or what it was instead of undue influence. */
export type Outcome = AssessedForm | 'unclear' | NotUndueInfluence;

/** What a case is like to handle, where ordinary words and measures would be out of place. */
export type Setting = 'ordinary' | 'suicideThreat' | 'improperOffer' | 'internal' | 'notUndueInfluence';

/** Limits that are absent do not limit. */
interface Fit {
	settings?: readonly Setting[];
	channels?: readonly Channel[];
	/** Lowest severity for which it is reasonable. */
	fromSeverity?: 2 | 3 | 4;
}

const faceToFace: readonly Channel[] = ['officeVisit', 'homeVisit', 'offDuty'];
const byPhone: readonly Channel[] = ['phone', 'voicemail'];
const written: readonly Channel[] = ['sms', 'email', 'letter', 'socialMedia', 'onlineOther'];
const online: readonly Channel[] = ['socialMedia', 'onlineOther'];
const fromOutside: readonly Setting[] = ['ordinary', 'suicideThreat', 'improperOffer', 'notUndueInfluence'];

/** Support given at the first contact. Says nothing about which day it was. */
export const supportTexts: readonly (Fit & { text: string })[] = [
	{ text: 'Samtal direkt. Medarbetaren ville berätta i lugn och ro och gå hem tidigare.' },
	{ text: 'Samtal på telefon. Erbjöd företagshälsovård, medarbetaren återkommer om det.' },
	{ text: 'Pratade en halvtimme. Bokade ett uppföljande samtal nästa vecka.' },
	{ text: 'Träffades på mitt rum. Medarbetaren är skakad men vill fortsätta arbeta.', fromSeverity: 2 },
	{ text: 'Kort avstämning. Medarbetaren behöver inget mer just nu men vet vart man vänder sig.' },
	{ text: 'Samtal med medarbetaren och skyddsombudet tillsammans.' },
	{
		text: 'Samtal. Kom överens om att en kollega tar telefonen resten av veckan.',
		channels: byPhone,
		settings: fromOutside
	},
	{ text: 'Erbjöd samtalsstöd via företagshälsovården. Medarbetaren tackade ja.' },
	{ text: 'Gick igenom händelsen och vad som händer nu. Medarbetaren uppskattade att bli uppringd.' },
	{ text: 'Samtal. Medarbetaren sover dåligt. Två bokade tider hos företagshälsovården.', fromSeverity: 2 },
	{ text: 'Ringde medarbetaren efter arbetsdagen. Vill ha sällskap vid nästa möte.', settings: fromOutside },
	{
		text: 'Samtal i grupp med dem som var på plats. Alla fick berätta.',
		channels: ['officeVisit', 'homeVisit']
	},
	{ text: 'Avlastning: tre ärenden flyttade till kollegor under två veckor.', fromSeverity: 2 },
	{ text: 'Medarbetaren ville mest att det skulle finnas nedskrivet. Erbjöd stöd, avböjde för tillfället.' },
	{ text: 'Samtal. Vi gick igenom rutinen för larm tillsammans.', channels: ['officeVisit', 'homeVisit'] },
	{ text: 'Samtal och promenad. Bestämde att vi hörs varje dag den här veckan.' },
	{
		text: 'Kollegialt stöd: en erfaren kollega är med vid alla kontakter tills vidare.',
		settings: fromOutside
	},
	{ text: 'Samtal digitalt. Skickade information om vilket stöd som finns och hur man når det.' },
	{
		text: 'Pratade om händelsen och hur familjen har det. Bokade tid hos företagshälsovården.',
		channels: ['offDuty', 'socialMedia', 'viaThirdParty']
	},
	{
		text: 'Samtal. Medarbetaren tvekar inför nästa beslut i ärendet, vi fattar det tillsammans.',
		settings: fromOutside
	},
	{ text: 'Avstämning i korridoren först, sedan ett ordentligt samtal när det blev lugnare.' },
	{ text: 'Samtal. Medarbetaren får arbeta hemifrån i tre dagar.', fromSeverity: 3 },
	{
		text: 'Samtal. HR har gett information om arbetsskadeanmälan om besvären inte släpper.',
		fromSeverity: 3
	},
	{
		text: 'Samtal. Hjälpte till att begränsa vad som syns om medarbetaren på nätet.',
		channels: [...online, 'offDuty']
	},
	{
		text: 'Samtal. Följde med medarbetaren till bilen vid arbetsdagens slut.',
		channels: faceToFace,
		fromSeverity: 3
	},
	{
		text: 'Samtal. Medarbetaren vill inte lämna över ärendet, vi följer upp varje vecka.',
		settings: fromOutside
	},
	{ text: 'Samtal utanför enheten. Gick igenom vem som får veta vad.', settings: ['internal'] },
	{
		text: 'Samtal. Berättade om visselblåsarfunktionen och att hen kan ha med sitt skyddsombud.',
		settings: ['internal']
	},
	{
		text: 'Samtal om hur det känns att arbeta vidare på enheten. Ny tid om en vecka.',
		settings: ['internal']
	}
];

/** Why the manager assessed it as they did. */
export const rationales: readonly { outcome: Outcome; subforms?: readonly Subform[]; text: string }[] = [
	{
		outcome: 'harassment',
		subforms: ['unpleasantCalls'],
		text: 'Upprepade samtal med ett uttalat mål: att få beslutet ändrat. Omfattningen går långt utöver rätten att höra av sig.'
	},
	{
		outcome: 'harassment',
		subforms: ['unpleasantCalls'],
		text: 'Samtalen hindrar arbetet och fortsätter trots att vi svarat i sak. Medarbetaren uppfattar att syftet är att trötta ut, och det är en rimlig tolkning.'
	},
	{
		outcome: 'harassment',
		subforms: ['insults'],
		text: 'Förolämpningarna är kopplade till ett krav på ändrat beslut. Det är personangrepp, inte kritik av handläggningen.'
	},
	{
		outcome: 'harassment',
		subforms: ['insults'],
		text: 'Reaktion i affekt efter ett negativt besked. Ändå ett försök att påverka, eftersom kravet upprepas tillsammans med kränkningarna.'
	},
	{
		outcome: 'harassment',
		subforms: ['insinuation'],
		text: 'Anspelningen är vag men kom i direkt anslutning till beskedet. Medarbetarens upplevelse av att det var avsiktligt är trovärdig.'
	},
	{
		outcome: 'harassment',
		subforms: ['insinuation'],
		text: 'Uppgiften om privatlivet har inget med ärendet att göra. Den sägs för att medarbetaren ska bli orolig och tänka om.'
	},
	{
		outcome: 'harassment',
		subforms: ['guiltTripping', 'emotionalPressure'],
		text: 'Känslomässigt tryck som riktas mot medarbetaren som person. Personen är i en svår situation, och det är samtidigt ett försök att styra beslutet.'
	},
	{
		outcome: 'harassment',
		subforms: ['guiltTripping', 'emotionalPressure'],
		text: 'Ingen enskild kontakt är allvarlig. Tillsammans har de gjort det svårare att hålla fast vid bedömningen, och det är det som avgör.'
	},
	{
		outcome: 'harassment',
		subforms: ['suicideThreatAsPressure'],
		text: 'Hotet om självmord villkoras mot ett beslut. Hjälpbehovet togs först enligt rutinen. Att det också är påverkan ändrar inte det.'
	},
	{
		outcome: 'harassment',
		subforms: ['socialMediaExposure', 'identityMisuse'],
		text: 'Publiceringen pekar ut medarbetaren personligen och inte myndigheten. Den är förenad med krav eller uppmaningar till andra.'
	},
	{
		outcome: 'harassment',
		subforms: ['unauthorisedFilming', 'filmingLivestream'],
		text: 'Att filma är oftast tillåtet. Här används filmen som påtryckning mot medarbetaren.'
	},
	{
		outcome: 'harassment',
		subforms: ['querulantPressure', 'legalIntimidation'],
		text: 'Att anmäla, begära ut handlingar och stämma är rättigheter. Det är villkoret, att det upphör om beslutet ändras, som gör det till otillåten påverkan.'
	},
	{
		outcome: 'harassment',
		subforms: ['following'],
		text: 'Personen har sökt upp medarbetaren på fritiden mer än en gång. Det saknar annan rimlig förklaring än att påverka eller skrämma.'
	},
	{
		outcome: 'harassment',
		text: 'Medarbetaren upplevde händelsen som ett försök att påverka beslutet. Beskrivningen är tydlig och vi ser ingen annan rimlig förklaring.'
	},
	{
		outcome: 'harassment',
		text: 'Kontakten gick tydligt över gränsen för vad man ska behöva tåla i tjänsten, och den hänger ihop med ett beslut.'
	},
	{
		outcome: 'threat',
		subforms: ['deathThreat', 'weaponThreat', 'threatToRelative'],
		text: 'Det går inte att förstå på annat sätt än som ett hot, och det kopplades till beslutet.'
	},
	{
		outcome: 'threat',
		subforms: ['veiledThreat', 'threatToRelative'],
		text: 'Hotet är förtäckt men situationen gör det tydligt. Medarbetaren blev rädd och har skäl för det.'
	},
	{
		outcome: 'threat',
		subforms: ['surveillanceSignal', 'threatToRelative'],
		text: 'Personen visar att medarbetaren är kartlagd. Det är ägnat att skrämma, även om inget uttalas.'
	},
	{
		outcome: 'threat',
		subforms: ['organisedIntimidation'],
		text: 'Flera personer agerar samordnat mot en medarbetare i ett pågående ärende. Säkerhetssamordnaren delar bedömningen.'
	},
	{
		outcome: 'threat',
		text: 'Ett hot mot en medarbetare för det arbete hon eller han gör. Vi bedömer att syftet var att få beslutet ändrat.'
	},
	{
		outcome: 'threat',
		subforms: ['veiledThreat'],
		text: 'Ordvalet är vagt, men det är andra gången i samma ärende och tonen har skärpts.'
	},
	{
		outcome: 'violence',
		text: 'Våld i samband med ett besked. Det spelar ingen roll för bedömningen att det gick snabbt över.'
	},
	{
		outcome: 'violence',
		text: 'Fysiskt angrepp för att hindra eller ändra ett beslut. Bekräftat av dem som var på plats.'
	},
	{
		outcome: 'propertyDamage',
		text: 'Skadan uppstod i direkt anslutning till ärendet. Vi vet inte säkert vem, men sambandet är sannolikt.'
	},
	{
		outcome: 'propertyDamage',
		text: 'Skadegörelsen uppfattas som riktad mot enheten eller medarbetaren på grund av ett beslut. Ingen annan förklaring har kommit fram.'
	},
	{
		outcome: 'corruption',
		text: 'Ett erbjudande som kommer medan ett beslut ska fattas är otillbörligt, oavsett värde. Medarbetaren gjorde rätt som berättade.'
	},
	{
		outcome: 'corruption',
		text: 'Syftet var att skapa en tacksamhetsskuld. Redan det är otillbörligt, oavsett vad som hände sedan.'
	},
	{
		outcome: 'unduePressure',
		text: 'Var och en får ha synpunkter på våra beslut. Här riktades trycket mot en enskild medarbetare i ett enskilt ärende.'
	},
	{
		outcome: 'unduePressure',
		subforms: ['managerialPressure', 'colleagueRequest'],
		text: 'Bedömningen i ett ärende ska vila på utredningen. Det som begärdes gick utanför det, och medarbetaren hade svårt att säga nej.'
	},
	{
		outcome: 'unduePressure',
		subforms: ['politicalPressure'],
		text: 'En förtroendevald får inte lägga sig i hur ett enskilt ärende bedöms. Kontakten borde ha gått till förvaltningens ledning.'
	},
	{
		outcome: 'abuseOfPosition',
		text: 'Uppgifterna är konkreta och går att kontrollera. De utreds utanför enheten.'
	},
	{
		outcome: 'unclear',
		text: 'Vi kan inte avgöra om syftet var att påverka. Händelsen var obehaglig och följs upp ändå.'
	},
	{
		outcome: 'unclear',
		text: 'Kan vara en vanlig reaktion på ett tungt besked, kan vara början på något mer. Vi avvaktar och noterar nya kontakter.'
	},
	{
		outcome: 'unclear',
		text: 'Uppgifterna pekar åt olika håll. Medarbetarens oro tas på allvar oavsett hur det ska kallas.'
	},
	{
		outcome: 'complaint',
		text: 'Ett klagomål på handläggningen, sakligt framfört. Att klaga är en rättighet. Lämnas till klagomålshanteringen.'
	},
	{
		outcome: 'complaint',
		text: 'Synpunkter på bemötande och tid. Inget krav på ett visst beslut och inga påtryckningar.'
	},
	{
		outcome: 'appeal',
		text: 'Att överklaga är ett tillåtet sätt att påverka ett beslut. Överklagandet hanteras för sig.'
	},
	{
		outcome: 'publicRecordsRequest',
		text: 'Begäran om allmän handling. Det är en rättighet, även när den är omfattande. Registrator tar över.'
	},
	{
		outcome: 'accident',
		text: 'Olycksfall utan koppling till någon annans handlande. Registreras som arbetsskada eller tillbud.'
	},
	{
		outcome: 'careDeviation',
		text: 'Händelsen hör till omsorgen och inte till ett försök att påverka. Lämnas som avvikelse.'
	},
	{
		outcome: 'supplierQuestion',
		text: 'Vanlig kontakt från en leverantör, inget erbjudande. Hänvisad till upphandling.'
	},
	{
		outcome: 'suicidalityWithoutDemand',
		text: 'Personen mådde mycket dåligt men ställde inga krav. Rutinen följdes. Stödet till medarbetaren är det viktiga här.'
	},
	{
		outcome: 'other',
		text: 'Händelsen rör inte tjänsteutövningen. Noterad, och ansvarig verksamhet är informerad.'
	}
];

/** What a measure works on; its effect is described in those terms. */
export type MeasureTheme =
	'contact' | 'safety' | 'wellbeing' | 'evidence' | 'learning' | 'routine' | 'integrity';

interface MeasureText extends Fit {
	kind: 'immediate' | 'corrective' | 'preventive';
	theme: MeasureTheme;
	text: string;
	/** Who is usually asked; absent means the manager who handles the case. */
	owner?: 'securityCoordinator' | 'hrPartner';
}

const ordinary: readonly Setting[] = ['ordinary'];
const harm: readonly Setting[] = ['ordinary', 'suicideThreat'];
const dialogue: readonly Channel[] = ['phone', 'voicemail', 'email', 'sms', 'letter'];

/** Åtgärder. */
export const measureTexts: readonly MeasureText[] = [
	...measures('immediate', 'contact', [
		{ text: 'Styr alla samtal i ärendet via växeln', channels: byPhone, settings: harm },
		{
			text: 'Svara skriftligt att kontakt sker en gång i veckan på bestämd tid',
			channels: dialogue,
			settings: ordinary
		},
		{ text: 'Två medarbetare vid alla möten i ärendet', settings: fromOutside },
		{
			text: 'Byt telefonnummer till medarbetarens jobbmobil',
			channels: ['sms', 'phone'],
			fromSeverity: 2,
			settings: ordinary
		},
		{ text: 'Låt en kollega sköta kontakten i ärendet i två veckor', settings: harm },
		{ text: 'Avböj erbjudandet skriftligt och spara en kopia', settings: ['improperOffer'] }
	]),
	...measures('immediate', 'evidence', [
		{ text: 'Spara inspelningarna och anteckna tider', channels: byPhone, settings: ordinary },
		{ text: 'Spara meddelanden och skärmbilder på säker plats', channels: written, settings: fromOutside },
		{ text: 'Anmäl inläggen till plattformen', channels: online, settings: ordinary },
		{
			text: 'Ta ställning till polisanmälan och dokumentera skälen',
			fromSeverity: 3,
			settings: ['ordinary', 'improperOffer']
		}
	]),
	...measures('immediate', 'safety', [
		{ text: 'Boka besöksrum med två utgångar för kommande möten', channels: ['officeVisit'], settings: harm },
		{ text: 'Inga hembesök i ärendet utan sällskap', channels: ['homeVisit'], settings: fromOutside },
		{ text: 'Ordna sällskap till och från arbetet tills vidare', fromSeverity: 4, settings: ordinary },
		{
			text: 'Bedöm hotbilden och lämna råd till medarbetaren',
			fromSeverity: 3,
			settings: ordinary,
			owner: 'securityCoordinator'
		}
	]),
	...measures('immediate', 'integrity', [
		{
			text: 'Flytta beslutet i ärendet till en annan beslutsfattare',
			settings: ['internal', 'improperOffer']
		},
		{ text: 'Informera medarbetaren om visselblåsarfunktionen', settings: ['internal'] }
	]),
	...measures('corrective', 'contact', [
		{
			text: 'Möte med personen tillsammans med chef om vad som gäller för kontakten',
			channels: [...dialogue, 'officeVisit', 'homeVisit', 'digitalMeeting'],
			settings: ordinary
		},
		{ text: 'Anteckna i ärendet hur kontakten ska gå till, så att alla gör lika', settings: harm },
		{
			text: 'Skriv till utföraren om vad som gäller för kontakter med handläggare',
			settings: ['improperOffer']
		},
		{ text: 'Gör en ny riskbedömning av kontakterna i ärendet', settings: fromOutside }
	]),
	...measures('corrective', 'wellbeing', [
		{
			text: 'Erbjud medarbetaren byte av ärende och fråga igen om två veckor',
			fromSeverity: 2,
			settings: fromOutside
		},
		{ text: 'Boka uppföljande samtal med företagshälsovården', fromSeverity: 2, owner: 'hrPartner' },
		{ text: 'Avstämning varje vecka med medarbetaren i en månad' }
	]),
	...measures('corrective', 'evidence', [
		{ text: 'Följ upp polisanmälan och informera medarbetaren', fromSeverity: 4, settings: ordinary }
	]),
	...measures('corrective', 'safety', [
		{
			text: 'Hjälp medarbetaren att ta bort personuppgifter från söktjänster',
			channels: [...online, 'offDuty'],
			fromSeverity: 2,
			settings: ordinary
		},
		{ text: 'Stäm av med vården hur suicidrutinen fungerade', settings: ['suicideThreat'] }
	]),
	...measures('corrective', 'integrity', [
		{
			text: 'Låt en kollega från en annan enhet granska beslutet i ärendet',
			fromSeverity: 2,
			settings: ['ordinary', 'internal', 'improperOffer']
		},
		{ text: 'Ta upp händelsen med förvaltningens ledning', settings: ['internal', 'improperOffer'] },
		{ text: 'Kontrollera loggarna för de akter som nämns', fromSeverity: 2, settings: ['internal'] }
	]),
	...measures('preventive', 'learning', [
		{ text: 'Gå igenom händelsen utan namn på arbetsplatsträffen', settings: fromOutside },
		{
			text: 'Öva på att avsluta samtal som gått över gränsen',
			channels: [...byPhone, 'digitalMeeting'],
			settings: ordinary
		},
		{ text: 'Utbildning i bemötande och gränssättning för enheten', settings: harm },
		{ text: 'Påminn alla om rutinen för gåvor och erbjudanden', settings: ['improperOffer'] },
		{ text: 'Prata på arbetsplatsträffen om roller och gränser i enskilda ärenden', settings: ['internal'] },
		{
			text: 'Gå igenom hur medarbetare skyddar sina uppgifter på fritiden',
			channels: [...online, 'offDuty', 'sms', 'viaThirdParty'],
			settings: ordinary,
			owner: 'securityCoordinator'
		}
	]),
	...measures('preventive', 'routine', [
		{
			text: 'Ta fram en checklista för hembesök med förhöjd risk',
			channels: ['homeVisit'],
			settings: fromOutside
		},
		{ text: 'Ändra mallen för avslag så att den är lättare att förstå', settings: harm },
		{ text: 'Ring alltid före ett tungt besked, två och två', settings: harm },
		{
			text: 'Inför standardsvar när någon mejlar många gånger samma dag',
			channels: ['email'],
			settings: ordinary
		},
		{ text: 'Lägg in risken i enhetens riskbedömning', fromSeverity: 2, settings: fromOutside },
		{ text: 'Lägg in säkerhetsrutinen i introduktionen för nyanställda', settings: fromOutside }
	]),
	...measures('preventive', 'safety', [
		{
			text: 'Gå igenom larm och möblering i alla besöksrum',
			channels: ['officeVisit'],
			settings: harm,
			owner: 'securityCoordinator'
		},
		{
			text: 'Ta bort medarbetares bilder från webbplatsen',
			channels: [...online, 'offDuty'],
			settings: ordinary
		}
	]),
	...measures('preventive', 'integrity', [
		{ text: 'Se över vem som har behörighet till vilka akter', settings: ['internal'] },
		{ text: 'Beskriv i rutinen vem man vänder sig till vid press inifrån', settings: ['internal'] }
	])
];

/** What the measure led to, by the answer to 'Fick åtgärden effekt?'. */
export const effectTexts: readonly {
	effect: 'yes' | 'partly' | 'no';
	themes: readonly MeasureTheme[];
	text: string;
}[] = [
	...effects(
		'yes',
		['contact'],
		[
			'Kontakterna har upphört.',
			'Inga nya händelser i ärendet sedan dess.',
			'Kontakten sker nu på bestämd tid och tonen är en annan.',
			'Medarbetaren har inte behövt svara själv en enda gång.'
		]
	),
	...effects(
		'yes',
		['safety'],
		[
			'Medarbetaren känner sig trygg på jobbet igen.',
			'Det vi bestämde används och fungerar.',
			'Inget nytt har hänt. Medarbetaren säger att det gör skillnad.'
		]
	),
	...effects(
		'yes',
		['wellbeing'],
		['Medarbetaren mår bättre och sover igen.', 'Medarbetaren är nöjd och behöver inget mer just nu.']
	),
	...effects(
		'yes',
		['evidence'],
		[
			'Allt finns sparat och har kommit till användning.',
			'Materialet gjorde det lättare att bedöma vad som hänt.'
		]
	),
	...effects(
		'yes',
		['learning'],
		[
			'Gruppen säger att det är lättare att sätta gräns nu.',
			'Två kollegor har redan använt det, med gott resultat.',
			'Alla var med. Tre till berättade om liknande händelser.'
		]
	),
	...effects(
		'yes',
		['routine'],
		['Alla på enheten gör nu på samma sätt.', 'Vi märker färre missförstånd efter beskeden.']
	),
	...effects(
		'yes',
		['integrity'],
		['Handläggningen är granskad och håller.', 'Det är tydligt för alla vad som gäller. Inget nytt har hänt.']
	),
	...effects(
		'partly',
		['contact'],
		[
			'Kontakterna är färre men har inte slutat.',
			'Fungerar när vi är två, inte när någon är sjuk.',
			'Tonen är bättre men kraven återkommer.'
		]
	),
	...effects(
		'partly',
		['safety'],
		['Bättre på kontoret. Oron på fritiden sitter kvar.', 'Det mesta är på plats, en del väntar på leverans.']
	),
	...effects(
		'partly',
		['wellbeing'],
		[
			'Det hjälpte. Oron sitter kvar hos medarbetaren.',
			'Medarbetaren är nöjd, men kollegorna vill ha tydligare stöd.'
		]
	),
	...effects('partly', ['evidence'], ['En del hann försvinna innan vi sparade det.']),
	...effects(
		'partly',
		['learning'],
		['Hälften av enheten var med. Ett tillfälle till är bokat.', 'Uppskattat, men vi behöver öva oftare.']
	),
	...effects('partly', ['routine'], ['Används av de flesta men inte av alla.']),
	...effects(
		'partly',
		['integrity'],
		['Ledningen har tagit ställning. På enheten är det fortfarande stelt.']
	),
	...effects(
		'no',
		['contact'],
		[
			'Ingen skillnad. Vi provar en annan väg.',
			'Personen bytte till ett annat sätt att höra av sig.',
			'Svaret gjorde snarare saken värre.'
		]
	),
	...effects('no', ['safety'], ['Åtgärden genomfördes men ändrade inte känslan av otrygghet.']),
	...effects('no', ['wellbeing'], ['Medarbetaren valde att byta arbetsuppgifter ändå.']),
	...effects('no', ['evidence'], ['Det ledde ingen vart.']),
	...effects(
		'no',
		['learning', 'routine', 'integrity'],
		['Genomförd, men ingen har märkt någon skillnad.', 'Föll i glömska efter några veckor. Tas om.']
	)
];

/**
 * Conversations between the manager and the reporter: opening, answer, update, last word. A case may have the whole
 * of one, or only its beginning.
 */
export const conversations: readonly (Fit & { lines: readonly [string, string, string, string] })[] = [
	{
		settings: harm,
		lines: [
			'Tack för att du rapporterade. Jag har läst och hör av mig så att vi kan prata i lugn och ro.',
			'Tack, det räcker med ett samtal. Jag är här hela dagen.',
			'Bra att vi pratades vid. Från och med nu går all kontakt i ärendet via mig.',
			'Det märks redan. Jag slapp två samtal i går.'
		]
	},
	{
		settings: harm,
		lines: [
			'Tack för din rapport. Hur mår du nu? Säg till om du vill att vi ses direkt.',
			'Det känns bättre i dag. Men jag vill inte ta nästa möte ensam.',
			'Det ska du inte behöva. Nästa möte har vi tillsammans och du behöver inte leda det.',
			'Bra möte i dag. Det gjorde skillnad att vi var två.'
		]
	},
	{
		settings: ordinary,
		channels: written,
		lines: [
			'Bra att du berättade. Har du kvar det som skickades? Spara, men du behöver inte läsa det igen.',
			'Jag har sparat allt. Vill helst inte titta på det igen.',
			'Då tar jag över det. Lägg det i mappen som jag delat med dig, så är det borta från din inkorg.',
			'Klart. Det var skönt att bli av med det.'
		]
	},
	{
		settings: ordinary,
		channels: ['officeVisit', 'homeVisit'],
		lines: [
			'Tack för rapporten. Var någon kollega med eller hörde något?',
			'En kollega var med och kan berätta vad hon hörde.',
			'Jag har pratat med henne. Hennes bild stämmer med din. Vi går igenom larmrutinen på måndag.',
			'Bra. Vi var båda osäkra på när man ska larma.'
		]
	},
	{
		settings: ordinary,
		lines: [
			'Tack för att du rapporterade. Har något liknande hänt tidigare i samma ärende?',
			'Ja, det har hänt förut. Jag orkade inte skriva då.',
			'Det är förståeligt. Det du har berättat gör det lättare att se ett mönster. Hör av dig så fort det händer igen.',
			'Det har varit lugnt sedan dess.'
		]
	},
	{
		settings: harm,
		lines: [
			'Tack. Vill du att någon annan tar nästa kontakt i ärendet? Du bestämmer.',
			'Jag vill behålla ärendet, men vill ha någon med mig.',
			'Då gör vi så. Jag har lagt in det i planeringen för den närmaste månaden.',
			'Jag skulle vilja lämna över ärendet ändå. Går det?'
		]
	},
	{
		settings: fromOutside,
		lines: [
			'Tack för att du skrev, fast du har mycket annat. Vill du ha med skyddsombudet när vi ses?',
			'Jag vill gärna ha med skyddsombudet.',
			'Nu är det bokat. Du har fått en kallelse, hör av dig om tiden inte passar.',
			'Tiden passar. Tack.'
		]
	},
	{
		settings: ordinary,
		fromSeverity: 3,
		lines: [
			'Jag förstår att det här var obehagligt. Känner du dig trygg på väg hem?',
			'Inte riktigt. Jag tog en annan väg i dag.',
			'Jag har pratat med säkerhetssamordnaren. Vi går igenom råden tillsammans när du har tid.',
			'Min familj undrar hur det går. Finns det något jag kan säga till dem?'
		]
	},
	{
		settings: harm,
		lines: [
			'Det här ska du inte behöva bära själv. Vilken tid passar dig bäst att prata?',
			'Jag sov dåligt men är på jobbet. Kan vi prata på eftermiddagen?',
			'Tiden hos företagshälsovården är bokad. Du får kallelsen direkt från dem.',
			'Jag går dit. Det känns lite överdrivet, men jag går.'
		]
	},
	{
		settings: harm,
		channels: byPhone,
		lines: [
			'Jag har läst din rapport. Du gjorde rätt som avslutade. Hur är det med telefonen nu?',
			'Kan någon annan ta den i dag? Jag behöver få skriva klart.',
			'Det är ordnat. Du slipper telefontiden den här veckan.',
			'Det kom ett samtal till, samma ton. Kollegan la på direkt, precis som vi sagt.'
		]
	},
	{
		settings: ordinary,
		lines: [
			'Tack för att du rapporterade. Vad skulle hjälpa dig mest just nu?',
			'Det är nog ingen fara, men jag ville att någon skulle veta.',
			'Då vet jag. Bedömningen är klar och du kan läsa den i ditt ärende. Fråga gärna om något är oklart.',
			'Jag har läst. Bra att det fick ett namn.'
		]
	},
	{
		settings: ['ordinary', 'notUndueInfluence'],
		lines: [
			'Jag har tagit emot din rapport. Skriv här om det händer något mer innan vi hunnit prata.',
			'Tack för svaret. Det hjälper att veta att någon har läst.',
			'Bra att du skrev fast du var osäker. Nu har jag läst in mig och vi kan prata när det passar dig.',
			'I eftermiddag går bra.'
		]
	},
	{
		settings: ordinary,
		lines: [
			'Jag har läst det du skrev och tar det på allvar. Du behöver inte ha någon kontakt i ärendet förrän vi har pratats vid.',
			'Skönt att höra. Jag visste inte om det här var något att rapportera.',
			'Det är det. Vi tar upp det på nästa arbetsplatsträff, utan att någon kan se att det gäller dig.',
			'Tack för att det togs upp. Två andra sa att de varit med om samma sak.'
		]
	},
	{
		settings: ordinary,
		channels: [...online, 'offDuty', 'viaThirdParty'],
		fromSeverity: 2,
		lines: [
			'Tack för att du berättade. Att det följer med hem är allvarligt. Vill du ha hjälp att skydda dina uppgifter?',
			'Ja tack. Jag visste inte att det gick att se så mycket.',
			'Vi går igenom det tillsammans. Det tar ungefär en timme och du får göra det på arbetstid.',
			'Nu är det mesta borta. Jag ångrar att jag inte gjorde det tidigare.'
		]
	},
	{
		settings: ['suicideThreat'],
		lines: [
			'Tack för att du skrev, och för att du följde rutinen. Hur är det med dig?',
			'Jag tänker på det hela tiden, fast jag vet att hjälpen kom fram.',
			'Det är inte konstigt. Du har en tid hos företagshälsovården, och beslutet i ärendet fattar vi två tillsammans.',
			'Tack. Det var bra att få säga det högt till någon.'
		]
	},
	{
		settings: ['improperOffer'],
		lines: [
			'Du gjorde rätt som berättade. Svara inte själv, jag tar den kontakten.',
			'Bra. Jag vill inte att det ska se ut som om jag tagit emot något.',
			'Svaret är skickat och allt är dokumenterat. Du finns inte med i det.',
			'Då kan jag släppa det. Tack.'
		]
	},
	{
		settings: ['internal'],
		lines: [
			'Tack för att du berättade. Din rapport har kommit till mig och inte till den som det gäller.',
			'Det var det jag var mest orolig för. Vem mer får veta?',
			'Bara de som behöver det för att utreda. Jag säger till dig innan någon annan får läsa.',
			'Okej. Då vågar jag svara på frågor.'
		]
	},
	{
		settings: ['internal'],
		lines: [
			'Jag har läst din rapport. Vill du ses någon annanstans än på enheten?',
			'Ja, gärna. Kan jag ha med mitt skyddsombud?',
			'Självklart. Beslutet i ärendet fattas av någon annan så länge, så att du slipper pressen.',
			'Det har blivit lugnare. Men det är konstig stämning på fikat.'
		]
	}
];

/** The last word to the reporter when the case is closed. */
export const feedbackTexts: readonly { outcomes: readonly Outcome[]; text: string }[] = [
	...forUndueInfluence([
		'Tack för att du rapporterade. Vi bedömer att det var otillåten påverkan. Åtgärderna är genomförda och du är alltid välkommen att höra av dig om det börjar igen.',
		'Nu avslutar vi ärendet. Det du berättade har lett till att kontakterna i ärendet sköts på ett annat sätt. Du gjorde rätt.',
		'Ärendet är klart. Vi har följt upp åtgärderna och du sa att det är lugnare nu. Händer det igen vill vi veta det, även om det känns litet.',
		'Tack för ditt tålamod. Bedömningen är otillåten påverkan. Vi har tagit upp risken i enhetens riskbedömning så att fler får nytta av det du skrev.',
		'Vi avslutar nu. Din rapport är en av flera liknande, och tillsammans har de gett oss underlag för att ändra rutinen.',
		'Det du var med om ska ingen behöva stå ut med. Åtgärderna är gjorda och utvärderade. Stödet från företagshälsovården finns kvar om du vill ha det.',
		'Nu är allt vi bestämde genomfört. Du behöver inte ha fler kontakter i ärendet om du inte vill. Tack för att du berättade.',
		'Ärendet avslutas. Vi kunde inte få allt att upphöra, men vi har delat på bördan och fortsätter följa det på enheten.',
		'Tack. Din rapport gjorde att vi upptäckte ett mönster. Händelsen är utredd, och åtgärderna är följda till slut.',
		'Vi har gått igenom händelsen en sista gång. Du var lugn och gjorde det rutinen säger. Vi ändrar det som brast runt omkring dig.',
		'Ärendet stängs i dag efter vårt samtal. Du sa att du känner dig trygg vid möten igen. Säg till om det ändras.',
		'Bedömningen är att någon försökte påverka ditt arbete. Tack för att du berättade. Det har gjort skillnad för fler än dig.'
	]),
	...forOutcomes(
		['threat', 'violence', 'propertyDamage'],
		[
			'Vi ser allvarligt på det som hände. Åtgärderna för din säkerhet är genomförda och följs upp även efter att ärendet stängs.',
			'Nu avslutar vi ärendet här. Säkerhetssamordnaren har din kontakt kvar och du får veta om hotbilden ändras.',
			'Allt som bestämdes är gjort. Vi pratar igen om tre månader, även om inget mer har hänt.'
		]
	),
	...forOutcomes(
		['corruption'],
		[
			'Du gjorde precis rätt som sa nej och berättade. Erbjudandet är besvarat skriftligt och dokumenterat. Ingenting ligger på dig.',
			'Tack för att du rapporterade erbjudandet. Vi har påmint utförare och medarbetare om vad som gäller.'
		]
	),
	...forOutcomes(
		['unduePressure'],
		[
			'Du ska kunna göra din bedömning utan press, varifrån den än kommer. Vi har tagit upp det som hände med dem det berör och klargjort vad som gäller.',
			'Tack för att du berättade. Det var inte lätt. Ansvaret för ärendet ligger hos dig och ingen ska ha synpunkter på din bedömning vid sidan av utredningen.'
		]
	),
	...forOutcomes(
		['abuseOfPosition'],
		[
			'Tack för att du berättade. Uppgifterna är kontrollerade utanför enheten. Vi kan inte berätta allt om utgången, men åtgärder är genomförda.'
		]
	),
	...forOutcomes(
		['unclear'],
		[
			'Vi kunde inte avgöra om syftet var att påverka dig. Det gör inte händelsen mindre jobbig. Rapportera gärna igen om något liknande händer.',
			'Ärendet avslutas utan att vi vet säkert. Det du skrev finns kvar och gör det lättare att se ett mönster om det händer igen.'
		]
	),
	...forOutcomes(
		['complaint'],
		[
			'Vi bedömer att det var ett klagomål. Det är lämnat vidare och du behöver inte svara på det själv. Bra att du rapporterade när du var osäker.',
			'Tack. Det här var synpunkter på handläggningen och inte otillåten påverkan. Jag tar svaret, och vi pratar gärna om hur det kändes.'
		]
	),
	...forOutcomes(
		['appeal'],
		[
			'Att överklaga är tillåtet och hanteras som vanligt. Tack för att du rapporterade, hellre en gång för mycket.'
		]
	),
	...forOutcomes(
		['publicRecordsRequest'],
		[
			'Det var en begäran om allmän handling. Registrator har tagit över, så att du får tid till dina ärenden.'
		]
	),
	...forOutcomes(
		['accident'],
		[
			'Skönt att det gick bra. Händelsen är registrerad som tillbud eller olycksfall i stället. Säg till om besvären kommer tillbaka.'
		]
	),
	...forOutcomes(
		['careDeviation'],
		[
			'Det du skrev är lämnat som en avvikelse till den verksamhet som kan rätta till det. Tack för att du sa till.'
		]
	),
	...forOutcomes(
		['supplierQuestion'],
		[
			'Det var en vanlig fråga från en leverantör. Vi har hänvisat till upphandling. Bra att du frågade när du var osäker.'
		]
	),
	...forOutcomes(
		['suicidalityWithoutDemand'],
		[
			'Du gjorde allt rätt i en svår stund. Det var inte otillåten påverkan, men stödet till dig är precis lika självklart.'
		]
	),
	...forOutcomes(
		['other'],
		[
			'Det här visade sig inte handla om ditt arbete med ärenden. Ansvarig verksamhet vet om det. Tack för att du rapporterade.'
		]
	)
];

function forUndueInfluence(texts: readonly string[]) {
	return forOutcomes(['harassment', 'threat', 'violence', 'propertyDamage'], texts);
}

function forOutcomes(outcomes: readonly Outcome[], texts: readonly string[]) {
	return texts.map((text) => ({ outcomes, text }));
}

function measures(
	kind: MeasureText['kind'],
	theme: MeasureTheme,
	texts: readonly Omit<MeasureText, 'kind' | 'theme'>[]
): MeasureText[] {
	return texts.map((text) => ({ ...text, kind, theme }));
}

function effects(effect: 'yes' | 'partly' | 'no', themes: readonly MeasureTheme[], texts: readonly string[]) {
	return texts.map((text) => ({ effect, themes, text }));
}

/** Whether a text suits the case. */
export function suits(
	{ settings, channels, fromSeverity }: Fit,
	incident: { setting: Setting; channel: Channel; severity: number }
): boolean {
	return (
		(!settings || settings.includes(incident.setting)) &&
		(!channels || channels.includes(incident.channel)) &&
		(!fromSeverity || incident.severity >= fromSeverity)
	);
}
