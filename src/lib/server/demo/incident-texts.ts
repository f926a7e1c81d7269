import type {
	AssessedForm,
	Channel,
	Consequence,
	Influencer,
	Purpose,
	Subform
} from '../incidents/taxonomy.ts';
import type { Activity } from './organisation.ts';

/**
 * What tired people write when they report. Made up; nobody in them exists.
 *
 * Slots, filled in by `fillText`: {vem} {han} {honom} {hans} the person; {beslutet} what it was about; {viker} and
 * {vika} what the person wants ('tills jag ändrar beslutet', 'att jag ska ändra beslutet'); {när} 'i går', 'i
 * måndags'; {kl} 'klockan 21.40'; {antal} 'elva'; {ordning} 'tredje'. A capital in the slot gives a capital in the text.
 */

/** 1 mild – 4 very serious or acute. */
export type Severity = 1 | 2 | 3 | 4;
export type Motive = 'planned' | 'reactive' | 'persistent' | 'unclear';

/** What an event turned out to be when it was not undue influence: each has a route of its own. */
export type NotUndueInfluence =
	| 'complaint'
	| 'appeal'
	| 'publicRecordsRequest'
	| 'accident'
	| 'careDeviation'
	| 'supplierQuestion'
	| 'suicidalityWithoutDemand'
	| 'other';

/** A group of texts that say the same kind of thing in different words. */
interface TextGroup {
	/** Null when it is not undue influence. */
	form: AssessedForm | null;
	subform: Subform | null;
	channels: readonly Channel[];
	influencers: readonly Influencer[];
	/** Absent: plausible at every unit. */
	activities?: readonly Activity[];
	severity: readonly [lowest: Severity, highest: Severity];
	motive: Motive;
	notUndueInfluence?: NotUndueInfluence;
	/** Said outright in the text, so it must also be ticked. */
	consequences?: readonly Consequence[];
	texts: readonly string[];
}

/** One text with all that must agree with it. */
export interface IncidentText extends Omit<TextGroup, 'texts'> {
	text: string;
}

/** Those who work in or govern the municipality, as in the taxonomy's `internalInfluencers`. */
export const insiders: readonly Influencer[] = ['manager', 'electedRepresentative', 'colleague'];

const clients: readonly Influencer[] = ['serviceUser', 'relative'];
const relative: readonly Influencer[] = ['relative'];
const user: readonly Influencer[] = ['serviceUser'];
const unknown: readonly Influencer[] = ['unknown'];
const provider: readonly Influencer[] = ['provider'];

const money: readonly Activity[] = ['Ekonomiskt bistånd', 'Mottagning', 'Boende'];
const children: readonly Activity[] = ['Barn och unga', 'Familjehem', 'Familjerätt'];
const young: readonly Activity[] = ['Barn och unga', 'Öppenvård unga'];
const labour: readonly Activity[] = ['Arbetsmarknad', 'Arbetsträning', 'Etablering'];
const care: readonly Activity[] = ['Äldre', 'Funktionsnedsättning'];
const placing: readonly Activity[] = ['Barn och unga', 'Vuxna', 'Familjehem'];

