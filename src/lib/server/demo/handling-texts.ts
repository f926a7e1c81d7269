import type { AssessedForm, Channel, Subform } from '../incidents/taxonomy.ts';
import type { NotUndueInfluence } from './incident-texts.ts';

/**
 * What managers write: support, rationale, measures, messages and feedback. Klarspråk, second person to the reporter,
 * no blame, no names. Each text says what it fits; `history` never uses it for anything else.
 */

/** How an assessment ended: a form, 'unclear', or what it was instead of undue influence. */
export type Outcome = AssessedForm | 'unclear' | NotUndueInfluence;

/** Support given at the first contact. Says nothing about which day it was. */
export const supportTexts: readonly string[] = [
	'Samtal direkt. Medarbetaren ville berätta i lugn och ro och gå hem tidigare.',
	'Samtal på telefon. Erbjöd företagshälsovård, medarbetaren återkommer om det.',
	'Pratade en halvtimme. Bokade ett uppföljande samtal nästa vecka.',
	'Träffades på mitt rum. Medarbetaren är skakad men vill fortsätta arbeta.',
	'Kort avstämning. Medarbetaren behöver inget mer just nu men vet vart man vänder sig.',
	'Samtal med medarbetaren och skyddsombudet tillsammans.',
	'Samtal. Kom överens om att en kollega tar telefonen resten av veckan.',
	'Erbjöd samtalsstöd via företagshälsovården. Medarbetaren tackade ja.',
	'Gick igenom händelsen och vad som händer nu. Medarbetaren uppskattade att bli uppringd.',
	'Samtal. Medarbetaren sover dåligt. Två bokade tider hos företagshälsovården.',
	'Ringde hem till medarbetaren efter arbetsdagen. Lugnare än tidigare, vill ha sällskap vid nästa möte.',
	'Samtal i grupp med dem som var på plats. Alla fick berätta.',
	'Avlastning: tre ärenden flyttade till kollegor under två veckor.',
	'Medarbetaren ville mest att det skulle finnas nedskrivet. Erbjöd stöd, avböjde för tillfället.',
	'Samtal. Vi gick igenom rutinen för larm tillsammans.',
	'Samtal och promenad. Bestämde att vi hörs varje dag den här veckan.',
	'Kollegialt stöd: en erfaren kollega är med vid alla kontakter tills vidare.',
	'Samtal digitalt. Skickade information om vilket stöd som finns och hur man når det.',
	'Pratade igenom kvällen efter händelsen och hur familjen har det. Bokade tid hos företagshälsovården.',
	'Samtal. Medarbetaren tvekar inför nästa beslut i ärendet, vi fattar det tillsammans.',
	'Avstämning i korridoren först, sedan ett ordentligt samtal när det blev lugnare.',
	'Samtal. Medarbetaren får arbeta hemifrån i tre dagar.',
	'Samtal. HR har gett information om arbetsskadeanmälan om besvären inte släpper.',
	'Hjälp att begränsa vad som syns om medarbetaren på nätet.',
	'Samtal. Följde med medarbetaren till bilen vid arbetsdagens slut.',
	'Samtal. Medarbetaren vill inte lämna över ärendet, vi följer upp varje vecka.'
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
		text: 'Medarbetaren uppfattade att syftet var att påverka beslutet. Händelsen bekräftas av det som sparats och av en kollega.'
	},
	{
		outcome: 'harassment',
		text: 'Kontakten gick tydligt över gränsen för vad man ska behöva tåla i tjänsten, och kravet på ändring var uttalat.'
	},
	{
		outcome: 'threat',
		text: 'Uttalandet går inte att förstå på annat sätt än som ett hot. Det kopplades till beslutet i samma mening.'
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
		text: 'Allvarligt hot mot en medarbetare i tjänsten. Vi bedömer att syftet var att få beslutet ändrat.'
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
	{ outcome: 'violence', text: 'Fysiskt angrepp för att hindra eller ändra ett beslut. Bekräftat av dem som var på plats.' },
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
		text: 'Syftet var att skapa en tacksamhetsskuld. Inget har tagits emot och inget beslut har påverkats.'
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
	{ outcome: 'complaint', text: 'Synpunkter på bemötande och tid. Inget krav på ett visst beslut och inga påtryckningar.' },
	{ outcome: 'appeal', text: 'Att överklaga är ett tillåtet sätt att påverka ett beslut. Överklagandet hanteras för sig.' },
	{
		outcome: 'publicRecordsRequest',
		text: 'Begäran om allmän handling. Det är en rättighet, även när den är omfattande. Registrator tar över.'
	},
	{ outcome: 'accident', text: 'Olycksfall utan koppling till någon annans handlande. Registreras som arbetsskada eller tillbud.' },
	{
		outcome: 'careDeviation',
		text: 'Händelsen hör till omsorgen och inte till ett försök att påverka. Lämnas som avvikelse.'
	},
	{ outcome: 'supplierQuestion', text: 'Vanlig kontakt från en leverantör, inget erbjudande. Hänvisad till upphandling.' },
	{
		outcome: 'suicidalityWithoutDemand',
		text: 'Personen mådde mycket dåligt men ställde inga krav. Rutinen följdes. Stödet till medarbetaren är det viktiga här.'
	},
	{ outcome: 'other', text: 'Händelsen rör inte tjänsteutövningen. Noterad, och ansvarig verksamhet är informerad.' }
];

