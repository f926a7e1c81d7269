/**
 * General words that speak of something a rule asks about. Hints for a person who decides ('I texten nämns …'), never a
 * decision. The lines are written as those of text-hints/lexicon.ts are; here, because only the server reads them and the
 * form's island is to stay small. A new word goes here together with an example in word-hints.test.ts.
 */
import { phrasePattern, plainWords } from '../../text-hints/index.ts';

/** In the order that `findWordHints` answers. */
export const wordHints = [
	'injury',
	'ill',
	'home',
	'family',
	'gang',
	'child',
	'gift',
	'kinship',
	'dataAccess',
	'records',
	'complaint',
	'appeal',
	'supplier',
	'accident',
	'care',
	'money',
	'demand'
] as const;
export type WordHint = (typeof wordHints)[number];

const own = '(min|mitt|mina|vår|vårt|våra|din|ditt|dina|er|ert|era|hennes|hans|kollegan?s)';

const lexicon: Record<WordHint, readonly string[]> = {
	injury: [
		'svull*|svullnad*|blåmärk*|blåtir*|blödde|blod(|ig*)|skadad*|skador|skadan?|hjärnskak*|bruten|bröt|sår(et|en)?|stukad*|stuk*|sydd*|värk*|ont|bitm*|bet|rivsår*|rev|klös*|nöp',
		'slog (i |mig|henne|honom|till|knä*|huvud*|rygg*|armbåg*|höft*)|vårdcentral*|akuten|sjukhus*|läkar*|röntg*|domnad*|är (blått|blå|rött)|nackspärr*'
	],
	ill: [
		'(ligger|låg) … vak*|(inte|knappt|svårt att) _ (sova|somna)|sover (inte|dåligt|knappt)|sömn*|mardröm*|ångest*|panik*|sjukskriv*|gråt*|skakar|skakade|skakig|darra*|magont|illamå*|stress*|utmatt*|mår (dåligt|inte bra)|orkar inte (gå|jobba|arbeta)|rädd för att gå'
	],
	home: [
		`${own} (hem*|bostad*|hus*|villa*|lägenhet*|port*|ytterdörr*|dörr hemma|brevlåd*|adress*|hemadress*|trädgård*|garage*|bil|bilen|privata *)`,
		'hemma hos (mig|oss|henne|honom)|(ytterdörr*|port*|brevlåd*|uppfart*|altan*|trappan) hemma|hemadress*|privat(a|) (nummer|mobil*|telefon*|konto*|bil*|adress*|mejl*)|där (jag|du|vi|hon|han) bor|var (jag|du|ni|vi) bor|vilk* bil* … (kör*|har)|hem till (mig|dig|oss|er)|på väg hem|gick hem|privat på'
	],
	family: [
		`${own} _ (barn|barnen|dotter|döttrar|son|söner|sambo*|fru|man|make|maka|mamma|pappa|mor|far|syster|bror|familj*|sambos|mans|frus|anhörig*|partner*|förskola|ungar*|barnbarn*)`,
		'du har … (dotter|son|barn|sambo|familj)|hämta* på (förskol*|skol*|dagis)'
	],
	gang: [
		'gäng*|kriminell*|nätverk(et)?|klan(en|er)?|grabbarna|maffia*|organiserad*|våldskapital*|mc *|beskydd*|utpress*|torped*|rekryter*|två män|(flera|tre|fyra|fem) (män|personer|killar)'
	],
	child: [
		'barn(et|en|ets|ens)|pojk*|flick(a|an|or|orna)|ungdom*|tonår*|*åring*|lvu|*omhändert*|placera*|placering*|familjehem*|jourhem*|umgäng*|vårdnad*|orosanmäl*|hvb*|sonen|dottern|bebis*|spädbarn*|elev*|socialtjänsten tar'
	],
	gift: [
		'gåva*|gåvor*|present*|presentkort*|choklad*|blomm*|vin|vinflask*|whisky*|biljett*|resa|resor|bjud* på|bjöd på|bjuden|muta|mutor|mutade|kontant*|kuvert*|sedl*|pengar om|erbj[öu]d*|rabatt*|en slant|swish*|tjänst tillbaka|jobb åt (mig|dig)|anställning|middag*|parfym*|fickpengar'
	],
	kinship: [
		'svåger*|svägersk*|kusin*|svärson*|svärdott*|svärmor*|svärfar*|släkt(|ing*)|granne*|vän (med|till)|vänner|kompis*|bekant*|barndomsvän*|gammal vän|känner varandra|umgås|syskonbarn*|sambo till|gift med|tillsammans med'
	],
	dataAccess: [
		'logg(|ar|en|kontroll*)|slog* (upp|i)|slagit (upp|i)|sökt* (upp|på|i)|tittat i|läst (i |)(journal*|akt*|ärende*)|läser (journal*|akt*)|gått in i|utskrift*|skriv(it|er|a) ut|behörighet*|journal*|skyddade (personuppgift*|uppgift*)|sekretess*|lämna* (ut|vidare) … uppgift*|uppgifter om|folkbokför*|inloggning*|beviljat … sin'
	],
	records: [
		'begär* (ut|att få ut)|begära ut|kopi(a|or) (på|av)|allmän* handling*|utläm(na|nande|nas)|lämna ut … handling*|handlingar*|ta del av … (handling*|mejl*|journal*|logg*)|offentlighet*|alla (mina|dina|era) (mejl*|mail*|meddelande*)'
	],
	complaint: [
		'klaga*|klagom*|missnöj*|synpunkt*|otydlig*|lång tid|dröjt|dåligt bemöt*|bemötande*|besviken*|byta handläggare|annan handläggare|någon annan ringer|sakligt|bristfällig*|slarv*'
	],
	appeal: ['överklag*|förvaltningsrätt*|kammarrätt*|ompröv*|besvär(a|shänvisning*)|laglighets*'],
	supplier: [
		'leverantör*|utförare*|företag(et|ets|are|)|bolag*|faktur*|avtal*|upphandl*|ramavtal*|konsult*|hvb*|anbud*|vårdgivare*|offert*|avtalspart*'
	],
	accident: [
		'halka*|snubbla*|ramla*|föll|trilla*|cykelol*|krockade|krock*|påkörd*|olycka|olyckan|kl[äe]mde|skar mig|brände mig|trappsteg*|isen|golvet var'
	],
	care: [
		'demens*|förvirr*|medicin*|mediciner*|dos(en|ett*)?|läkemedel*|omvårdnad*|morgontvätt*|dusch*|toalett*|blöj*|hjälpmedel*|lyft(en|et)?|nattpatrull*|hemtjänst*|boendestöd*|utåtager*|genomförandeplan*|fallrisk*|larm(et|knapp*)?|uteblivn* (besök|insats*)|förväxl*'
	],
	money: [
		'välfärdsbrott*|bidragsbrott*|felaktig* (utbetal*|folkbok*)|bidrag(et|en)?|utbetal*|skenföretag*|assistansbolag*|oriktiga uppgift*|föreningsbidrag*'
	],
	// a condition: something happens unless somebody gets what they want
	demand: [
		'(om|ifall) _ _ inte … (få(r|tt)?|bevilja*|betala*|ge(r|tt)?|ändra*|godkän*|löser)|om (du|ni|vi|jag) inte|annars (så |)(%|lägg*|går|händ*|blir)',
		'i utbyte|mot att (du|ni|vi|jag)|(tills|förrän) (jag|du|ni|vi) … (bevilja*|ändra*|betala*|ge(r|s)?)|% betala'
	]
};

const patterns = wordHints.map((hint) => [hint, phrasePattern(lexicon[hint])] as const);

/** What the words speak of, as far as general words show. It can miss, and it can be wrong. */
export function findWordHints(text: string): WordHint[] {
	if (text === '') return [];
	const words = plainWords(text);
	return patterns.filter(([, pattern]) => pattern.test(words)).map(([hint]) => hint);
}