const harassment: readonly Omit<TextGroup, 'form'>[] = [
	{
		subform: 'unpleasantCalls',
		channels: ['phone'],
		influencers: clients,
		severity: [1, 2],
		motive: 'reactive',
		texts: [
			'{Vem} ringde {antal} gånger {när} efter {beslutet}. Skriker att jag förstör allt och att {han} tänker ringa varje dag tills jag {viker}. Fick till slut stänga av telefonen.',
			'Ett samtal på fyrtio minuter där jag knappt fick en syl i vädret. {Vem} gapade att jag är hjärtlös och att {han} inte lägger på förrän jag {viker}. Jag avslutade till slut, och då ringde {han} växeln i stället.',
			'{När} var det dags igen. {Vem} ringer, skriker en stund och lägger på. Ringer igen. Jag hinner inte med mina andra ärenden.',
			'Nytt samtal med skrik och hån efter {beslutet}. {Vem} sa att {han} har all tid i världen och att jag tröttnar först. Jag mår dåligt av det.',
			'Telefontiden {när} gick åt till ett enda samtal. {Vem} vägrade lägga på och sa att jag ska {vika}, annars ringer {han} tills jag går hem.',
			'Skrik i luren {när}, igen. {Vem} frågar inte ens något längre, bara vrålar om {beslutet} tills jag lägger på.'
		]
	},
	{
		subform: 'unpleasantCalls',
		channels: ['phone'],
		influencers: clients,
		severity: [2, 2],
		motive: 'persistent',
		texts: [
			'Tredje veckan i rad med samtal från samma person. {Vem} lägger på när jag svarar och ringer upp direkt igen. {När} blev det {antal} gånger innan jag slutade svara.',
			'{Vem} har fått tag på mitt direktnummer och ringer utanför telefontiden. {Antal} samtal {när}. Säger att det tar slut när jag {viker}.',
			'Det har blivit {antal} samtal på en vecka från {vem}. Samma sak varje gång: jag ska {vika}, annars fortsätter det. Jag har börjat få hjärtklappning när telefonen ringer.'
		]
	},
	{
		subform: 'unpleasantCalls',
		channels: ['voicemail'],
		influencers: clients,
		severity: [1, 2],
		motive: 'persistent',
		texts: [
			'Röstbrevlådan var full. {Antal} meddelanden från {vem}, allt från gråt till skrik. Alla går ut på att jag ska {vika}.',
			'{Antal} inspelade meddelanden på röstbrevlådan. {Vem} andas, svär och säger att jag ska {vika}. Det sista är inspelat {kl}.',
			'Röstmeddelande igen. {Vem} säger lugnt att {han} tänker ringa varje kväll tills jag {viker}. Jag har sparat inspelningen.',
			'{Vem} har talat in ett långt röstmeddelande {kl}. {Han} sluddrar, skriker om {beslutet} och säger att jag får stå mitt kast.',
			'Lyssnade av röstbrevlådan. {Vem} har ringt hela natten, känns det som. Det senaste är från {kl} och är bara skrik om {beslutet}.',
			'Ännu ett röstmeddelande {kl} om att jag ska {vika}. {Vem} har nog glömt att jag inte är där då. Eller så är det hela poängen.',
			'På telefonsvararen ligger sju minuter med {vem}. Först anklagelser om {beslutet}, sedan tystnad, sedan skratt. Det var skrattet som var värst.'
		]
	},
	{
		subform: 'insults',
		channels: ['phone'],
		influencers: clients,
		severity: [1, 2],
		motive: 'reactive',
		texts: [
			'Blev kallad det ena och det andra i telefon {när}. {Vem} sa att jag lever på andras olycka och att jag ska {vika} om jag har något vett. Jag la på till slut.',
			'Kort samtal, många ord. {Vem} skrek könsord åt mig när jag förklarade {beslutet} och sa att jag ska {vika} innan dagen är slut.',
			'{Vem} ringde om {beslutet} och kallade mig idiot åtta gånger. Jag räknade. Sedan bad {han} mig {vika} i samma andetag.',
			'Samtal {när}. {Vem} imiterade hur jag pratar och sa att en sådan som jag inte borde få bestämma över någon. Allt för att jag ska {vika}.',
			'Blev utskälld i telefon så att det hördes i hela rummet. {Vem} tyckte att jag skulle {vika} "om det finns en människa där inne". Kollegorna tittade ner i sina skärmar.'
		]
	},
	{
		subform: 'insults',
		channels: ['officeVisit'],
		influencers: clients,
		severity: [1, 2],
		motive: 'reactive',
		texts: [
			'Mötet {när} slutade med att {vem} ställde sig upp, slog i bordet och kallade mig saker jag inte vill skriva. Allt för att jag ska {vika}. Kollegan i rummet bredvid kom in.',
			'{Vem} kom till receptionen utan tid och skrek så att hela väntrummet hörde. Jag är tydligen ett monster som gör det här för nöjes skull. Gick först när vi sa att vi ringer vakten.',
			'Besök {när} om {beslutet}. {Vem} hånade mitt utseende och min ålder och sa att en riktig handläggare hade gett sig direkt. Jag höll mig lugn men skakade efteråt.',
			'{Vem} avbröt besöket med att sopa ner papperen från bordet. Kallade mig ryggradslös. Det handlade om {beslutet} och om att jag inte vill {vika}.',
			'Fick höra på mötet att jag är för ung, för dum och för feg för att {vika}. {Vem} sa det utan att höja rösten, det var nästan värre.',
			'{Vem} skrek åt mig i väntrummet {när}, tio centimeter från ansiktet. Inget hot egentligen. Men alla satt tysta och jag fick fortsätta dagen som om inget hänt.'
		]
	},
	{
		subform: 'insults',
		channels: ['email'],
		influencers: clients,
		severity: [1, 2],
		motive: 'reactive',
		texts: [
			'Mejl {när} med bara versaler, {antal} rader. {Vem} skriver att jag är inkompetent och att {han} inte slutar skriva förrän jag {viker}.',
			'{Vem} svarar på allt jag skickar med okvädningsord. {När} kom mejlet där {han} skriver att sådana som jag borde skämmas ihjäl. Det började efter {beslutet}.',
			'Nytt mejl om {beslutet}. {Vem} kallar mig sadist och skriver att {han} ser fram emot dagen då jag själv behöver hjälp. Jag läste det fyra gånger, vet inte varför.',
			'Mejlet började vänligt och slutade med att jag är skräp. {Vem} vill att jag ska {vika} före lunch, annars kommer det fler.',
			'{Vem} mejlar mig och tre kollegor samtidigt. Om mig står det att jag fått jobbet för att ingen annan ville ha det. Sedan kommer kravet: {vika}.'
		]
	},
	{
		subform: 'insults',
		channels: ['sms'],
		influencers: clients,
		severity: [1, 2],
		motive: 'reactive',
		texts: [
			'Sms från {vem} {när}: bara svordomar och sist "ändra dig". Det är det {ordning} på kort tid.',
			'Har fått {antal} sms på jobbmobilen sedan {beslutet}. {Vem} blandar förolämpningar med böner om att jag ska {vika}.',
			'Jobbmobilen plingade {kl}. Sms från {vem} om vad jag är för slags människa. Jag hade äntligen fått {beslutet} ur huvudet, nu var det tillbaka.',
			'Elaka sms från {vem}, {antal} stycken i rad. Det sista var en bild på en råtta och mitt förnamn. Det gäller {beslutet}.',
			'{Vem} har börjat skicka samma sms till mig och till växelns mobil. Nu vet alla på jobbet vad {han} tycker om mig och om {beslutet}.',
			'{Antal} sms {när}, de flesta bara ett ord. Fyll i själv. {Vem} avslutar med "svara då", och det ska jag alltså göra genom att {vika}.',
			'Sms igen. {Vem} skriver att jag är falsk och att alla på kontoret hatar mig. Vill att jag ska {vika}.'
		]
	},
	{
		subform: 'insults',
		channels: ['offDuty'],
		influencers: clients,
		severity: [2, 3],
		motive: 'reactive',
		texts: [
			'Mötte {vem} på badhuset {när}, jag var där med mina barn. {Han} skrek över hela bassängen att jag förstör för folk. Barnen undrar fortfarande.',
			'Var på bio {när}. {Vem} satt två rader bakom och hördes genom hela reklamen. Om mig, om mitt jobb, om {beslutet}. Vi gick.',
			'Jag hämtade på förskolan {när} när {vem} ropade över staketet att jag förstör barn för att jag har betalt för det. Pedagogerna frågade om allt var bra.',
			'Stod i kassan i mataffären {när}. {Vem} ställde sig bakom och talade om för kön vem jag är och vad jag gjort, alltså {beslutet}. Jag ville sjunka genom golvet.',
			'På gymmet {när} kom {vem} fram och frågade om det känns bra att träna för andras pengar. Högt. Sedan att jag har till måndag på mig att {vika}.',
			'Jag satt på bussen hem när {vem} klev på. {Han} skällde ut mig i fyra hållplatser om {beslutet}. Ingen sa något.'
		]
	},
	{
		subform: 'insults',
		channels: ['letter'],
		influencers: clients,
		severity: [1, 2],
		motive: 'persistent',
		texts: [
			'Brev {när} med mitt eget beslut i retur, fullklottrat med fula ord. {Vem} har skrivit "gör om gör rätt" tvärs över underskriften.',
			'I posten låg ett vykort utan kuvert, så alla kunde läsa. {Vem} kallar mig något jag inte tänker upprepa och skriver att jag ska {vika}.'
		]
	},
	{
		subform: 'insinuation',
		channels: ['officeVisit'],
		influencers: clients,
		severity: [2, 3],
		motive: 'planned',
		texts: [
			'{Vem} avslutade mötet med att fråga var jag bor, "det är ju en liten kommun". {Han} log när {han} sa det. Vi hade precis gått igenom {beslutet}.',
			'{Vem} sa på mötet att {han} har gott om tid och känner många här i kommunen. "Du förstår nog själv." Jag tror att det var meningen att jag skulle {vika}.',
			'I receptionen frågade {vem} vilka tider jag slutar. Kollegan svarade inte. {Han} sa att det inte gör något, {han} kan vänta. Det är tredje veckan efter {beslutet}.',
			'Mot slutet av besöket berättade {vem} om en handläggare i en annan kommun som "fick det jobbigt". Tittade på mig hela tiden. Vi pratade om {beslutet}.'
		]
	},
	{
		subform: 'insinuation',
		channels: ['phone'],
		influencers: clients,
		severity: [2, 3],
		motive: 'planned',
		texts: [
			'I slutet av samtalet sa {vem} att {han} hört att jag har barn i förskoleåldern. Inget mer. Sedan frågade {han} om jag hade tänkt om.',
			'Inget rakt hot i telefonen, men obehagligt. {Vem} sa att folk som gör mitt jobb brukar flytta härifrån till slut. Det kom direkt efter att jag sagt att jag inte kan {vika}.',
			'{Vem} ringde och var ovanligt trevlig. Frågade hur hunden mår. Jag har aldrig sagt att jag har hund. Sedan kom frågan om {beslutet}.',
			'Samtal om {beslutet}. {Vem} sa att det var synd om min bil, "så ny och fin". Jag vet inte vad jag ska göra av det.'
		]
	},
	{
		subform: 'insinuation',
		channels: ['homeVisit'],
		influencers: clients,
		severity: [2, 3],
		motive: 'planned',
		texts: [
			'Under hembesöket {när} kommenterade {vem} min bil, vilken färg den har och var jag brukar parkera. Det sas i förbigående men jag förstod. Vi var där om {beslutet}.',
			'{Vem} visade runt i lägenheten och sa att den som tar något ifrån {honom} alltid får igen. Skrattade sedan bort det. Kollegan reagerade också.',
			'{Vem} hade skrivit ut en bild på mig och satt upp den på kylskåpet. Den såg vi på hembesöket. "Så att alla vet vem det är."',
			'På väg ut från hembesöket sa {vem} att det är mörkt i trapphuset och lätt att ramla. Det var inte mörkt.'
		]
	},
	{
		subform: 'insinuation',
		channels: ['email', 'sms'],
		influencers: clients,
		severity: [2, 3],
		motive: 'planned',
		texts: [
			'Det {vem} skrev {när} är artigt, men sista raden lyder "hoppas att du sover gott i ditt fina hus". {Han} har aldrig fått veta var jag bor. Meddelandet kom strax efter {beslutet}.',
			'Nytt meddelande från {vem}. Bara en länk till en karta över området där jag bor och orden "trevlig promenad". Jag tolkar det som att jag ska {vika}.'
		]
	},
	{
		subform: 'insinuation',
		channels: ['letter'],
		influencers: unknown,
		severity: [2, 3],
		motive: 'unclear',
		texts: [
			'Anonymt brev till jobbet. Ett utskrivet papper: "vi vet vad du är för en". Inget mer. Det kom med posten dagen efter {beslutet}.',
			'Ett kuvert utan avsändare låg i mitt fack. I det ett urklipp om en socialsekreterare som blivit skadad. Jag tror att det handlar om {beslutet}.'
		]
	},
	{
		subform: 'insinuation',
		channels: ['viaThirdParty'],
		influencers: ['socialNetwork'],
		severity: [3, 3],
		motive: 'planned',
		texts: [
			'{Vem} ringde min mamma och sa att jag borde tänka på hur jag beter mig i jobbet. Mamma blev rädd. Jag förstår precis vilket ärende det gäller.',
			'Min granne fick hälsa från {vem} att det vore klokt av mig att {vika}. Grannen tyckte att det lät konstigt. Det tycker jag med.'
		]
	},
	{
		subform: 'guiltTripping',
		channels: ['phone'],
		influencers: clients,
		severity: [1, 2],
		motive: 'reactive',
		texts: [
			'{Vem} grät i luren och sa att om familjen går under är det mitt verk. Det sades säkert tio gånger. Jag vet att det hör till, men det kröp in under huden.',
			'Gråt och skrik om vartannat i telefon {när}. {Vem} säger att {hans} mamma blivit sjuk av det här och att det är jag som gjort det. Allt löser sig om jag {viker}.'
		]
	},
	{
		subform: 'guiltTripping',
		channels: ['voicemail'],
		influencers: clients,
		severity: [1, 2],
		motive: 'reactive',
		texts: [
			'Röstmeddelande {kl}. {Vem} säger att {han} inte klarar mer, att allt är mitt fel och att jag kan ställa det till rätta på fem minuter om jag vill.'
		]
	},
	{
		subform: 'guiltTripping',
		channels: ['voicemail'],
		influencers: relative,
		severity: [1, 2],
		motive: 'planned',
		texts: [
			'Lyssnade av röstbrevlådan. {Vem} har låtit barnen tala in att de är ledsna på mig för {beslutet}. Jag stängde av.'
		]
	},
	{
		subform: 'guiltTripping',
		channels: ['phone'],
		influencers: clients,
		severity: [1, 2],
		motive: 'reactive',
		texts: [
			'Samtal {när}. {Vem} sa att {hans} mamma blivit inlagd och att det är jag som lagt henne där. Ville att jag skulle {vika} medan vi pratade.',
			'{Vem} räknade i telefon upp allt som gått sönder sedan {beslutet}. Ekonomin, sömnen, ryggen. Jag ansvarar tydligen för alltihop tills jag {viker}.',
			'{Vem} ringde och sa att jag inte kan ha egna barn, för då skulle jag aldrig göra så här. Jag har barn. Det var ett dåligt samtal.'
		]
	},
	{
		subform: 'guiltTripping',
		channels: ['email'],
		influencers: clients,
		activities: ['Ekonomiskt bistånd', 'Boende'],
		severity: [1, 2],
		motive: 'reactive',
		texts: [
			'Långt mejl {när} med bilder på ett tomt kylskåp. {Vem} skriver att barnen svälter på grund av mig personligen och att jag kan rädda dem genom att {vika}.',
			'{Vem} mejlar mig kopior på räkningar med texten "den här är din, den här också". Det började efter {beslutet}. {Antal} mejl bara {när}.',
			'Mejl om att vräkningen blir av och att det är jag som står med nyckeln. {Vem} vill att jag ska {vika} innan banken stänger.'
		]
	},
	{
		subform: 'guiltTripping',
		channels: ['officeVisit'],
		influencers: clients,
		activities: money,
		severity: [2, 2],
		motive: 'planned',
		texts: [
			'{Vem} hade tagit med sig barnen till mötet och bad dem tacka mig för att de inte får någon mat. Barnen förstod nog inte. Jag kommer inte att glömma det.',
			'{Vem} kom till kontoret med alla sina saker i påsar och ställde dem i receptionen. "Nu bor jag här tills du ändrar dig." Satt kvar till stängning.'
		]
	},
	{
		subform: 'guiltTripping',
		channels: ['letter'],
		influencers: clients,
		severity: [1, 2],
		motive: 'persistent',
		texts: [
			'Brev {när}, tre handskrivna sidor. {Vem} räknar upp allt som hänt sedan {beslutet} och skriver "tack vare dig" efter varje punkt.',
			'Ett brev till, det {ordning} i ordningen. {Vem} har skickat med familjefoton och skriver att jag kan bära med mig dem tills jag {viker}.'
		]
	},
	{
		subform: 'suicideThreatAsPressure',
		channels: ['phone'],
		influencers: clients,
		severity: [3, 3],
		motive: 'reactive',
		texts: [
			'{Vem} sa i telefon att {han} tar livet av sig om jag inte {viker} före helgen, och att jag i så fall har dödat {honom}. Jag ringde 112 och följde rutinen. Rapporterar efteråt.',
			'Samtal {när}. {Vem} sa att {han} redan bestämt hur och att det bara är jag som kan stoppa det genom att {vika}. Larmade. {Han} fick hjälp. Jag gick hem och stirrade i väggen.'
		]
	},
	{
		subform: 'suicideThreatAsPressure',
		channels: ['voicemail'],
		influencers: clients,
		severity: [3, 3],
		motive: 'reactive',
		texts: [
			'Röstmeddelande från {vem} {kl}: om jag inte {viker} finns {han} inte kvar i morgon, och det är mitt namn som ska stå i brevet. Kontaktade psykakuten direkt när jag hörde det.',
			'På röstbrevlådan säger {vem} att det är sista gången {han} ringer om jag inte {viker}. Larmade enligt rutin, de fick tag i {honom}. Men inspelningen hade legat där i timmar.'
		]
	},
	{
		subform: 'suicideThreatAsPressure',
		channels: ['sms', 'email'],
		influencers: clients,
		severity: [3, 3],
		motive: 'reactive',
		texts: [
			'Meddelande från {vem}: "jag hoppar om du inte ändrar dig, då har du mitt liv på ditt samvete". Larmade enligt rutin. Polisen hittade {honom} oskadd. Men det satte sig.',
			'{Vem} skrev {när} ett meddelande som heter "sista chansen". {Han} skadar sig om {beslutet} står kvar. Ringde psykiatrin enligt rutinen och har skrivit i journalen.'
		]
	},
	{
		subform: 'suicideThreatAsPressure',
		channels: ['officeVisit'],
		influencers: clients,
		severity: [3, 4],
		motive: 'reactive',
		texts: [
			'{Vem} la en tablettkarta på bordet i besöksrummet och sa att jag får välja: {vika} eller se på. Kollegan larmade. {Han} följde med till akuten frivilligt.'
		]
	},
	{
		subform: 'socialMediaExposure',
		channels: ['socialMedia'],
		influencers: ['serviceUser', 'relative', 'socialNetwork'],
		severity: [2, 3],
		motive: 'planned',
		texts: [
			'{Vem} har lagt ut mitt namn och min bild på sociala medier och skriver att jag förstör familjer. {Antal} delningar när jag såg det. En granne hörde av sig och undrade.',
			'Jag är uthängd i en lokal Facebookgrupp. {Vem} skriver att alla som möter mig på stan borde säga vad de tycker tills jag {viker}. Kommentarerna är värre än inlägget.',
			'Det ligger ute en film på sociala medier där ett samtal med mig spelas upp, med mitt namn i bild. Rubriken är att jag ljuger. {Vem} skriver att den tas bort när jag {viker}.',
			'En kollega visade mig ett inlägg på Instagram med en bild på mig tagen genom kontorets fönster. Texten handlar om {beslutet}. {Vem} har taggat arbetsplatsen.',
			'{Vem} skriver om mig i en grupp på Facebook med flera tusen medlemmar. Vilken skola jag gick på, var jag tränar. Det har pågått sedan {beslutet}.',
			'Såg {kl} att {vem} lagt ut mitt beslut på sociala medier med mitt namn inringat. Folk frågar var jag bor. Någon hade svarat nästan rätt.',
			'{Vem} livesände på sociala medier {när} och pratade om mig i en halvtimme. Jag vet att jag inte borde ha tittat.',
			'Det går runt ett montage på Instagram med min profilbild och ordet lögnare. {Vem} har skickat det till mina vänner också, så att jag ska {vika}.'
		]
	},
	{
		subform: 'socialMediaExposure',
		channels: ['socialMedia'],
		influencers: ['activist'],
		activities: ['Barn och unga', 'Mottagning', 'Familjehem'],
		severity: [2, 3],
		motive: 'planned',
		texts: [
			'Ett konto på sociala medier som påstår att vi stjäl barn har lagt ut en lista på handläggare. Mitt namn står tvåa. Under finns uppmaningar att höra av sig till oss hemma.',
			'{Vem} har gjort en film på sociala medier av min bild från kommunens webbplats och skriver att jag säljer barn. Tiotusentals visningar. Jag vågar inte läsa kommentarerna.',
			'Kampanjen på sociala medier har hittat mitt privata konto. {Antal} meddelanden från folk jag aldrig träffat. Alla vill att vi ska lämna tillbaka barnen.'
		]
	},
	{
		subform: 'socialMediaExposure',
		channels: ['socialMedia'],
		influencers: unknown,
		severity: [2, 3],
		motive: 'persistent',
		texts: [
			'Ett anonymt konto på sociala medier skriver om mig varje dag. Detaljerna kan bara komma från ett ärende. Varje inlägg slutar med att jag får stopp på det om jag {viker}.'
		]
	},
	{
		subform: 'socialMediaExposure',
		channels: ['onlineOther'],
		influencers: unknown,
		severity: [2, 3],
		motive: 'persistent',
		texts: [
			'Någon har startat en tråd om mig på ett forum på nätet. Där står vilken enhet jag jobbar på och att jag "snart får vad jag förtjänar för {beslutet}".'
		]
	},
	{
		subform: 'insults',
		channels: ['socialMedia'],
		influencers: clients,
		severity: [1, 2],
		motive: 'reactive',
		texts: [
			'{Vem} har skrivit privat till mig på Messenger. {Antal} meddelanden om {beslutet}, först bedjande, sedan elaka. Jag har inte svarat.',
			'Fick ett meddelande på Instagram {kl}, på mitt privata konto. {Vem} skriver att jag är ful både utanpå och inuti och att jag ska {vika}.',
			'{Vem} skickar röstmeddelanden på Messenger, mitt i natten enligt klockslagen. Jag lyssnade på det första. Det räckte.',
			'{Vem} har hittat min syster på Facebook och skrivit till henne vad hon har för en syster. Hon undrade vad jag gjort. {Beslutet}, svarade jag.',
			'{Vem} kommenterar mina semesterbilder på Facebook. Skriver "så här bor de som tar från oss". Jag har låst kontot nu.'
		]
	},
	{
		subform: 'unauthorisedFilming',
		channels: ['officeVisit'],
		influencers: clients,
		severity: [1, 2],
		motive: 'planned',
		texts: [
			'{Vem} la mobilen på bordet i besöksrummet och jag såg för sent att den filmade. När jag bad {honom} sluta sa {han} att filmen läggs ut om jag inte {viker}.',
			'{Vem} vägrade stänga av inspelningen under mötet och sa att det är {hans} försäkring. När jag avslutade ropade {han} att hela stan ska få se hur jag är.',
			'Märkte efter mötet att {vem} filmat mig i smyg. {Han} skickade en stillbild och frågade om jag tänker {vika} nu.'
		]
	},
	{
		subform: 'unauthorisedFilming',
		channels: ['digitalMeeting'],
		influencers: clients,
		severity: [1, 2],
		motive: 'planned',
		texts: [
			'Digitalt möte {när}. Efter en stund förstod jag att någon satt bredvid och spelade in. {Vem} sa att inspelningen läggs ut om jag inte {viker}.',
			'{Vem} höll upp en lapp i kameran under det digitala mötet: "du är filmad". Jag avslutade. Det gällde {beslutet}.'
		]
	},
	{
		subform: 'insults',
		channels: ['digitalMeeting'],
		influencers: clients,
		severity: [1, 2],
		motive: 'reactive',
		texts: [
			'Digitalt möte om {beslutet}. {Vem} avbröt mig hela tiden, hånade mig och sa att {han} tänker byta handläggare tills {han} får en som gör som {han} vill.',
			'Videomötet {när} slutade med skrik. {Vem} gick så nära kameran att jag bara såg munnen. Jag ska tydligen {vika} eller byta yrke.'
		]
	},
	{
		subform: 'filmingLivestream',
		channels: ['homeVisit'],
		influencers: clients,
		severity: [2, 2],
		motive: 'planned',
		texts: [
			'Hembesök {när}. {Vem} höll upp mobilen mot mig hela tiden och kommenterade allt jag gjorde. Sa att hundra personer tittade. Vi avbröt.',
			'{Vem} livesände hembesöket. Frågade tittarna om jag skulle få komma in. Kollegan och jag gick, men mitt ansikte ligger ute nu.'
		]
	},
	{
		subform: 'filmingLivestream',
		channels: ['officeVisit'],
		influencers: ['activist'],
		severity: [2, 3],
		motive: 'planned',
		texts: [
			'Tre personer kom in i foajén och livesände. De läste upp namnen på dörrarna och ropade att vi ska sluta förstöra familjer. Det tog tjugo minuter innan de gick.',
			'{Vem} stod med kamera vid entrén till kontoret och filmade alla som gick in och ut. Frågade mig rakt ut varför jag hatar folk. Flera besökare vände i dörren.'
		]
	},
	{
		subform: 'emotionalPressure',
		channels: ['phone'],
		influencers: clients,
		severity: [1, 2],
		motive: 'persistent',
		texts: [
			'{Vem} säger att jag är den enda som förstår och att jag inte får svika nu. Ringer {antal} gånger i veckan. Det låter snällt men det är svårt att hålla fast vid {beslutet}.',
			'{Vem} ringde bara för att höra min röst, sa {han}. Sedan gråt, sedan att jag borde {vika} för vår skull. Vi har inget "vår".',
			'Tredje samtalet {när} där {vem} ber, lovar och ber igen. Inget elakt. Men jag kommer på mig med att leta efter skäl att {vika}.'
		]
	},
	{
		subform: 'emotionalPressure',
		channels: ['email'],
		influencers: clients,
		severity: [1, 2],
		motive: 'persistent',
		texts: [
			'Mejlen från {vem} har blivit personliga. {Han} skriver om sin barndom, om mig, om hur jag skulle känna i samma läge. Slutar alltid med frågan om jag inte kan {vika} ändå.',
			'{Antal} mejl {när}, alla om hur snäll jag egentligen är. {Vem} skriver att {han} vet att jag vill {vika} innerst inne. Det är svårt att förklara varför det är jobbigt.',
			'{Vem} mejlar mig varje dag, det senaste kom {kl}. Det är inga hot, bara lidande. Jag öppnar datorn med klump i magen.'
		]
	},
	{
		subform: 'emotionalPressure',
		channels: ['officeVisit'],
		influencers: clients,
		severity: [1, 2],
		motive: 'reactive',
		texts: [
			'{Vem} la sig på golvet i besöksrummet och vägrade gå förrän jag lovade att {vika}. Det tog en timme. Jag lovade inget men det var nära.',
			'{Vem} föll på knä i receptionen framför alla och bad mig {vika}. Folk i väntrummet började heja på {honom}. Jag visste inte vart jag skulle ta vägen.'
		]
	},
	{
		subform: 'emotionalPressure',
		channels: ['homeVisit'],
		influencers: clients,
		severity: [1, 2],
		motive: 'reactive',
		texts: [
			'Under hembesöket tog {vem} mina händer och höll kvar dem medan {han} bad mig {vika}. Släppte inte förrän kollegan sa ifrån. Obehagligt mer än farligt.',
			'Hembesöket {när} tog tre timmar. {Vem} grät, serverade kaffe, grät igen och ställde sig i vägen för dörren. Inte hotfullt, men jag fick inte gå förrän jag "lovat att tänka på saken".'
		]
	},
	{
		subform: 'emotionalPressure',
		channels: ['sms'],
		influencers: clients,
		severity: [1, 2],
		motive: 'persistent',
		texts: [
			'{Vem} skickar hjärtan som sms, och när jag inte svarar blir det anklagelser. {Antal} stycken {när}. Allt går ut på att jag ska {vika}.',
			'Sms från {vem} {kl}: "jag vet att du sover dåligt". Det stämmer. Det handlar om {beslutet}.'
		]
	},
	{
		subform: 'emotionalPressure',
		channels: ['offDuty'],
		influencers: clients,
		severity: [2, 3],
		motive: 'planned',
		texts: [
			'{Vem} knackade på hemma hos mig {när}. Ville bara prata om {beslutet}, sa {han}. Jag bad {honom} gå, det tog en kvart.',
			'{Vem} satte sig bredvid mig på barnens innebandymatch {när} och började gråta om {beslutet}. De andra föräldrarna trodde att vi var vänner.',
			'Hittade en blomma och ett kort från {vem} på min trappa. Det står att jag nu vet var {han} finns om jag vill {vika}.'
		]
	},
	{
		subform: 'querulantPressure',
		channels: ['email'],
		influencers: clients,
		severity: [1, 2],
		motive: 'persistent',
		texts: [
			'{Antal} mejl {när}. {Vem} begär ut samma handlingar som förra veckan och skriver att det fortsätter tills jag {viker}. Jag gör inget annat än svarar.',
			'{Vem} skickar kopia på varje mejl till nämnden, JO och tidningen och kräver svar inom tio minuter. Skriver rent ut att {han} slutar när jag {viker}.',
			'Ny anmälan mot mig, den {ordning} i år. Att anmäla är en rättighet. Men {vem} skriver i mejlet att anmälningarna upphör samma dag som jag {viker}, och då är det något annat.',
			'Mejl {när} med {antal} numrerade frågor om {beslutet}. Samma som i förra mejlet, i ny ordning. {Vem} skriver att {han} har satt av hela året till det här.'
		]
	},
	{
		subform: 'querulantPressure',
		channels: ['letter'],
		influencers: clients,
		severity: [1, 2],
		motive: 'persistent',
		texts: [
			'Ännu ett brev på över trettio sidor med numrerade anklagelser mot mig. {Vem} skriver att nästa skickas hem till mig om jag inte {viker}.',
			'Brev {när} med tabeller över hur länge jag pratat i telefon och vilka dagar jag varit borta. {Vem} ger sig inte förrän jag {viker}, står det.'
		]
	},
	{
		subform: 'querulantPressure',
		channels: ['phone'],
		influencers: clients,
		severity: [1, 2],
		motive: 'persistent',
		texts: [
			'{Vem} ringer, ställer samma fråga, ringer växeln, ringer min kollega, ringer mig igen. Hela dagen. Säger att {han} har satt det i system tills jag {viker}.',
			'Samtal varje morgon klockan åtta, {när} också. {Vem} läser upp samma paragraf och säger att vi hörs i morgon igen, tills jag {viker}.'
		]
	},
	{
		subform: 'following',
		channels: ['offDuty'],
		influencers: clients,
		severity: [3, 3],
		motive: 'persistent',
		texts: [
			'{Vem} gick efter mig hela vägen till busshållplatsen {när}. Sa inget, bara stod där. Det är {ordning} gången sedan {beslutet}.',
			'{Vem} stod utanför affären där jag handlar {när}. {Han} gick bakom mig mellan hyllorna och frågade högt när jag tänker {vika}. Jag lämnade korgen och gick.',
			'En bil körde sakta bredvid mig ett par kvarter {när}. {Vem} satt i den. Fönstret var nere och {han} sa ingenting.'
		]
	},
	{
		subform: 'following',
		channels: ['offDuty'],
		influencers: unknown,
		severity: [3, 3],
		motive: 'unclear',
		texts: [
			'Samma bil har stått på min gata tre kvällar i rad. Någon sitter i den. Jag tror att det hör ihop med {beslutet} men kan inte bevisa det.'
		]
	},
	{
		subform: 'identityMisuse',
		channels: ['onlineOther'],
		influencers: unknown,
		severity: [2, 3],
		motive: 'planned',
		texts: [
			'Någon har skapat ett konto på nätet med mitt namn och min bild och skriver till folk i kommunen. Flera har hört av sig hit. Kontot skriver om {beslutet}.',
			'Det ligger en annons på nätet med mitt telefonnummer. Jag får samtal dygnet runt. Den lades ut dagen efter {beslutet}.'
		]
	},
	{
		subform: 'identityMisuse',
		channels: ['onlineOther'],
		influencers: clients,
		severity: [2, 3],
		motive: 'planned',
		texts: [
			'Jag har fått räkningar för tre tidningar och ett mobilabonnemang som någon beställt på nätet i mitt namn. {Vem} sa senast att {han} skulle krångla till mitt liv tills jag {viker}.',
			'Det finns en sida på nätet som ser ut att vara min. {Vem} frågade om jag sett den och sa att den försvinner om jag {viker}.'
		]
	},
	{
		subform: 'legalIntimidation',
		channels: ['email', 'letter'],
		influencers: ['representative'],
		severity: [1, 2],
		motive: 'planned',
		texts: [
			'{Vem} skriver att jag stäms personligen på en halv miljon om jag inte {viker} före fredag. Jag trodde inte att man kunde det, men blev ändå kall.',
			'Skrivelse {när} om att jag blir personligt skadeståndsskyldig. {Vem} ger mig fem dagar att {vika}. Jag har läst den så många gånger att jag kan den utantill.',
			'{Vem} skriver att min legitimation och mitt hus står på spel om {beslutet} inte ändras. Jag har ingen legitimation. Men huset har jag.'
		]
	},
	{
		subform: 'legalIntimidation',
		channels: ['phone'],
		influencers: ['serviceUser', 'relative', 'representative'],
		severity: [1, 2],
		motive: 'planned',
		texts: [
			'{Vem} sa i telefon att polisanmälan mot mig redan är skriven och lämnas in om jag inte {viker}. Jag vet att jag följt lagen men det snurrar i huvudet.',
			'{Vem} ringde och sa att jag är ensam i hela landet om min bedömning och att {han} ser till att jag aldrig får handlägga igen om jag inte {viker}.',
			'Samtal om {beslutet}. {Vem} läste högt ur brottsbalken om tjänstefel och sa efter varje mening att det är mig det gäller, personligen.'
		]
	},
	{
		subform: 'insults',
		channels: ['officeVisit'],
		influencers: user,
		activities: ['Mottagning', 'Ekonomiskt bistånd'],
		severity: [1, 2],
		motive: 'reactive',
		texts: [
			'{Vem} ville in till handläggarna. När jag sa nej i receptionen bankade {han} på glaset och kallade mig allt möjligt. Krävde att någon skulle {vika} på en gång.',
			'Kö i receptionen och {vem} först. {Han} spottade inte men nästan. Skrek att vi sitter på pengarna för att vi tycker att det är roligt. Höll på tills jag hämtade en kollega.'
		]
	},
	{
		subform: 'insults',
		channels: ['officeVisit'],
		influencers: user,
		activities: labour,
		severity: [1, 2],
		motive: 'reactive',
		texts: [
			'{Vem} blev rasande på mötet över {beslutet}. Kallade mig fångvaktare och sa att det är sista gången {han} kommer hit. Ville att jag skulle {vika} på stående fot.',
			'Trepartsmötet {när} spårade ur. {Vem} pekade på mig och sa till arbetsgivaren att det är mitt fel alltihop. Krävde att jag skulle {vika} där och då.'
		]
	},
	{
		subform: 'insults',
		channels: ['phone'],
		influencers: user,
		activities: labour,
		severity: [1, 2],
		motive: 'reactive',
		texts: [
			'{Vem} ringde och skrek att jag förstör allt genom {beslutet}. Ringde sedan en gång till och skrek samma sak.'
		]
	},
	{
		subform: 'guiltTripping',
		channels: ['phone'],
		influencers: relative,
		activities: care,
		severity: [1, 2],
		motive: 'persistent',
		consequences: ['hesitated'],
		texts: [
			'{Vem} ringer varje dag och gråter om {beslutet}. Säger att jag hade gjort annorlunda om det varit min egen familj. Jag börjar tveka fast underlaget är tydligt.',
			'{Vem} ringde om {beslutet}. Om något händer i natt har jag det på mitt samvete, sa {han}, och det tänker {han} berätta för alla. Jag satt länge och undrade om jag skulle göra om bedömningen.'
		]
	},
	{
		subform: 'emotionalPressure',
		channels: ['homeVisit'],
		influencers: relative,
		activities: care,
		severity: [1, 2],
		motive: 'reactive',
		texts: [
			'Vid hembesöket svarade {vem} på alla frågor åt brukaren och höjde rösten varje gång jag vände mig till den det gällde. Till slut: "skriv bara att det behövs". Jag skrev det jag såg.',
			'{Vem} hade samlat hela släkten till hembesöket. Åtta personer runt bordet som i tur och ordning förklarade varför jag måste {vika}. Brukaren själv sa inget.'
		]
	},
	{
		subform: 'insults',
		channels: ['phone'],
		influencers: relative,
		activities: children,
		severity: [1, 2],
		motive: 'reactive',
		texts: [
			'{Vem} skrek i telefon att jag är en barnatjuv och att barnet en dag ska få veta vad jag heter. Barnet hördes i bakgrunden. Det gällde {beslutet}.',
			'Samtal med {vem} efter umgänget. Jag är tydligen sjuk i huvudet som skriver ner vad barnet säger. Ska {vika}, annars ska {han} "lära barnet att hata mig".'
		]
	},
	{
		subform: 'insinuation',
		channels: ['officeVisit'],
		influencers: relative,
		activities: ['Våld i nära relationer'],
		severity: [3, 3],
		motive: 'planned',
		texts: [
			'{Vem} dök upp i receptionen utan att ha någon kontakt med oss och ville veta var familjen är. "Du går ju härifrån klockan fem, vi kan prata då."'
		]
	},
	{
		subform: 'insinuation',
		channels: ['phone'],
		influencers: relative,
		activities: ['Våld i nära relationer'],
		severity: [3, 3],
		motive: 'planned',
		texts: [
			'{Vem} vet på något sätt att det är jag som har ärendet. Sa i telefon att jag gömmer {hans} familj och att jag borde vara rädd om min egen.',
			'{Vem} ringde från nytt nummer {när} och låtsades vara från skolan. Ville ha adressen till det skyddade boendet. När jag inte gav den sa {han} att {han} hittar mig först.'
		]
	},
	{
		subform: 'querulantPressure',
		channels: ['email'],
		influencers: relative,
		activities: ['Familjerätt'],
		severity: [1, 2],
		motive: 'persistent',
		texts: [
			'{Vem} mejlar rättelser på min utredning, mening för mening. {Antal} mejl {när}. Skriver att {han} håller på tills det står rätt, alltså tills jag {viker}.'
		]
	},
	{
		subform: 'insults',
		channels: ['homeVisit'],
		influencers: user,
		activities: ['Boende', 'Vuxna'],
		severity: [1, 2],
		motive: 'reactive',
		texts: [
			'Hembesök med en kollega. {Vem} pratade bara med kollegan och kallade mig "den där" i en timme. Ville att kollegan skulle ta över och {vika}.',
			'Kom till lägenheten för tillsyn. {Vem} öppnade på glänt och skrek att jag är en snok och att jag kan {vika} eller dra. Grannarna kom ut. Hembesöket blev inte av.',
			'Hembesök {när}. {Vem} kastade kaffet i diskhon, kallade mig översittare och sa att ingen får komma in förrän jag {viker}.'
		]
	}
];