/** Åtgärder. Absent limits mean that the measure suits every form, channel and severity. */
export const measureTexts: readonly {
	kind: 'immediate' | 'corrective' | 'preventive';
	text: string;
	forms?: readonly Outcome[];
	channels?: readonly Channel[];
	/** Lowest severity for which it is reasonable. */
	fromSeverity?: 2 | 3 | 4;
	/** Who is usually asked; absent means the manager who handles the case. */
	owner?: 'securityCoordinator' | 'hrPartner';
}[] = [
	{ kind: 'immediate', text: 'Styr alla samtal i ärendet via växeln', channels: ['phone', 'voicemail'] },
	{ kind: 'immediate', text: 'Spara inspelningarna och anteckna tider', channels: ['voicemail', 'phone'] },
	{
		kind: 'immediate',
		text: 'Spara meddelanden och skärmbilder på säker plats',
		channels: ['sms', 'email', 'socialMedia', 'onlineOther']
	},
	{
		kind: 'immediate',
		text: 'Svara skriftligt att fortsatt kontakt sker en gång i veckan på bestämd tid',
		channels: ['email', 'phone', 'sms', 'letter', 'voicemail']
	},
	{ kind: 'immediate', text: 'Två medarbetare vid alla möten i ärendet' },
	{ kind: 'immediate', text: 'Boka besöksrum med två utgångar för kommande möten', channels: ['officeVisit'] },
	{ kind: 'immediate', text: 'Inga hembesök i ärendet utan sällskap', channels: ['homeVisit'] },
	{ kind: 'immediate', text: 'Ta ställning till polisanmälan och dokumentera skälen', fromSeverity: 3 },
	{
		kind: 'immediate',
		text: 'Bedöm hotbilden och lämna råd till medarbetaren',
		fromSeverity: 3,
		forms: ['threat', 'violence', 'propertyDamage', 'harassment'],
		owner: 'securityCoordinator'
	},
	{
		kind: 'immediate',
		text: 'Ordna sällskap till och från arbetet tills vidare',
		fromSeverity: 4,
		forms: ['threat', 'violence', 'propertyDamage']
	},
	{ kind: 'immediate', text: 'Avböj erbjudandet skriftligt och spara en kopia', forms: ['corruption'] },
	{ kind: 'immediate', text: 'Anmäl inläggen till plattformen', channels: ['socialMedia', 'onlineOther'] },
	{
		kind: 'immediate',
		text: 'Flytta beslutet i ärendet till en annan beslutsfattare',
		forms: ['unduePressure', 'abuseOfPosition', 'corruption']
	},
	{ kind: 'immediate', text: 'Byt telefonnummer till medarbetarens jobbmobil', channels: ['sms'], fromSeverity: 2 },
	{ kind: 'corrective', text: 'Gör en ny riskbedömning av kontakterna i ärendet' },
	{ kind: 'corrective', text: 'Möte med personen tillsammans med chef om vad som gäller för kontakten', channels: ['phone', 'email', 'officeVisit', 'sms', 'voicemail', 'homeVisit', 'letter', 'digitalMeeting'], forms: ['harassment', 'threat', 'unclear'] },
	{ kind: 'corrective', text: 'Låt en kollega granska beslutet i ärendet', fromSeverity: 2 },
	{ kind: 'corrective', text: 'Erbjud medarbetaren byte av ärende och fråga igen om två veckor', fromSeverity: 2 },
	{ kind: 'corrective', text: 'Boka uppföljande samtal med företagshälsovården', fromSeverity: 2, owner: 'hrPartner' },
	{ kind: 'corrective', text: 'Skriv till utföraren om vad som gäller för kontakter med handläggare', forms: ['corruption'] },
	{ kind: 'corrective', text: 'Ta upp händelsen med förvaltningens ledning', forms: ['unduePressure', 'abuseOfPosition'] },
	{ kind: 'corrective', text: 'Kontrollera loggar för de akter som nämns', forms: ['abuseOfPosition'] },
	{ kind: 'corrective', text: 'Hjälp medarbetaren att ta bort personuppgifter från söktjänster', channels: ['socialMedia', 'onlineOther', 'offDuty'], fromSeverity: 2 },
	{ kind: 'corrective', text: 'Följ upp polisanmälan och informera medarbetaren', fromSeverity: 3, forms: ['threat', 'violence', 'propertyDamage'] },
	{ kind: 'corrective', text: 'Laga det som skadats och se över larm och belysning', forms: ['propertyDamage'] },
	{ kind: 'corrective', text: 'Anteckna i ärendet hur kontakten ska gå till, så att alla gör lika' },
	{ kind: 'corrective', text: 'Avstämning varje vecka med medarbetaren i en månad' },
	{ kind: 'preventive', text: 'Gå igenom händelsen utan namn på arbetsplatsträffen' },
	{ kind: 'preventive', text: 'Öva på att avsluta samtal som gått över gränsen', channels: ['phone', 'voicemail', 'digitalMeeting'] },
	{ kind: 'preventive', text: 'Gå igenom larm och möblering i alla besöksrum', channels: ['officeVisit'], owner: 'securityCoordinator' },
	{ kind: 'preventive', text: 'Ta fram en checklista för hembesök med förhöjd risk', channels: ['homeVisit'] },
	{ kind: 'preventive', text: 'Ändra mallen för avslag så att den är lättare att förstå' },
	{ kind: 'preventive', text: 'Ring alltid före ett tungt besked, två och två' },
	{ kind: 'preventive', text: 'Ta bort medarbetares bilder från webbplatsen', channels: ['socialMedia', 'onlineOther', 'offDuty', 'sms'] },
	{ kind: 'preventive', text: 'Utbildning i bemötande och gränssättning för enheten' },
	{ kind: 'preventive', text: 'Lägg in risken i enhetens riskbedömning', fromSeverity: 2 },
	{ kind: 'preventive', text: 'Påminn alla om rutinen för gåvor och erbjudanden', forms: ['corruption'] },
	{ kind: 'preventive', text: 'Prata om roller och gränser mellan förtroendevalda, chefer och handläggare', forms: ['unduePressure'] },
	{ kind: 'preventive', text: 'Se över vem som har behörighet till vilka akter', forms: ['abuseOfPosition'] },
	{ kind: 'preventive', text: 'Inför standardsvar när någon mejlar många gånger samma dag', channels: ['email'] },
	{ kind: 'preventive', text: 'Lägg in en påminnelse om säkerhetsrutinen i introduktionen' },
	{ kind: 'preventive', text: 'Gå igenom hur medarbetare skyddar sina uppgifter på fritiden', channels: ['offDuty', 'socialMedia', 'sms', 'viaThirdParty'], owner: 'securityCoordinator' }
];