const threat: readonly Omit<TextGroup, 'form'>[] = [
	{
		subform: 'deathThreat',
		channels: ['phone'],
		influencers: clients,
		severity: [4, 4],
		motive: 'reactive',
		texts: [
			'{Vem} sa i telefon att {han} ska döda mig om jag inte {viker}. Ordagrant. Jag la på och gick in till en kollega. Händerna skakar fortfarande.',
			'Under samtalet om {beslutet} blev {vem} alldeles lugn och sa att jag inte lever till sommaren. Sedan tack och hej. Jag vill inte svara i telefonen mer.'
		]
	},
	{
		subform: 'deathThreat',
		channels: ['voicemail'],
		influencers: clients,
		severity: [4, 4],
		motive: 'reactive',
		texts: [
			'Röstmeddelande {kl}. {Vem} säger att {han} kommer hit med bensin och att jag ska brinna om {beslutet} står kvar. Inspelningen finns kvar.'
		]
	},
	{
		subform: 'veiledThreat',
		channels: ['voicemail'],
		influencers: clients,
		severity: [2, 3],
		motive: 'reactive',
		texts: [
			'På röstbrevlådan {kl}: "nu är det nog, nu är det din tur". Rösten är {vem}, det är jag säker på. Det kom efter {beslutet}.',
			'{Vem} har lämnat ett röstmeddelande där {han} läser upp vilka dagar jag arbetar och sedan är tyst i en minut. Det gäller {beslutet}.',
			'Röstmeddelande {kl}. {Vem} säger att {han} vet var vi går ut när vi slutar och att jag kan {vika} eller ta konsekvenserna.',
			'Lyssnade av telefonsvararen. {Vem} säger att jag ska vara rädd om mig, på ett sätt som gör att jag är det. Om {beslutet}, så klart.'
		]
	},
	{
		subform: 'deathThreat',
		channels: ['email'],
		influencers: clients,
		severity: [4, 4],
		motive: 'reactive',
		texts: [
			'Mejl {när} från {vem}: "du är död, du vet bara inte om det än". Det kom en timme efter {beslutet}. Har skrivit ut det.',
			'{Vem} mejlar att {han} har köpt det som behövs och att jag inte ska räkna med någon semester mer. Det är tredje mejlet om {beslutet}, men det första av det slaget.'
		]
	},
	{
		subform: 'deathThreat',
		channels: ['officeVisit'],
		influencers: clients,
		severity: [4, 4],
		motive: 'reactive',
		texts: [
			'{Vem} reste sig på mötet när jag berättade om {beslutet}, lutade sig över bordet och sa att nästa gång vi ses är det sista jag ser. Larmade. Vakten följde ut {honom}.'
		]
	},
	{
		subform: 'deathThreat',
		channels: ['sms'],
		influencers: user,
		activities: money,
		severity: [4, 4],
		motive: 'reactive',
		texts: [
			'Sms på jobbmobilen: "jag slår ihjäl dig om pengarna inte är inne på fredag". Avsändaren är {vem}, numret stämmer.'
		]
	},
	{
		subform: 'veiledThreat',
		channels: ['phone'],
		influencers: clients,
		severity: [2, 3],
		motive: 'reactive',
		texts: [
			'{Vem} sa att jag ska akta mig på vägen hem. När jag frågade vad {han} menade la {han} på. Det var {ordning} samtalet om {beslutet}.',
			'{Vem} skrek inte den här gången. {Han} sa lugnt att {han} inte har något kvar att förlora och att jag borde tänka på det. Samtalet tog två minuter.',
			'I telefon {när} sa {vem} att det snart blir jag som behöver hjälp. Jag bad {honom} förklara. "Det märker du." Det gällde {beslutet}.',
			'{Vem} ringde och frågade om vi har vakt på kontoret, och vilka dagar. Skrattade. Sedan att jag borde {vika} medan jag kan.'
		]
	},
	{
		subform: 'veiledThreat',
		channels: ['officeVisit'],
		influencers: clients,
		severity: [2, 3],
		motive: 'reactive',
		texts: [
			'På väg ut från mötet vände sig {vem} om och sa att det brukar gå illa för dem som säger nej till {honom}. Inget mer. Men ögonen.',
			'{Vem} stod kvar i dörren till besöksrummet och knäckte fingrarna, ett i taget, tills jag sagt vad {han} ville höra om {beslutet}.',
			'{Vem} ritade ett kors på sin kallelse, sköt över den till mig och gick från mötet utan ett ord.',
			'I väntrummet sa {vem} till de andra att de kan passa på att titta på mig nu. Högt, och med blicken på mig. Det var om {beslutet}.',
			'Mötet {när} gick bra tills jag sa nej. Då sa {vem} att jag kommer att ångra det och att {han} inte behöver göra det själv.'
		]
	},
	{
		subform: 'veiledThreat',
		channels: ['email'],
		influencers: clients,
		severity: [2, 3],
		motive: 'planned',
		texts: [
			'I mejlet skriver {vem} att {han} inte ansvarar för vad som händer om jag inte {viker}, och att jag ska komma ihåg att jag blev varnad.',
			'Mejl {när}: "alla har en gräns, du har passerat min". {Vem} brukar skriva långt. Det här var allt. Det gäller {beslutet}.',
			'{Vem} mejlar att {han} har slutat att vara snäll och att jag har fram till fredag på mig att {vika}. Vad som händer sedan står det inget om.',
			'Fick ett mejl med en nyhetsartikel om en misshandlad handläggare. Ingen hälsning. Avsändaren är {vem}. Dagen före pratade vi om {beslutet}.',
			'I mejlet står det att {vem} "minns ansikten". Resten är vanliga frågor om {beslutet}. Det är den meningen jag inte blir av med.'
		]
	},
	{
		subform: 'veiledThreat',
		channels: ['homeVisit'],
		influencers: clients,
		severity: [3, 3],
		motive: 'reactive',
		texts: [
			'Stod i hallen vid hembesöket. {Vem} ställde sig mellan mig och dörren och sa att här kan vad som helst hända utan att någon hör. Efter en stund flyttade {han} på sig.',
			'{Vem} släppte hunden lös när vi kom på hembesök och sa att den känner när folk är emot {honom}. Vi backade ut. Det var dags att prata om {beslutet}.',
			'Under hembesöket ringde {vem} någon och sa "de är här nu, kom". Vi gick innan någon hann komma. Det handlade om {beslutet}.',
			'{Vem} följde oss ut till bilen efter hembesöket, la handen på biltaket och sa att nästa gång blir det ett annat samtal.'
		]
	},
	{
		subform: 'veiledThreat',
		channels: ['sms'],
		influencers: ['unknown'],
		severity: [2, 3],
		motive: 'unclear',
		texts: [
			'Sms från ett nummer jag inte känner igen: "lägg ner eller få se". Kan bara handla om {beslutet}. Jag har tagit en skärmbild.',
			'Fick ett sms {kl}: "tick tack". Okänt nummer. Det kom samma vecka som {beslutet}.'
		]
	},
	{
		subform: 'veiledThreat',
		channels: ['sms'],
		influencers: clients,
		severity: [2, 3],
		motive: 'reactive',
		texts: [
			'Sms från {vem} {när}: "du ska få ångra det här". Inget mer. Vi hade talats vid om {beslutet} en timme tidigare.',
			'{Vem} skickar sms om att {han} står utanför kontoret. Det gjorde {han} inte, vi tittade. Jag gick ändå bakvägen hem.',
			'Sms {kl} från {vem}: "hoppas du har någon som följer dig hem". Det gäller {beslutet}.',
			'Fick ett sms med bara en bild på en grav. Numret är {vem}. Jag ska väl {vika}, antar jag.'
		]
	},
	{
		subform: 'veiledThreat',
		channels: ['digitalMeeting'],
		influencers: clients,
		severity: [2, 3],
		motive: 'reactive',
		texts: [
			'I slutet av det digitala mötet sa {vem} att {han} snart kommer förbi kontoret, och att det inte blir för att prata. Det gällde {beslutet}.',
			'Videomöte {när}. {Vem} sa: "du sitter hemma, jag ser din bokhylla, det finns inte så många sådana hus". Sedan gick {han} ur mötet.'
		]
	},
	{
		subform: 'veiledThreat',
		channels: ['socialMedia'],
		influencers: clients,
		severity: [2, 3],
		motive: 'planned',
		texts: [
			'Meddelande på Facebook {kl}: "jag vet vem du är, nu vet du det". Profilen har ingen bild men det låter precis som {vem}.',
			'{Vem} har skrivit under en bild på mig på sociala medier att någon borde "ta hand om" mig. Det började efter {beslutet}.',
			'{Vem} skrev till mig på Instagram att "vi ses snart, när du minst anar det". Jag har inte kopplat ihop mitt konto med jobbet någonstans.',
			'Under mitt namn i en Facebookgrupp har {vem} skrivit "ni vet vad man gör med sådana". Flera har svarat med en knuten näve.'
		]
	},
	{
		subform: 'veiledThreat',
		channels: ['offDuty'],
		influencers: clients,
		severity: [3, 3],
		motive: 'planned',
		texts: [
			'{Vem} kom fram till mig på parkeringen vid affären {när}, böjde sig ner mot rutan och sa att jag har en vecka på mig att {vika}. Mina barn satt i baksätet.',
			'{Vem} satt på en bänk utanför min port {när}. Sa bara: "så det är här". Sedan reste {han} sig och gick.',
			'På väg hem från träningen {när} stod {vem} vid min cykel. "Den här kan det hända saker med." Cykeln, eller jag, det sa {han} inte.'
		]
	},
	{
		subform: 'threatToRelative',
		channels: ['phone'],
		influencers: clients,
		severity: [3, 4],
		motive: 'planned',
		texts: [
			'{Vem} nämnde mitt barns skola i telefon och sa att det vore synd om något hände på vägen dit. Sedan bad {han} mig {vika}.',
			'Mitt i samtalet om {beslutet} frågade {vem} hur min mamma har det på sitt boende. {Han} visste vilken avdelning.'
		]
	},
	{
		subform: 'threatToRelative',
		channels: ['officeVisit'],
		influencers: clients,
		severity: [3, 4],
		motive: 'planned',
		texts: [
			'{Vem} sa på mötet att jag kan vara modig för egen del men att jag ska tänka på min sambo som jobbar natt. Det har jag aldrig berättat för någon brukare.'
		]
	},
	{
		subform: 'threatToRelative',
		channels: ['voicemail'],
		influencers: clients,
		severity: [3, 4],
		motive: 'planned',
		texts: [
			'Röstmeddelande {kl}. En röst som jag är ganska säker på är {vem} säger att min familj får betala om jag inte {viker}.'
		]
	},
	{
		subform: 'threatToRelative',
		channels: ['viaThirdParty'],
		influencers: ['socialNetwork'],
		severity: [4, 4],
		motive: 'planned',
		texts: [
			'Min bror blev stoppad på stan av {vem}, som bad honom hälsa att jag ska {vika}. De visste var han bor. Han är inte rädd, men det är jag.'
		]
	},
	{
		subform: 'weaponThreat',
		channels: ['homeVisit'],
		influencers: clients,
		severity: [4, 4],
		motive: 'reactive',
		texts: [
			'Det låg en kniv på köksbordet vid hembesöket. {Vem} tog upp den och snurrade på den medan vi pratade om {beslutet}. Sa att jag skulle tänka efter. Vi gick.'
		]
	},
	{
		subform: 'weaponThreat',
		channels: ['officeVisit'],
		influencers: user,
		severity: [4, 4],
		motive: 'reactive',
		texts: [
			'{Vem} drog fram något som såg ut som en kniv i väntrummet när {han} fick veta att {beslutet} står fast. Överfallslarmet fungerade. Polisen tog {honom}.'
		]
	},
	{
		subform: 'weaponThreat',
		channels: ['letter'],
		influencers: unknown,
		severity: [4, 4],
		motive: 'planned',
		texts: [
			'Brev till kontoret utan avsändare. Det låg en tom patronhylsa i kuvertet. Jag har ett ärende där jag tror att det kan höra hemma.'
		]
	},
	{
		subform: 'surveillanceSignal',
		channels: ['sms'],
		influencers: unknown,
		severity: [3, 4],
		motive: 'planned',
		texts: [
			'Fick ett sms med en bild på min ytterdörr. Inget annat. Bilden är tagen samma dag. Jag tänker på {beslutet}.'
		]
	},
	{
		subform: 'surveillanceSignal',
		channels: ['phone'],
		influencers: clients,
		severity: [3, 3],
		motive: 'planned',
		texts: [
			'{Vem} läste upp min hemadress i telefon, våningsplan och allt, och sa att {han} bara ville kontrollera uppgiften. Sedan kom frågan om jag hade ändrat mig.',
			'{Vem} ringde och berättade vad jag hade på mig när jag gick hem {när}. Inget mer om {beslutet}, det behövdes inte.'
		]
	},
	{
		subform: 'surveillanceSignal',
		channels: ['officeVisit'],
		influencers: clients,
		severity: [3, 3],
		motive: 'planned',
		texts: [
			'{Vem} räknade på mötet upp vilka tider jag kommer och går, vilken buss jag tar och vem jag brukar äta lunch med. Sa att {han} är uppmärksam av sig. Det handlade om {beslutet}.'
		]
	},
	{
		subform: 'surveillanceSignal',
		channels: ['socialMedia'],
		influencers: unknown,
		activities: young,
		severity: [3, 4],
		motive: 'planned',
		texts: [
			'Ett okänt konto på sociala medier skickade bilder på min bil, min port och mina barns cyklar. Texten: "fint ni har det". Jag har utredningen om ungdomen och tror att det är därifrån.'
		]
	},
	{
		subform: 'organisedIntimidation',
		channels: ['officeVisit'],
		influencers: ['socialNetwork'],
		activities: young,
		severity: [4, 4],
		motive: 'planned',
		texts: [
			'Fyra unga män stod vid entrén till kontoret när jag gick ut. En sa att vi ska låta grabben vara, annars lär vi oss. De filmade våra bilar.'
		]
	},
	{
		subform: 'organisedIntimidation',
		channels: ['offDuty'],
		influencers: ['socialNetwork'],
		activities: ['Barn och unga', 'Öppenvård unga', 'Vuxna'],
		severity: [4, 4],
		motive: 'planned',
		texts: [
			'Två mopeder följde min bil hela vägen hem {när}. De svängde av först när jag körde till polisstationen. Kompisgänget i ett av mina ärenden har varit på oss förut.'
		]
	},
	{
		subform: 'organisedIntimidation',
		channels: ['phone'],
		influencers: unknown,
		activities: ['Barn och unga', 'Öppenvård unga', 'Vuxna', 'Ekonomiskt bistånd'],
		severity: [3, 4],
		motive: 'planned',
		texts: [
			'Dolt nummer, tre samtal {när}, olika röster. Alla säger samma sak: lägg ner. Sedan läggs luren på.'
		]
	}
];

const violence: readonly Omit<TextGroup, 'form'>[] = [
	{
		subform: 'physicalAssault',
		channels: ['homeVisit'],
		influencers: clients,
		severity: [3, 4],
		motive: 'reactive',
		texts: [
			'{Vem} knuffade mig i trapphuset efter hembesöket när jag sa att {beslutet} gäller. Slog i axeln. Har varit på vårdcentralen.'
		]
	},
	{
		subform: 'physicalAssault',
		channels: ['homeVisit'],
		influencers: relative,
		activities: ['Barn och unga'],
		severity: [3, 4],
		motive: 'reactive',
		texts: [
			'Vid hämtningen i hemmet tog {vem} tag i min jacka och slog till mig mot bröstet. Polisen var med och bröt. Barnet såg allt.'
		]
	},
	{
		subform: 'physicalAssault',
		channels: ['officeVisit'],
		influencers: clients,
		severity: [3, 4],
		motive: 'reactive',
		texts: [
			'{Vem} kastade en stol som träffade mig på benet. Det var när jag inte ville {vika}. Blått men inget brutet. Besöksrummet ser ut därefter.',
			'Fick ett slag mot armen i besöksrummet när jag skulle avsluta mötet. {Vem} skrek att {han} inte går förrän jag {viker}. Larmade och två kollegor kom.'
		]
	},
	{
		subform: 'physicalAssault',
		channels: ['offDuty'],
		influencers: clients,
		severity: [3, 4],
		motive: 'planned',
		texts: [
			'Blev knuffad i ryggen på parkeringen vid affären {när}. När jag vände mig om stod {vem} där och sa att jag vet varför. Jag vet varför, det är {beslutet}.'
		]
	},
	{
		subform: 'spitting',
		channels: ['officeVisit'],
		influencers: clients,
		severity: [2, 3],
		motive: 'reactive',
		texts: [
			'{Vem} spottade mig i ansiktet i receptionen när jag sa att {beslutet} står fast. Jag har tvättat mig och pratat med en kollega, men känner mig äcklig.'
		]
	},
	{
		subform: 'spitting',
		channels: ['homeVisit'],
		influencers: clients,
		severity: [2, 3],
		motive: 'reactive',
		texts: [
			'{Vem} spottade på mig och kollegan i dörren vid hembesöket. Vi kom inte ens in. Skrek att vi kommer tillbaka på egen risk.'
		]
	},
	{
		subform: 'restraint',
		channels: ['officeVisit'],
		influencers: clients,
		severity: [3, 3],
		motive: 'reactive',
		texts: [
			'{Vem} höll fast min handled över bordet i besöksrummet och sa att jag inte får gå förrän jag {viker}. Det var kanske en halv minut. Kändes längre.'
		]
	},
	{
		subform: 'restraint',
		channels: ['homeVisit'],
		influencers: clients,
		severity: [3, 4],
		motive: 'planned',
		texts: [
			'{Vem} låste dörren inifrån vid hembesöket och la nyckeln i fickan. Först ville {han} höra att jag skulle {vika}. Efter tio minuter öppnade {han}.'
		]
	}
];