/** What the measure led to, by the answer to 'Fick åtgärden effekt?'. */
export const effectTexts: Record<'yes' | 'partly' | 'no', readonly string[]> = {
	yes: [
		'Kontakterna har upphört.',
		'Inga nya händelser i ärendet sedan dess.',
		'Medarbetaren känner sig trygg vid möten igen.',
		'Alla på enheten gör nu på samma sätt.',
		'Fungerade. Kontakten sker på bestämd tid och tonen är en annan.',
		'Medarbetaren har inte behövt svara själv en enda gång.',
		'Gruppen säger att det är lättare att avsluta samtal nu.',
		'Två kollegor har använt det vi övade på, med gott resultat.',
		'Beslutet höll vid granskningen. Medarbetaren är lättad.',
		'Vi märker färre missförstånd efter beskeden.'
	],
	partly: [
		'Samtalen är färre men har inte slutat.',
		'Bättre på kontoret, men det fortsätter på fritiden.',
		'Hjälpte i ärendet. Oron sitter kvar hos medarbetaren.',
		'Hälften av enheten var med. Ett tillfälle till är bokat.',
		'Fungerar när vi är två, inte när någon är sjuk.',
		'Tonen är bättre men kraven återkommer.',
		'Inläggen togs bort, men nya har kommit.',
		'Medarbetaren är nöjd, men kollegorna vill ha tydligare stöd.'
	],
	no: [
		'Ingen skillnad. Vi provar en annan väg.',
		'Personen bytte till ett annat nummer och fortsatte.',
		'Svaret gjorde snarare saken värre.',
		'Åtgärden genomfördes men ingen använder den.',
		'Plattformen avslog vår begäran.',
		'Medarbetaren valde att byta arbetsuppgifter ändå.',
		'För tidigt avslutad, händelserna kom tillbaka.'
	]
};