const propertyDamage: readonly Omit<TextGroup, 'form'>[] = [
	{
		subform: 'vehicle',
		channels: ['homeVisit'],
		influencers: unknown,
		severity: [2, 3],
		motive: 'reactive',
		texts: [
			'När vi kom ut från hembesöket var sidospegeln på tjänstebilen avbruten och lacken repad. De hade just fått veta om {beslutet}. Ingen såg något.'
		]
	},
	{
		subform: 'vehicle',
		channels: ['other'],
		influencers: unknown,
		severity: [2, 3],
		motive: 'unclear',
		texts: [
			'Någon har ristat ett könsord med nyckel på min bil på personalparkeringen. Det är {ordning} gången sedan {beslutet}.'
		]
	},
	{
		subform: 'vehicle',
		channels: ['officeVisit'],
		influencers: clients,
		severity: [3, 3],
		motive: 'reactive',
		texts: [
			'{Vem} sparkade in dörren på tjänstebilen utanför kontoret när jag inte ville {vika}. Jag satt i den.'
		]
	},
	{
		subform: 'premises',
		channels: ['officeVisit'],
		influencers: clients,
		severity: [2, 3],
		motive: 'reactive',
		texts: [
			'{Vem} slog sönder glaset i receptionen efter mötet om {beslutet}. Ingen skadades men väntrummet fick utrymmas.',
			'{Vem} rev ner skärmen och skrivaren i besöksrummet. Jag hann ut. {Han} skrek att det är så här det blir tills vi {viker}.'
		]
	},
	{
		subform: 'premises',
		channels: ['other'],
		influencers: unknown,
		activities: ['Barn och unga', 'Familjehem', 'Mottagning'],
		severity: [2, 3],
		motive: 'planned',
		texts: [
			'Entrén var klottrad när vi kom. Enhetens namn och ordet barnatjuvar i röd färg. Det var dagen efter {beslutet}.'
		]
	},
	{
		subform: 'privateHome',
		channels: ['offDuty'],
		influencers: unknown,
		severity: [4, 4],
		motive: 'planned',
		texts: [
			'Någon har krossat rutan i vårt kök hemma. På stenen satt en lapp med två ord om mitt jobb. Familjen sover hos släkt.',
			'Det låg glas och avföring i brevlådan hemma {när}. Det började veckan efter {beslutet}.'
		]
	}
];

const corruption: readonly Omit<TextGroup, 'form'>[] = [
	{
		subform: 'bribeOffer',
		channels: ['officeVisit'],
		influencers: clients,
		severity: [2, 3],
		motive: 'planned',
		texts: [
			'{Vem} la ett kuvert med sedlar på bordet under mötet och sa att ingen behöver få veta. Jag sköt tillbaka det. {Han} tyckte att vi båda tjänar på att jag {viker}.'
		]
	},
	{
		subform: 'bribeOffer',
		channels: ['phone'],
		influencers: clients,
		severity: [2, 2],
		motive: 'planned',
		texts: [
			'{Vem} undrade i telefon vad det kostar att få mig att {vika}. Sa det som ett skämt först, sedan med en summa.'
		]
	},
	{
		subform: 'bribeOffer',
		channels: ['email'],
		influencers: provider,
		activities: placing,
		severity: [2, 3],
		motive: 'planned',
		texts: [
			'{Vem} skriver i ett mejl att det finns "utrymme att tacka" om vi väljer dem vid nästa placering. Jag har inte svarat.'
		]
	},
	{
		subform: 'gift',
		channels: ['letter'],
		influencers: provider,
		activities: placing,
		severity: [1, 2],
		motive: 'planned',
		texts: [
			'Ett presentkort och en chokladask kom med posten från {vem}, veckan innan vi ska välja placering. På kortet står det tack för gott samarbete. Känns inte bra.'
		]
	},
	{
		subform: 'gift',
		channels: ['officeVisit'],
		influencers: clients,
		severity: [1, 2],
		motive: 'planned',
		texts: [
			'{Vem} kom till besöket med en inslagen parfym och blev sårad när jag sa nej. Sedan sa {han} att jag kanske förstår bättre nu hur det är med {beslutet}.'
		]
	},
	{
		subform: 'gift',
		channels: ['homeVisit'],
		influencers: relative,
		activities: care,
		severity: [1, 2],
		motive: 'planned',
		texts: [
			'Under hembesöket stoppade {vem} ner ett kuvert i min väska. Jag såg det först på kontoret. En kollega har varit med och räknat pengarna.'
		]
	},
	{
		subform: 'advantageJobOffer',
		channels: ['phone'],
		influencers: provider,
		activities: placing,
		severity: [1, 2],
		motive: 'planned',
		texts: [
			'{Vem} frågade i telefon om jag är nöjd med lönen och sa att de behöver någon som jag. Samtalet skulle handla om en placering. Jag vill att det finns dokumenterat.'
		]
	},
	{
		subform: 'advantageJobOffer',
		channels: ['officeVisit'],
		influencers: clients,
		severity: [1, 2],
		motive: 'planned',
		texts: [
			'{Vem} sa på mötet att {hans} bror har en bilfirma och att jag får ett bra pris om jag {viker}. Skrattade, men sa det två gånger.'
		]
	},
	{
		subform: 'relationalApproach',
		channels: ['socialMedia'],
		influencers: user,
		severity: [2, 2],
		motive: 'planned',
		texts: [
			'{Vem} skriver privat till mig på Instagram. Komplimanger först, nu att resten löser sig om vi ses på en middag. Jag har blockerat kontot.'
		]
	},
	{
		subform: 'relationalApproach',
		channels: ['sms'],
		influencers: clients,
		severity: [1, 2],
		motive: 'planned',
		texts: [
			'{Vem} har börjat skicka godnatthälsningar som sms till jobbmobilen. I det senaste står att {han} kan vänta på mig hur länge som helst om jag bara {viker}.'
		]
	},
	{
		subform: 'infiltration',
		channels: ['internal'],
		influencers: unknown,
		activities: ['Barn och unga', 'Ekonomiskt bistånd', 'Vuxna'],
		severity: [2, 3],
		motive: 'unclear',
		texts: [
			'En sökande till vikariatet hos oss frågade mest om vem som har vilka ärenden och hur man kommer åt akterna. Dagen efter drogs ansökan tillbaka. Kan vara inget.'
		]
	}
];