/** From the manager: the opening, and what comes later. */
export const handlerMessages: Record<'opening' | 'update', readonly string[]> = {
	opening: [
		'Tack för att du rapporterade. Jag har läst och hör av mig så att vi kan prata i lugn och ro.',
		'Tack för din rapport. Hur mår du nu? Säg till om du vill att vi ses direkt.',
		'Jag har läst det du skrev och tar det på allvar. Du behöver inte ha någon kontakt i ärendet förrän vi har pratats vid.',
		'Tack för att du skrev fast det var mycket i dag. Vill du ha med skyddsombudet när vi ses?',
		'Bra att du berättade. Har du kvar meddelanden eller anteckningar? Spara dem, men du behöver inte läsa dem igen.',
		'Jag har tagit emot din rapport. Skriv här om det händer något mer innan vi hunnit prata.',
		'Tack. Det här ska du inte behöva bära själv. Passar det att vi pratar före lunch i morgon?',
		'Tack för rapporten. Jag undrar om någon kollega var med eller hörde något?',
		'Jag har läst din rapport. Du gjorde rätt som avslutade kontakten.',
		'Tack. Vill du att någon annan tar nästa kontakt i ärendet? Du bestämmer.',
		'Tack för att du rapporterade. Har något liknande hänt tidigare i samma ärende?',
		'Jag förstår att det här var obehagligt. Känner du dig trygg på väg hem?',
		'Tack. Jag ringer dig under dagen. Säg till om du hellre vill ses.'
	],
	update: [
		'Nu har jag pratat med säkerhetssamordnaren. Vi går igenom råden tillsammans när du har tid.',
		'En uppdatering: från och med nu går all kontakt i ärendet via mig.',
		'Jag har bokat ett uppföljande samtal med dig. Hör av dig om tiden inte passar.',
		'Åtgärderna ligger nu i systemet. Du ser dem under din rapport.',
		'Jag har inte glömt dig. Vi väntar på svar och jag hör av mig så snart jag vet mer.',
		'Vi tar upp det som hänt på nästa arbetsplatsträff, utan att någon kan se att det gäller dig.',
		'Bedömningen är klar. Du kan läsa den i ditt ärende, och fråga gärna om något är oklart.',
		'Hur har det varit den senaste veckan? Har det kommit fler kontakter?',
		'Nästa möte i ärendet har vi tillsammans. Du behöver inte leda det.',
		'Jag har lagt in att du slipper telefontiden den här veckan.',
		'Vi provar åtgärden en månad och ser sedan om den har hjälpt. Vad tycker du?',
		'Tack för kompletteringen. Den gör det lättare att se ett mönster.',
		'Tiden hos företagshälsovården är bokad. Du får kallelsen direkt från dem.'
	]
};