const unduePressure: readonly Omit<TextGroup, 'form'>[] = [
	{
		subform: 'politicalPressure',
		channels: ['phone'],
		influencers: ['electedRepresentative'],
		severity: [2, 3],
		motive: 'planned',
		texts: [
			'En förtroendevald ringde mig direkt om ett enskilt ärende och undrade om det inte gick att "hitta en lösning" den här gången. Jag sa att jag inte kan prata om det.',
			'En ledamot ringde {när} och ville att jag skulle läsa upp vad som står i en akt. När jag sa nej undrade ledamoten vem jag tror att jag jobbar för.'
		]
	},
	{
		subform: 'politicalPressure',
		channels: ['email'],
		influencers: ['electedRepresentative'],
		severity: [2, 3],
		motive: 'planned',
		texts: [
			'Mejl från en förtroendevald som vill veta varför jag inte {viker} i ett visst ärende. Sista raden är att det märks vilka som är samarbetsvilliga.',
			'En ledamot mejlar {när} och "skickar bara vidare" ett klagomål, med önskan om att jag ska {vika} före nästa sammanträde.'
		]
	},
	{
		subform: 'politicalPressure',
		channels: ['internal'],
		influencers: ['electedRepresentative'],
		severity: [2, 3],
		motive: 'planned',
		texts: [
			'En ledamot kom fram till mig efter nämndens studiebesök och sa att familjen är bekanta och att jag borde {vika}. Det sas vänligt, men det var ingen fråga.'
		]
	},
	{
		subform: 'managerialPressure',
		channels: ['internal'],
		influencers: ['manager'],
		severity: [2, 3],
		motive: 'planned',
		texts: [
			'Min chef vill att jag skriver om bedömningen så att det blir en billigare insats. Budgeten är slut, och jag får fundera på om jag passar här. Jag tycker inte att det är rätt mot klienten.',
			'Chefen bad mig vänta med att skriva in en uppgift i utredningen till efter beslutet. När jag frågade varför fick jag höra att jag är besvärlig.',
			'På avstämningen sa chefen att den som beviljar för mycket får räkna med att det märks i lönesamtalet. Jag har tre ansökningar kvar att bedöma i veckan.'
		]
	},
	{
		subform: 'managerialPressure',
		channels: ['email'],
		influencers: ['manager'],
		severity: [2, 3],
		motive: 'planned',
		texts: [
			'Mejl från chefen om att avslagen måste bli fler den här månaden. Det står inte rakt ut att jag ska strunta i behovet, men alla läser det så.'
		]
	},
	{
		subform: 'managerialPressure',
		channels: ['digitalMeeting'],
		influencers: ['manager'],
		severity: [2, 3],
		motive: 'planned',
		texts: [
			'På det digitala teammötet tog chefen upp mitt ärende inför alla och undrade hur länge till vi ska vänta på att jag ska {vika}. Ingen sa något. Inte jag heller.'
		]
	},
	{
		subform: 'colleagueRequest',
		channels: ['internal'],
		influencers: ['colleague'],
		severity: [1, 2],
		motive: 'planned',
		texts: [
			'En kollega bad mig titta på en grannes ärende och skynda på det. Jag sa nej. Nu är stämningen konstig.',
			'En kollega på enheten vill att jag {viker} för någon hen känner. Det sas som en tjänst mellan kollegor. Jag har inte svarat.',
			'En kollega som inte har med ärendet att göra har frågat mig tre gånger hur det går. {När} kom det fram att det är en släkting.'
		]
	},
	{
		subform: 'mediaPressure',
		channels: ['phone'],
		influencers: ['journalist'],
		severity: [1, 2],
		motive: 'persistent',
		texts: [
			'{Vem} ringde {antal} gånger {när} och sa att jag hängs ut med namn om jag inte förklarar {beslutet} före klockan fem. Jag hänvisade till ledningen men fick samma fråga igen.'
		]
	},
	{
		subform: 'mediaPressure',
		channels: ['phone'],
		influencers: ['association'],
		severity: [1, 2],
		motive: 'planned',
		texts: [
			'{Vem} ringde och sa att de går till tidningen om just mig om jag inte {viker}. Sa mitt namn i varje mening.'
		]
	},
	{
		subform: 'mediaPressure',
		channels: ['email'],
		influencers: ['association'],
		severity: [1, 2],
		motive: 'planned',
		texts: [
			'{Vem} mejlar att {beslutet} strider mot allt de står för och att de samlar medlemmarna utanför kontoret om jag inte {viker}.'
		]
	},
	{
		subform: 'mediaPressure',
		channels: ['email'],
		influencers: ['activist'],
		severity: [2, 2],
		motive: 'planned',
		texts: [
			'Massmejl {när}, {antal} stycken med samma text. Alla kräver att jag personligen ska {vika}. Det är en kampanj på nätet som delat min adress.'
		]
	},
	{
		subform: 'socialPressure',
		channels: ['offDuty'],
		influencers: ['socialNetwork', 'relative'],
		severity: [1, 2],
		motive: 'planned',
		texts: [
			'Blev fångad vid sidlinjen på barnens fotboll {när}. {Vem} ville prata om {beslutet} och sa att alla här vet vem som bestämt det. Jag åkte hem tidigare.',
			'{Vem} tog upp {beslutet} med mig på en fest {när}, inför alla. "Du kan väl göra ett undantag, du är ju en av oss." Folk väntade på vad jag skulle svara.'
		]
	},
	{
		subform: 'socialPressure',
		channels: ['viaThirdParty'],
		influencers: ['socialNetwork'],
		severity: [1, 2],
		motive: 'planned',
		texts: [
			'Min kusin fick frågan av {vem} om jag inte kunde {vika}. Nu vill släkten att jag ska ordna det. Det är första gången jobbet kommit hem så här.'
		]
	},
	{
		subform: null,
		channels: ['phone'],
		influencers: provider,
		activities: placing,
		severity: [1, 2],
		motive: 'planned',
		texts: [
			'{Vem} ringde och sa att vi får svårt att hitta platser framöver om vi avslutar placeringen hos dem. Det lät som en upplysning men var ett krav.'
		]
	},
	{
		subform: null,
		channels: ['email'],
		influencers: ['representative'],
		severity: [1, 2],
		motive: 'planned',
		texts: [
			'{Vem} mejlar att {han} "brukar komma överens" med våra grannkommuner och att det vore synd om jag blev den som inte kan {vika}. Jag upplevde det som en varning.'
		]
	}
];

const abuseOfPosition: readonly Omit<TextGroup, 'form'>[] = [
	{
		subform: 'unauthorisedAccess',
		channels: ['internal'],
		influencers: ['colleague'],
		severity: [2, 3],
		motive: 'unclear',
		texts: [
			'Jag har sett att en kollega varit inne i akter som inte rör hens ärenden. Det gäller en familj som hen känner. Vill inte att det stannar på enheten.'
		]
	},
	{
		subform: 'conflictOfInterest',
		channels: ['internal'],
		influencers: ['colleague'],
		activities: ['Ekonomiskt bistånd', 'Boende', 'Äldre', 'Funktionsnedsättning'],
		severity: [3, 3],
		motive: 'planned',
		texts: [
			'En handläggare på enheten har beviljat bistånd åt en släkting. Jag såg det av en slump. Ingen verkar ha reagerat.'
		]
	},
	{
		subform: 'tookBribe',
		channels: ['internal'],
		influencers: ['colleague'],
		activities: placing,
		severity: [3, 3],
		motive: 'planned',
		texts: [
			'En kollega har tagit emot biljetter av ett boende som vi köper platser av, och föreslår alltid just det boendet. Jag vet inte vem jag ska prata med.'
		]
	}
];

const notUndueInfluence: readonly (Omit<TextGroup, 'form' | 'subform' | 'motive'> & {
	notUndueInfluence: NotUndueInfluence;
})[] = [
	{
		notUndueInfluence: 'complaint',
		channels: ['email'],
		influencers: clients,
		severity: [1, 1],
		texts: [
			'Långt mejl från {vem} som tycker att handläggningen tagit för lång tid och att jag varit otydlig. Vill ha en annan handläggare. Argt men sakligt.'
		]
	},
	{
		notUndueInfluence: 'complaint',
		channels: ['phone'],
		influencers: clients,
		severity: [1, 1],
		texts: [
			'{Vem} ringde och klagade på att ingen hört av sig på två veckor. Hade rätt i sak. Höjde rösten lite men bad om ursäkt sedan.'
		]
	},
	{
		notUndueInfluence: 'complaint',
		channels: ['officeVisit'],
		influencers: clients,
		severity: [1, 1],
		texts: [
			'{Vem} lämnade synpunkter på bemötandet i mötet {när}. Var besviken och sa det. Jag blev ledsen men inser att det är ett klagomål.'
		]
	},
	{
		notUndueInfluence: 'appeal',
		channels: ['phone'],
		influencers: clients,
		severity: [1, 1],
		texts: [
			'{Vem} sa i telefon att {han} ska överklaga {beslutet} så långt det går. Lät upprörd. Överklagandet kom samma eftermiddag.'
		]
	},
	{
		notUndueInfluence: 'appeal',
		channels: ['officeVisit'],
		influencers: clients,
		severity: [1, 1],
		texts: [
			'{Vem} lämnade in ett överklagande i receptionen och sa högt att vi ses i rätten. Inget mer än så.'
		]
	},
	{
		notUndueInfluence: 'appeal',
		channels: ['email'],
		influencers: ['representative'],
		severity: [1, 1],
		texts: [
			'Mejl från {vem} med ett överklagande och en lång lista på fel. Hård ton, men inget krav utöver att {beslutet} ska prövas.'
		]
	},
	{
		notUndueInfluence: 'publicRecordsRequest',
		channels: ['email'],
		influencers: ['journalist'],
		severity: [1, 1],
		texts: [
			'{Vem} begär i ett mejl ut alla våra riktlinjer och avidentifierade beslut från i år. Det tar tid men är en rättighet. Rapporterar för att jag blev osäker.'
		]
	},
	{
		notUndueInfluence: 'publicRecordsRequest',
		channels: ['email'],
		influencers: clients,
		severity: [1, 1],
		texts: [
			'{Vem} har mejlat och begärt ut hela sin akt och alla mejl som nämner {honom}. Det är mycket jobb. Ingen otrevlig ton.'
		]
	},
	{
		notUndueInfluence: 'accident',
		channels: ['homeVisit'],
		influencers: ['none'],
		severity: [1, 1],
		texts: [
			'Snubblade i trappan på väg upp till ett hembesök och vred foten. Kunde jobba vidare men den är blå.',
			'Cyklade omkull på väg till ett hembesök. Skrapsår på knät, hjälmen hel. Ingen annan inblandad.'
		]
	},
	{
		notUndueInfluence: 'accident',
		channels: ['other'],
		influencers: ['none'],
		severity: [1, 1],
		texts: ['Klämde fingret i dörren till besöksrummet när vi testade larmet. Ont men inget brutet.']
	},
	{
		notUndueInfluence: 'careDeviation',
		channels: ['homeVisit'],
		influencers: user,
		activities: care,
		severity: [1, 1],
		texts: [
			'{Vem} blev rädd när vi kom på hembesök och viftade bort mig så att jag fick ett slag på armen. {Han} visste inte var {han} var. Jag tror inte att det var riktat mot mig.'
		]
	},
	{
		notUndueInfluence: 'careDeviation',
		channels: ['phone'],
		influencers: relative,
		activities: care,
		severity: [1, 1],
		texts: [
			'{Vem} ringde om att hemtjänsten missat två besök. Arg på oss allihop, men det är en avvikelse hos utföraren.'
		]
	},
	{
		notUndueInfluence: 'supplierQuestion',
		channels: ['email'],
		influencers: provider,
		activities: placing,
		severity: [1, 1],
		texts: [
			'{Vem} mejlar och frågar om vi behöver fler platser och skickar med en broschyr. Ingen konstig ton. Osäker på om sådant ska rapporteras.'
		]
	},
	{
		notUndueInfluence: 'suicidalityWithoutDemand',
		channels: ['officeVisit'],
		influencers: user,
		severity: [2, 3],
		texts: [
			'{Vem} grät på mötet och sa att {han} inte orkar leva. Ställde inga krav och skyllde inte på mig. Jag ringde psykakuten och satt kvar tills de kom.'
		]
	},
	{
		notUndueInfluence: 'suicidalityWithoutDemand',
		channels: ['phone'],
		influencers: clients,
		severity: [2, 3],
		texts: [
			'{Vem} berättade i telefon om tankar på att inte vilja finnas. Följde rutinen. Skriver här för att det satte sig, inte för att {han} gjort något fel.'
		]
	},
	{
		notUndueInfluence: 'other',
		channels: ['phone'],
		influencers: clients,
		severity: [1, 1],
		texts: [
			'{Vem} ringde och skällde om parkeringen utanför och en trasig hiss. Inget av det är vårt. Kopplade till växeln, men det var ett jobbigt samtal.'
		]
	}
];

/** Every text, with its group's facts. */
export const incidentTexts: readonly IncidentText[] = [
	...ofForm('harassment', harassment),
	...ofForm('threat', threat),
	...ofForm('violence', violence),
	...ofForm('propertyDamage', propertyDamage),
	...ofForm('corruption', corruption),
	...ofForm('unduePressure', unduePressure),
	...ofForm('abuseOfPosition', abuseOfPosition),
	...ofForm(
		null,
		notUndueInfluence.map((group) => ({ ...group, subform: null, motive: 'unclear' as const }))
	)
];

/** What some add at the end. Absent limits mean that the sentence suits every report. */
export const closingRemarks: readonly {
	text: string;
	purposes?: readonly Purpose[];
	channels?: readonly Channel[];
	/** Highest severity it can follow without sounding wrong. */
	upToSeverity?: Severity;
}[] = [
	{ text: 'Vet inte om det räknas.', purposes: ['maybe', 'doNotKnow'], upToSeverity: 3 },
	{ text: 'Kanske överdriver jag.', purposes: ['maybe', 'doNotKnow'], upToSeverity: 2 },
	{ text: 'Osäker på om det var menat så.', purposes: ['maybe', 'doNotKnow'], upToSeverity: 3 },
	{ text: 'Jag har sparat det.', channels: ['sms', 'email', 'socialMedia', 'voicemail', 'letter'] },
	{ text: 'Skärmbild finns.', channels: ['sms', 'socialMedia', 'onlineOther'] },
	{ text: 'Skriver det här mellan två möten.', upToSeverity: 2 },
	{ text: 'Vill mest att det finns nedskrivet.', upToSeverity: 2 },
	{
		text: 'Det är inte första gången, men första gången jag orkar rapportera.',
		purposes: ['yes', 'maybe'],
		upToSeverity: 2
	},
	{ text: 'Har berättat för en kollega.' },
	{ text: 'Jag är mer trött än rädd.', purposes: ['yes', 'maybe'], upToSeverity: 2 },
	{ text: 'Säg till om ni behöver veta mer.' }
];

function ofForm(form: AssessedForm | null, groups: readonly Omit<TextGroup, 'form'>[]): IncidentText[] {
	return groups.flatMap(({ texts, ...facts }) => texts.map((text) => ({ ...facts, form, text })));
}