/** From the reporter: an answer to the opening, and what comes later. */
export const reporterMessages: Record<'reply' | 'later', readonly string[]> = {
	reply: [
		'Tack, det räcker med ett samtal. Jag är här till fyra.',
		'Det känns bättre i dag. Men jag vill inte ta nästa möte ensam.',
		'Jag har sparat allt. Vill helst inte titta på det igen.',
		'En kollega var med och kan berätta vad hon hörde.',
		'Ja, det har hänt förut. Jag orkade inte skriva då.',
		'Jag vill behålla ärendet, men vill ha någon med mig.',
		'Jag vill gärna ha med skyddsombudet.',
		'Jag sov dåligt men är på jobbet. Kan vi prata på eftermiddagen?',
		'Det är nog ingen fara, men jag ville att någon skulle veta.',
		'Bra. Jag visste inte om det här var något att rapportera.',
		'Kan någon annan ta telefonen i dag? Jag behöver få skriva klart.',
		'Ingen mer var i rummet. Men det hördes nog ut i korridoren.',
		'Tack för att du svarade så fort.'
	],
	later: [
		'Det kom ett samtal till i morse, samma ton. Jag la på.',
		'Det har varit lugnt sedan dess.',
		'Tack. Det var skönt att slippa ta det sista mötet själv.',
		'Jag tror att det fungerar. Ingen har hört av sig på en vecka.',
		'Det händer fortfarande, men inte lika ofta.',
		'Jag kom på en sak till: det började redan vid det förra beslutet.',
		'Vet du när det blir klart? Jag skulle vilja kunna släppa det.',
		'Bra möte i dag. Det gjorde skillnad att vi var två.',
		'Jag har bokat tiden. Det känns lite överdrivet men jag går.',
		'Min familj undrar om de kan öppna dörren nu. Finns det något råd om det?',
		'Tack för att det togs upp på mötet. Två andra sa att de varit med om samma sak.',
		'Jag skulle vilja lämna över ärendet ändå. Går det?',
		'Okej, då vet jag. Hör av mig om det händer något mer.'
	]
};

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
		'Tack. Din rapport gjorde att vi upptäckte ett mönster. Händelsen är utredd, åtgärderna är följda till slut och beslutet i ärendet står fast.',
		'Vi har gått igenom händelsen en sista gång. Du var lugn och gjorde det rutinen säger. Vi ändrar det som brast runt omkring dig.',
		'Ärendet stängs i dag efter vårt samtal. Du sa att du känner dig trygg vid möten igen. Säg till om det ändras.',
		'Bedömningen är att någon försökte påverka ditt arbete. Det lyckades inte. Tack för att du höll fast vid utredningen och för att du berättade.'
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
		['Att överklaga är tillåtet och hanteras som vanligt. Tack för att du rapporterade, hellre en gång för mycket.']
	),
	...forOutcomes(
		['publicRecordsRequest'],
		['Det var en begäran om allmän handling. Registrator har tagit över, så att du får tid till dina ärenden.']
	),
	...forOutcomes(
		['accident'],
		['Skönt att det gick bra. Händelsen är registrerad som tillbud eller olycksfall i stället. Säg till om besvären kommer tillbaka.']
	),
	...forOutcomes(
		['careDeviation'],
		['Det du skrev är lämnat som en avvikelse till den verksamhet som kan rätta till det. Tack för att du sa till.']
	),
	...forOutcomes(
		['supplierQuestion'],
		['Det var en vanlig fråga från en leverantör. Vi har hänvisat till upphandling. Bra att du frågade när du var osäker.']
	),
	...forOutcomes(
		['suicidalityWithoutDemand'],
		['Du gjorde allt rätt i en svår stund. Det var inte otillåten påverkan, men stödet till dig är precis lika självklart.']
	),
	...forOutcomes(
		['other'],
		['Det här visade sig inte handla om ditt arbete med ärenden. Ansvarig verksamhet vet om det. Tack för att du rapporterade.']
	)
];

function forUndueInfluence(texts: readonly string[]) {
	return forOutcomes(['harassment', 'threat', 'violence', 'propertyDamage'], texts);
}

function forOutcomes(outcomes: readonly Outcome[], texts: readonly string[]) {
	return texts.map((text) => ({ outcomes, text }));
}
