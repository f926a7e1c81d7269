import { describe, expect, it } from 'vitest';
import { findPersonalData, findTopics, hasPersonnummer, maskPersonalData } from './index.ts';
import type { PersonalDataKind, Topic } from './index.ts';

/** What is found when `data` stands in the middle of a sentence. */
function foundIn(data: string) {
	return findPersonalData(`Jag fick ${data} av honom.`).map(({ kind, text }) => [kind, text]);
}

describe('personal data that the reporter is reminded to leave out', () => {
	const written: Record<PersonalDataKind, string[]> = {
		personnummer: [
			'850312-1234',
			'8503121234',
			'850312 1234',
			'850312 - 1234',
			'850312+1234',
			'850312–1234',
			'19850312-1234',
			'198503121234',
			'19850312 1234',
			'1985-03-12-1234',
			'070123-4567',
			'20070123-4567',
			'850372-1234',
			'198503721234',
			'850391-1234'
		],
		phone: [
			'070-123 45 67',
			'0701234567',
			'070 123 45 67',
			'070-1234567',
			'0701-23 45 67',
			'073 - 123 45 67',
			'070.123.45.67',
			'076/123 45 67',
			'08-123 45 67',
			'08-12 34 56 78',
			'08-508 25 000',
			'08 123 456 78',
			'(08) 123 45 67',
			'08-123-45-67',
			'031-12 34 56',
			'0455-123 45',
			'0455-12345',
			'031123456',
			'+46 70 123 45 67',
			'+46701234567',
			'+46 (0)70-123 45 67',
			'+46 8 123 456 78',
			'0046701234567',
			'0046 70 123 45 67',
			'+47 912 34 567'
		],
		email: ['anna.ek@example.se', 'åsa.öberg@exempel.se', 'a_b+c@mail.example.com', 'ANNA@EXAMPLE.SE'],
		address: [
			'Storgatan 12 B',
			'Storgatan 12b',
			'storgatan 12',
			'Björkvägen 3',
			'Björkvägen 12-14',
			'Kungs gata 5',
			'Södra Vägen 12',
			'Solbacken 3',
			'Ekallén 14',
			'Karl-Johansgatan 7',
			'123 45 Ekdala',
			'Storgatan 12, 123 45 Ekdala',
			'Storgatan 12 B\n12345 Ekdala'
		]
	};
	for (const [kind, examples] of Object.entries(written)) {
		it.each(examples)(`sees a ${kind} in '%s'`, (example) => {
			expect(foundIn(example)).toEqual([[kind, example]]);
			expect(findPersonalData(example).map(({ text }) => text)).toEqual([example]);
		});
	}

	it.each([
		['a date', '2026-03-12'],
		['a date and time', '2026-03-12 14:30'],
		['a date and time without a colon', '2026-03-12 1430'],
		['a date with day first', '12/3 2026'],
		['a date with day and month first', '01-02-2026'],
		['a date and time with day first', '07-01-2026 12:30'],
		['a period', '2026-03-12 - 2026-03-14'],
		['a short period', '260312-260314'],
		['a month and day', '08-12'],
		['an impossible date with ten digits', '859912-1234'],
		['a time', 'kl. 08:30'],
		['opening hours', '08-12 13-17'],
		['hours', '08.30-16.30'],
		['hours in four digits', '0800-1630'],
		['a diarienummer', 'ASN-2023-18785'],
		['a diarienummer without letters', '2026-0123'],
		['an audit number', 'SR-2022-15'],
		['a diarienummer with a slash', 'SN 2023/00123'],
		['an amount', '500 kr'],
		['an amount in thousands', '12 500 kronor'],
		['an amount in millions', '1 250 000 kr'],
		['a date and an amount', '2026-08-12 500 kronor'],
		['a bus', 'buss 5'],
		['the emergency number', '112'],
		['the police', '114 14'],
		['the police by name', '114 14 Polisen'],
		['a helpline', '020-12 34 56'],
		['an authority', '0771-12 34 56'],
		['an organisation number', '556677-8899'],
		['a department', 'avdelning 3'],
		['a section of law', 'paragraf 12'],
		['a floor', 'Våningsplan 2'],
		['how many times', 'vägen 2 gånger'],
		['how many times on a street', 'storgatan 2 gånger'],
		['all the way', 'Hela vägen 3'],
		['a meeting', 'möte 14'],
		['a time on a street', 'Storgatan 14:30'],
		['a motorway', 'motorvägen 3'],
		['a road number', 'Riksväg 40'],
		['a weapon with a number', 'AK 47'],
		['a user name', '@exempel']
	])('leaves %s alone', (_, example) => {
		expect(foundIn(example)).toEqual([]);
		expect(findPersonalData(example)).toEqual([]);
	});

	it('sees a number that is glued to a word', () => {
		expect(findPersonalData('pnr850312-1234, tel0701234567').map(({ text }) => text)).toEqual([
			'850312-1234',
			'0701234567'
		]);
	});

	it('answers in text order, and no two findings overlap', () => {
		const text =
			'Ring 070-123 45 67 eller 0701234567@example.se. Bor Storgatan 2, 123 45 Ekdala, 850312-1234.';
		const findings = findPersonalData(text);
		expect(findings.map(({ kind }) => kind)).toEqual(['phone', 'email', 'address', 'personnummer']);
		findings.forEach(({ start, end, text: found }, index) => {
			expect(text.slice(start, end)).toBe(found);
			expect(start).toBeGreaterThanOrEqual(findings[index - 1]?.end ?? 0);
		});
	});

	it('finds nothing in an empty text', () => {
		expect(findPersonalData('')).toEqual([]);
	});
});

describe('a text has a personnummer', () => {
	const days = { personnummer: '850312', samordningsnummer: '850372' };
	const written = Object.entries(days).flatMap(([kind, day]) =>
		['', '19', '20'].flatMap((century) =>
			['', '-', '+', ' ', '–'].map((sign) => [kind, `${century}${day}${sign}1234`] as const)
		)
	);
	it.each(written)('a %s written %s', (_, number) => {
		expect(hasPersonnummer(number)).toBe(true);
		expect(hasPersonnummer(`Hon har pnr ${number}, sa han.`)).toBe(true);
	});

	it.each([
		['nothing', null],
		['an empty text', ''],
		['a date', '2026-03-04'],
		['a date and a time', '2026-03-04 1430'],
		['a phone number', '070-123 45 67'],
		['an organisation number', '212000-0000'],
		['a month that is none', '851372-1234'],
		['a day that is none in either', '850399-1234'],
		['a case number', '2026-0123']
	])('%s is none', (_, text) => {
		expect(hasPersonnummer(text)).toBe(false);
	});
});

describe('offsets fit the text as it was written', () => {
	it.each([
		['emoji before the number', '😡👩🏽‍🦰 ring 070-123 45 67', '070-123 45 67'],
		['half an emoji', '\ud83d 070-123 45 67 \ude00', '070-123 45 67'],
		['a town spelled with combining marks', 'Bor 123 45 O\u0308dala', '123 45 O\u0308dala'],
		[
			'a street spelled with combining marks',
			'a\u030a, Bjo\u0308rkva\u0308gen 3',
			'Bjo\u0308rkva\u0308gen 3'
		],
		[
			'an e-mail address spelled with combining marks',
			'A\u030a: a\u030asa@example.se!',
			'a\u030asa@example.se'
		],
		['spaces that do not break', 'Nr 070\u00a0123\u202f45\u00a067.', '070\u00a0123\u202f45\u00a067'],
		['a hyphen that does not break', 'Nr 070\u2011123 45 67.', '070\u2011123 45 67'],
		['direction marks from an address book', 'Nr \u202a070-123 45 67\u202c.', '070-123 45 67'],
		['soft hyphens', 'På Stor\u00adgatan 3 då', 'Stor\u00adgatan 3'],
		['Arabic around the number', 'اتصل بي \u200f070-123 45 67\u200f غدا', '070-123 45 67'],
		['Hebrew around the number', 'מספר: 850312-1234, שלום', '850312-1234']
	])('with %s', (_, text, expected) => {
		const findings = findPersonalData(text);
		expect(findings.map((finding) => finding.text)).toEqual([expected]);
		expect(findings[0]?.start).toBe(text.indexOf(expected));
		expect(findings[0]?.end).toBe(text.indexOf(expected) + expected.length);
	});
});

describe('masking', () => {
	const replacement = (kind: PersonalDataKind) => `[${kind} borttaget]`;

	it('replaces each piece and keeps the rest to the letter', () => {
		expect(
			maskPersonalData('😡 Åke, 850312-1235, nås på 070-123 45 67\noch bor på Storgatan 2.', replacement)
		).toBe('😡 Åke, [personnummer borttaget], nås på [phone borttaget]\noch bor på [address borttaget].');
	});

	it('masks a personnummer with a wrong check digit', () => {
		const tenNumbers = Array.from({ length: 10 }, (_, digit) => `850312-123${digit}`);
		expect(maskPersonalData(tenNumbers.join(', '), () => 'X')).toBe(tenNumbers.map(() => 'X').join(', '));
	});

	it('leaves nothing to find', () => {
		const masked = maskPersonalData('a@b.se 0701234567 850312-1234 Storgatan 2', replacement);
		expect(findPersonalData(masked)).toEqual([]);
	});

	it('does not change a text without personal data', () => {
		const text = 'Han ringde 2026-03-12 kl. 14:30 om A\u030aterbetalning, dnr 2026-0123.';
		expect(maskPersonalData(text, replacement)).toBe(text);
		expect(maskPersonalData('', replacement)).toBe('');
	});
});

describe('topics in the example events', () => {
	/** The examples that the project began with, and what a hint may say about each. */
	const vignettes: [id: string, topics: Topic[], text: string][] = [
		[
			'V01',
			[],
			'Brukare ringde tolv gånger i går efter avslaget på försörjningsstöd. Skriker att jag förstör hans liv och att han tänker ringa varje dag tills jag ändrar mig. Fick till slut stänga av telefonen för att få arbetsro.'
		],
		[
			'V02',
			['suicide'],
			'Mamman lämnade ett röstmeddelande: om barnet inte är hemma på fredag tar hon livet av sig och då är det mitt fel. Jag har kontaktat psykakuten och skrivit i journalen. Vet inte om sådant här ska rapporteras.'
		],
		[
			'V03',
			['threat'],
			'Pappan avslutade mötet med att säga "du har ju en dotter på Björkskolan, hoppas hon har det bra där". Han sa det lugnt och log. Vi skulle just gå igenom umgänget.'
		],
		[
			'V07',
			[],
			'Vid omhändertagandet knuffade morbrodern mig in i dörrkarmen och höll fast min arm. Handleden är svullen. Han skrek att vi inte får ta pojken.'
		],
		[
			'V09',
			[],
			'När vi kom ut från hembesöket var tre däck på tjänstebilen sönderskurna. Familjen hade just fått veta att utredningen fortsätter. Ingen såg vem som gjorde det.'
		],
		[
			'V10',
			['threat'],
			'I morse stod det SLUTA UTRED sprejat på min ytterdörr hemma. Familjen är rädd. Jag har inte berättat för någon utom min chef var jag jobbar med för ärende.'
		],
		[
			'V12',
			[],
			'Fick en påse med choklad och ett presentkort på 500 kr från ett HVB-företag veckan innan vi ska välja placering. De skrev bara "tack för gott samarbete!". Känns inte bra.'
		],
		[
			'V16',
			[],
			'Han skriver att han kommer JO-anmäla mig personligen varje vecka och begära ut alla mina mejl tills jag beviljar. Har redan skickat elva mejl i dag och kräver svar inom tio minuter.'
		],
		[
			'V18',
			[],
			'Min chef vill att jag skriver om bedömningen så att det blir öppenvård i stället för placering, för att budgeten är slut. Sa att jag får fundera på om jag passar här. Barnet far illa som jag ser det.'
		],
		[
			'V20',
			[],
			'Jag har upptäckt att en handläggare själv beviljat bistånd till sin svåger tre gånger i år. Ingen verkar ha reagerat. Vill inte att det ska gå via vår chef som är vän med honom.'
		],
		[
			'V21',
			['threat', 'socialMedia'],
			'Två män stod utanför personalingången och filmade när vi gick hem. En sa "vi vet vilka bilar ni kör, låt grabben vara". Vi har en sjuttonåring i ärende med kopplingar till ett gäng.'
		],
		[
			'V22',
			['threat'],
			'Fick ett sms från okänt nummer: "lägg ner eller det händer grejer, du åker buss 5 hem va". Jag åker buss 5. Kan bara handla om utredningen om ungdomen.'
		],
		[
			'V23',
			['socialMedia'],
			'En grupp kom in i foajén och livesände, ropade att vi kidnappar barn och läste upp namnskyltarna på dörrarna. De vägrade gå på en halvtimme. Jag fick smita ut bakvägen.'
		],
		[
			'V24',
			['socialMedia'],
			'Han filmade mig i smyg under mötet och sa efteråt att filmen läggs ut om han inte får busskort. Jag bad honom radera den men han skrattade.'
		],
		[
			'V27',
			['socialMedia'],
			'En klient har skrivit privat på Instagram i två veckor. Komplimanger först, nu skriver han att om vi ses på en middag så "löser sig nog boendet också". Har blockerat honom.'
		],
		[
			'V29',
			[],
			'Ordföranden i en förening sa på telefon att de drar ihop alla medlemmar och "går till tidningen om just dig" om bidraget inte beviljas i veckan. Han nämnde mitt namn flera gånger.'
		],
		[
			'V31',
			['threat'],
			'Jag skriver det här för att jag skäms. Efter att pappan sa att han vet var min sambo jobbar skrev jag om utredningen mildare och föreslog inte LVU fast jag borde. Nu ligger jag vaken.'
		],
		[
			'V33',
			[],
			'Fick ett långt mejl från en brukare som tycker att handläggningen tagit för lång tid och att jag var otydlig i telefon. Hon vill att någon annan ringer upp. Sakligt men argt.'
		],
		[
			'V34',
			[],
			'Brukaren sa att hon kommer överklaga och dra det till förvaltningsrätten och skrika ut hela vägen upp. Lämnade in överklagandet samma eftermiddag.'
		],
		[
			'V36',
			[],
			'Halkade på isen utanför trappan på väg in till hembesöket och slog knät. Kunde jobba vidare men det är blått.'
		],
		[
			'V40',
			['suicide'],
			'Klienten berättade gråtande att han inte orkar leva längre. Han ställde inga krav och skyllde inte på mig. Jag ringde psykakuten och stannade kvar tills de kom.'
		]
	];
	it.each(vignettes)('%s is about %j', (_, topics, text) => {
		expect(findTopics(text)).toEqual(topics);
	});
});

describe('topics in how people write', () => {
	const written: Record<Topic, string[]> = {
		threat: [
			'Han sa att jag ska passa mig noga framöver.',
			'Pappan skrek "jag ska slå ihjäl dig och hela din familj" i telefonen.',
			'Fick ett brev där det stod att mina dagar är räknade.',
			'Hon sa lugnt: "Vi vet var du bor."',
			'De ringde och sa att de vet var dina barn går i skolan.',
			'Klienten sa att jag kommer att ångra mig om han får avslag.',
			'"Du ska få betala för det här" skrev han i ett sms.',
			'Mannen sa "hälsa familjen" på väg ut och blinkade.',
			'Han frågade om jag hade barn och hur gamla de är.',
			'Brodern sa att det vore synd om något hände min dotter.',
			'Han sa att det kan hända saker när man jobbar med sånt här.',
			'Brukaren hotade mig med stryk när jag sa nej.',
			'Farfar sa att han känner folk som kan lösa det här på annat sätt.',
			'Någon följde efter mig från kontoret till tunnelbanan.',
			'En man stod utanför min port i går kväll och bara tittade.',
			'Han sa att han vet vilken bil jag kör och var jag parkerar.',
			'"Låt honom vara annars smäller det" stod det på lappen.',
			'Hon sa att hon ska döda socialsekreteraren som tog hennes barn.',
			'Han skrek att vi alla ska dö.',
			'Jag fick höra att jag borde se mig över axeln när jag går hem.',
			'Pappan sa: om ni tar mina barn så tar jag ert liv.',
			'De ska skicka folk på mig om jag inte ändrar mig.',
			'Han sa att han visste var min man jobbar.',
			'"Vi ses" sa han och log när han gick.',
			'Han sa att han skulle leta upp mig hemma.',
			'Han la upp en bild på mitt hus och skrev "fin trädgård du har".',
			'"Har du familj?" frågade han flera gånger.',
			'Hon sa att jag inte går säker på stan längre.',
			'Han sa att han ska bränna ner kontoret.',
			'Det här är sista varningen, skrev han i mejlet.',
			'Mördare skrek hon, jag ska mörda dig.',
			'Han varnade mig för att fortsätta utredningen.',
			'Klienten uttryckte att han ville göra mig illa.',
			'Han har tagit reda på var jag bor och nämnde min gatuadress.',
			'En bekant till familjen sa att jag ska tänka på min dotter och att olyckor händer.',
			'He said I know where you live and I will kill you.',
			'Mannen höjde rösten och sa att han skulle knäcka mig.',
			'Hon sa "akta dig" innan hon la på.',
			'Han sa att jag ska vara försiktig när jag går till bilen.',
			'Hon sa att det vore bäst för mig om jag la ner utredningen.',
			'"Tänk på din familj" skrev han.',
			'Han gjorde en gest som om han skar halsen av mig.',
			'Han sa att han har mitt namn och att han kan hitta mig när som helst.',
			'Fick ett sms med en bild på min sons förskola.',
			'De sa att jag kommer få ångra det här resten av livet.',
			'Pappan sa "du vet vad som händer med sådana som dig".',
			'Han berättade i detalj vilken väg jag tar hem från jobbet.',
			'Han sa att han kommer att hämnas.',
			'Mannen sa att han väntar på mig efter jobbet.',
			'Hon sa att min son nog inte ska gå ensam till skolan.',
			'Han sa att han minsann vet vilken förskola mina barn går på.',
			'Klienten blev arg och sa att någon kommer råka illa ut.',
			'Jag fick ett vykort hem med texten "vi ser dig".',
			'Mannen sa att han vet att jag brukar hämta på fritids klockan fyra.',
			'En kille på moppe körde förbi och ropade att jag ska akta mig.',
			'Fick ett mejl: om du inte ändrar beslutet får du skylla dig själv.',
			'Hon sa att jag ska få för det här.',
			'Han slog näven i bordet och vrålade att han ska krossa mig.',
			'Mamman skrek att hon hoppas att mina barn dör.',
			'Sms: "jag ser dig genom fönstret".',
			'De sa att de vet var vi äter lunch.',
			'Han kom nära och viskade "du ska inte känna dig säker".',
			'Pappan nämnde min sons namn och vilket fotbollslag han spelar i.',
			'Två bilar har stått parkerade utanför mitt hem tre kvällar i rad.',
			'Han sa att om jag inte betalar ut pengarna så blir det konsekvenser.',
			'Det stod "dö soctant" på dörren.',
			'Han gick efter mig till bilen och sa att det är lätt hänt att bromsar går sönder.',
			'Han hotar att komma hem till mig.',
			'"Jag vet vem din man är" sa hon.',
			'Hot framfördes mot mig och mina kollegor.',
			'Klienten sa att vi kommer få se vad som händer när man tar någons barn.',
			'Sonen ringde och sa att om mamman inte får hemtjänst ska jag få se på annat.',
			'Pappan skrev på sms att han vet var jag tränar på tisdagar.',
			'Hon tittade på mitt bröllopsfoto och sa "fin man du har".',
			'Han sa till mig i telefon att det är bäst för mig att ändra beslutet.',
			'En för mig okänd person ringde och sa att jag skulle släppa ärendet, annars händer det något.',
			'Mannen reste sig och sa att han skulle slå mig på käften.',
			'Brukaren skrev att han tänker döda handläggaren och sedan sig själv.',
			'Två personer följde efter mig till parkeringen efter nämndmötet.',
			'Hon skrev att jag ska passa mig och att min dotter är söt.',
			'Jag fick ett brev hem med en bild på vårt hus.',
			'Han hotade att bryta armen på mig.',
			'Klienten sa att jag kommer få betala för vad jag har gjort mot hans familj.',
			'De sa att de skickar grabbarna om vi inte backar.',
			'Han kallade mig vidriga saker och sa att jag borde dö.',
			'Mannen sa att han vet vem min son är.',
			'Han sa att han hoppas att inget händer mina barn.',
			'Han lovade att han skulle hämnas på oss alla.',
			'Mamman sa att om barnet placeras så kommer jag att ångra det.',
			'Han sa att jag inte kommer känna mig säker någonstans.',
			'Det kom ett hotbrev till kontoret.',
			'Han ville veta om jag har barn och var de går i skolan.',
			'Ska jag komma hem till dig ikväll eller? skrev han.'
		],
		weapon: [
			'Han la en kniv på bordet under samtalet.',
			'Brukaren visade en pistol i jackan.',
			'Mannen kom emot oss med en yxa.',
			'Han hade en machete i hallen.',
			'Hon sa att hon skulle kasta syra i ansiktet på mig.',
			'Det låg en misstänkt bomb utanför entrén.',
			'Han sa att han har vapen hemma.',
			'Han sköt mot bilen.',
			'De avlossade skott mot porten.',
			'Han ska skjuta mig om vi kommer tillbaka.',
			'Brodern höll ett basebollträ i handen.',
			'Hon tog fram en brödkniv ur kökslådan.',
			'Fick en kula i ett kuvert på posten.',
			'Han viftade med en hammare.',
			'Han pekade med fingrarna som om han sköt mig.',
			'Ett sprängmedel hittades vid dörren.',
			'Någon la en handgranat i brevlådan.',
			'De hade ett luftgevär.',
			'Han stod med ett järnrör.',
			'Han högg efter mig med en skruvmejsel.',
			'Hon drog kniv.',
			'He had a gun in his bag.',
			'Det låg en kniv framme på köksbordet hela besöket.',
			'Han drog upp tröjan så att man såg vapnet.',
			'Sonen kom ut med ett baseballträ.',
			'Hon sa att hennes bror har skjutvapen hemma.',
			'Någon hade skjutit sönder rutan.',
			'Mannen kastade en hammare efter oss.',
			'Vi hörde skott från lägenheten.',
			'Han höll en sax mot halsen på min kollega.',
			'Han hotade med att spränga kontoret.',
			'Fick ett kuvert med vitt pulver och en patronhylsa.',
			'Han drog en kniv när vi kom in i hallen.',
			'Mannen hade en pistol i bältet.',
			'En kollega såg ett gevär bakom dörren.',
			'Han sa att han skulle skjuta den som kommer hit igen.',
			'Hon höjde yxan mot bilen.',
			'Han hällde syra på bildörren.',
			'Vi hittade en knivbit i brevlådan.',
			'Han pekade ett vapenliknande föremål mot oss.',
			'Bombhot mot kontoret i morse.',
			'Pappan slog mot oss med en hammare.',
			'Han viftade med en köttkniv.',
			'De sköt mot fönstret på natten.'
		],
		socialMedia: [
			'Mamman har lagt ut mitt namn på Facebook.',
			'Han hänger ut mig på Flashback.',
			'Jag är uthängd i en grupp på Instagram.',
			'De livesände hela besöket på TikTok.',
			'Hon filmade mig under hembesöket.',
			'Min bild ligger på Snapchat med texten barnkidnappare.',
			'Han sa att han ska lägga ut samtalet på nätet.',
			'Pappan streamade mötet live.',
			'Hon spelade in mötet i smyg.',
			'De delar filmer på mig i sociala medier.',
			'Det finns en tråd på flashback om mig.',
			'Någon la ut min adress i en Facebookgrupp.',
			'Han postade mitt namn och bild.',
			'Hon skrev ett inlägg om mig med mitt fulla namn.',
			'Han fotograferade min bil och mina barn.',
			'Han tog bilder på mig genom fönstret.',
			'Han publicerade mitt mobilnummer.',
			'Min film hamnade på youtube.',
			'De har startat en kampanj mot mig på nätet.',
			'Jag blev smygfilmad.',
			'Han har startat en Facebooksida med mitt namn.',
			'Mamman sänder live från väntrummet.',
			'Allt jag säger hamnar i hennes podd och på TikTok.',
			'De har spridit en film på mig, den har tusentals visningar.',
			'Mitt namn och telefonnummer har lagts ut i en grupp.',
			'Pappan spelade in samtalet och säger att det ska ut på nätet.',
			'En bild på min tjänstelegitimation cirkulerar på Insta.',
			'Hon tog upp mobilen och började filma oss.',
			'Det läggs upp kommentarer om mig på Flashback.',
			'Han skriver om mig i sin blogg.',
			'De hänger ut socialsekreterare med namn och bild.',
			'Han la upp videon på Youtube.',
			'Han tog kort på mig i smyg.',
			'Jag är omskriven i en LVU-kampanj på nätet.',
			'Hela familjen filmar oss vid varje besök.',
			'Mitt namn finns nu i en Facebookgrupp med 4 000 medlemmar.',
			'Hon lägger ut inspelade samtal på TikTok.',
			'Mannen livesänder från receptionen.',
			'Han har hängt ut mig på nätet.',
			'Jag blev fotograferad i smyg på bussen.',
			'Klippet har fått stor spridning på Instagram.',
			'Hon skriver att hon ska posta filmen om vi inte svarar.',
			'Det pågår en drevkampanj mot mig på Flashback.',
			'Min bild har lagts upp på Snapchat.',
			'Hon twittrade om mötet och taggade mig.',
			'De lade upp ett klipp på Youtube.',
			'Han spelade in mig utan att säga till.',
			'Hon delar mina mejl öppet på sin blogg.'
		],
		suicide: [
			'Hon sa att hon tar sitt liv om jag säger nej.',
			'Klienten sa att han vill dö.',
			'Han orkar inte leva längre.',
			'Hon skrev att hon inte vill leva mer om hon förlorar barnen.',
			'Pappan hotar med självmord om vi placerar sonen.',
			'Mamman skickade ett sms om att hon ska ta livet av sig.',
			'Brukaren uttryckte suicidtankar.',
			'"Då tar jag livet av mig och det är ditt fel" sa han.',
			'Han sa att det vore bättre om han var död.',
			'Hon sa att hon lika gärna kan dö.',
			'Hon har inget att leva för längre.',
			'Han ska hoppa framför tåget om bidraget stoppas.',
			'Hon har svalt alla sina tabletter.',
			'Han ser ingen mening med livet.',
			'Han säger att han inte orkar leva.',
			'Hon sa att hon ska hänga sig.',
			'Hon ville inte vakna mer.',
			'Han hotade att skjuta sig själv.',
			'Han sa att han skulle skada sig själv om inte beslutet ändras.',
			'Hon sa att hon inte vill vara med längre.',
			'She said she wants to kill herself.',
			'Han sa att han tänker avsluta sitt liv.',
			'Hon skär sig i armarna när vi pratar om placering.',
			'Han sa att han inte längre ville leva.',
			'Han säger att han tänker göra slut på allt i helgen.',
			'Hon säger att hon inte vill finnas mer.',
			'Om ni tar barnen kommer jag inte att leva till nästa vecka.',
			'Om jag inte får lägenheten finns jag inte kvar på måndag, sa han.',
			'Hon skrev att vi kommer hitta henne död om vi fattar beslutet.',
			'Han sa att han har bestämt sig för att dö.',
			'Mamman sa att hon kommer att hoppa från balkongen.',
			'Klienten har gjort ett suicidförsök efter mötet.',
			'Hon har sagt att hon inte ser någon annan utväg än att ta sitt liv.',
			'Han sa "jag tänker inte leva mer".',
			'Hon ringde och sa att hon tagit en överdos.',
			'Klienten sa att livet inte är värt att leva.',
			'Han är trött på livet.',
			'Hon ville inte leva längre och sa hejdå.',
			'Sonen skadar sig själv och mamman säger att det är mitt fel.',
			'Hon vill bara dö säger hon.',
			'Jag är rädd att hon tar livet av sig i natt.',
			'Hon sa att hon inte längre vill leva om barnen tas.',
			'Han hotar att ta livet av sig om han inte får pengarna.',
			'Klienten har suicidtankar och skyller på mig.',
			'Pappan sa att han inte orkar leva utan sina barn.',
			'Kvinnan sa att hon ska ta sitt liv i kväll.',
			'Brukaren sa att det är lika bra att han dör.',
			'Hon sa att hon planerar att begå självmord.',
			'Han mådde dåligt och sa att han ville dö.',
			'Sonen sa att han inte ser någon mening med att leva.',
			'Han lämnade ett avskedsbrev i receptionen.',
			'Jag orkar inte leva längre, sa hon i telefonen.',
			'Hon sa att hon ska skada sig själv om jag lägger på.',
			'Klienten säger att hon hellre dör än flyttar.',
			'Hon sa att det är kört och att hon ska göra slut på allt.',
			'Hon hotade att svälja alla tabletter.'
		]
	};
	for (const [topic, examples] of Object.entries(written)) {
		it.each(examples)(`sees ${topic} in '%s'`, (example) => {
			expect(findTopics(example)).toContain(topic);
		});
	}

	it.each([
		'Vi träffades på hotellet i Ekdala för utbildning.',
		'Brukaren körde en skottkärra full med jord.',
		'Parterna enades om vapenvila i vårdnadstvisten.',
		'Vi fick skjuta upp mötet till nästa vecka.',
		'Kan någon skjutsa mig till hembesöket?',
		'Hans mamma är död sedan förra året och dödsboet är inte klart.',
		'Han bombarderar mig med mejl varje dag.',
		'Hon ska betala tillbaka försörjningsstödet.',
		'Brukaren ångrade sig och drog tillbaka ansökan.',
		'Jag vet inte var han bor nu.',
		'Vi vet inte när hon kommer.',
		'Han kan inte leva på försörjningsstödet, säger han.',
		'Vi ses på tisdag för uppföljning.',
		'Han drack filmjölk och åt en smörgås.',
		'Hon postade ansökan i går.',
		'Jag hoppas att beslutet är bra.',
		'Barnet far illa hemma.',
		'Han tog på sig skulden.',
		'Vi får se vad som händer i nästa vecka.',
		'Hon lade ut pengar för medicinen och vill ha tillbaka dem.',
		'En klient ringde upp mig trettio gånger på en dag och grät.',
		'Chefen sa att jag ska ändra beslutet.',
		'En politiker ringde och ville veta varför hans granne fick avslag.',
		'Mannen spottade på receptionisten.',
		'Någon hade repat min bil på parkeringen.',
		'Företaget bjöd på middag och en resa.',
		'Hon hälsade på sin mamma på boendet.',
		'Barnen ska hälsa på mormor i helgen.',
		'Jag gav honom kontorets adress.',
		'Han var inte hotfull men mycket arg.',
		'Det var inga hot, men samtalet var jobbigt.',
		'Hon är väldigt trött och vill sova.',
		'Han tar sin medicin varje morgon.',
		'Jag har en syrabindande tablett.',
		'Hon är född i juni och har två syskon.',
		'Gun ringde från staben.',
		'Hon sa att hon kommer överklaga beslutet.',
		'Han krävde att få prata med min chef.',
		'Han slog näven i bordet och gick.',
		'Jag vet att du har mycket att göra, skrev kollegan.',
		'Han vill inte leva med sin exfru längre.',
		'Vi gick igenom handlingsplanen.',
		'Vi måste ta tag i det här och slå ihop ärendena.',
		'Det är inget problem om mötet skjuts fram.',
		'Han kom för sent och bad om ursäkt.',
		'Filmen i receptionen om vår verksamhet är bra.',
		'Hon tyckte att jag var otrevlig och vill byta handläggare.',
		'Klienten skickade blommor som tack.',
		'Anhöriga hotellboende ska betala själva.',
		'Journalisten ställde frågor om beslutet.',
		'Vi tog fram vad som krävs och slutade klockan fyra.',
		'Han är dödstrött efter nattpasset.',
		'Pappan frågade när vi kan ses igen.',
		'Hon har en bra relation med sin son.',
		'Ring mig om det händer något.',
		'Bilen stod på parkeringen utanför kontoret.',
		'Jag ska hämta barnen i skolan.',
		'Det är svårt att få tag på mig på fredagar.',
		'Hon brukar gå hem själv.',
		'Han har svårt att leva på existensminimum.',
		'Pojken är rädd för hunden.',
		'Vi behöver slå fast vad som gäller.',
		'Han sa att han ska JO-anmäla mig.',
		'Vi lägger ner utredningen.',
		'Kostnaden för hotell betalas av kommunen.',
		'Hon får ut sitt bistånd på fredag.',
		'Jag undrar vem som är hans handläggare.',
		'Mamman visste inte vilken skola han går på.',
		'Vi frågade om han har barn.',
		'Jag vet vad som gäller.',
		'Grannen vet var nyckeln finns.',
		'Hon skar sig på en burk.',
		'Hon bor på Hammarvägen.',
		'Jag fick en fråga via formuläret.',
		'Han sökte upp oss på kontoret för att be om råd.',
		'Han vill ha hem till barnen.',
		'Hon ville att jag skulle hälsa på hennes mamma.',
		'Det går bra för honom.',
		'Det gick illa på provet.',
		'Han låter bra.',
		'Jag ringde upp klienten och informerade om beslutet. Hon blev ledsen men förstod.',
		'Mamman undrade när hon får träffa barnen igen.',
		'Pappan sa att han ska överklaga och att vi kommer att få höra av hans advokat.',
		'Han bad mig hälsa kollegan som slutat.',
		'Han var upprörd över väntetiden men tackade för hjälpen.',
		'Hon sa att hon inte kan betala hyran och att hon är orolig för barnen.',
		'En medarbetare från ett bolag bjöd på lunch inför upphandlingen.',
		'Klienten undrar var hans pengar är.',
		'Vi fick vänta på tolken i en halvtimme.',
		'Chefen bad mig skynda på utredningen.',
		'Barnet har skador på armen och mamman vet inte hur det hände.',
		'Ett hembesök gjordes tillsammans med kollega.',
		'Han ska flytta till en annan kommun.',
		'Personalen på boendet ringde om en avvikelse.',
		'Vi måste vara försiktiga med sekretessen.',
		'Han sa att han ska vara försiktig med alkohol.',
		'Jag glömde min väska och fick gå tillbaka.',
		'En okänd man frågade efter min kollega i receptionen.',
		'Politikern frågade varför bidraget inte beviljats.',
		'Klienten bröt benet när han ramlade i trappan.',
		'Brukaren ville byta handläggare.',
		'Ordföranden i nämnden ringde mig på kvällen och frågade om ett enskilt ärende.',
		'Vi diskuterade hur det går för sonen i skolan.',
		'De ska renovera kontoret i sommar, så vi sitter på plan 3.',
		'Han är en trevlig man som bor själv.',
		'Barnens pappa är död.',
		'Hon får hem sina barn på fredag.',
		'Tack för att ni tog er tid.',
		'Han sa att han inte vill ha med mig att göra.',
		'Det kan hända att jag är sen.',
		'Vi kommer att få hjälp av en annan enhet.',
		'Han vill att jag skickar blanketten hem till honom.',
		'Hon ska ta över ärendet efter sommaren.',
		'Jag tar dig till receptionen, sa vakten.',
		'Vi följde efter ambulansen till sjukhuset.',
		'Hon har svårt att ta sig upp på morgonen.',
		'Klienten vill inte vara med på mötet.',
		'Han vill inte leva på bidrag.',
		'Vi har lagt ut annonsen på kommunens webb.',
		'Hon sa att hon aldrig kommer glömma hjälpen.',
		'Jag bor på landet och har långt hem.',
		'Det är bättre för dig om du ansöker direkt.',
		'Hon ber om ursäkt för att hon blev arg och sa att hon ångrade sig.',
		'Du kan ångra ditt samtycke när som helst, förklarade jag.',
		'Han ska betala för skadorna på bilen.',
		'Handläggaren vet var blanketterna finns.',
		'Vi ses i morgon klockan nio, skrev hon.',
		'Han gick hem tidigt.',
		'Han kommer hem till barnen efter jobbet.',
		'Har du familjens nya telefonnummer?',
		'Vi ska gå igenom om ni har barn som behöver plats.',
		'Föreningen publicerade sin verksamhetsberättelse.',
		'Tolken var bra och mötet slutade i tid.',
		'Han pratade om att han varit i krig och sett människor skjutas.',
		'Hon fick en stroke och dog.',
		'Jag mår inte bra och orkar inte jobba mer den här veckan.',
		'Det känns som att ingen bryr sig.',
		'En anhörig ringde och grät, hon var orolig för sin bror.',
		'Han tog tabletterna som läkaren skrivit ut.',
		'Hennes son heter Knut och går i trean.',
		'Mannen luktade alkohol och ombads gå.',
		'Klienten ringer varje dag och frågar om sitt beslut. I dag ringde hon sju gånger.',
		'Jag kallades fula saker i väntrummet.',
		'Föreningens ordförande ringde min chef och klagade på mig.',
		'Han erbjöd mig pengar för att jag skulle skriva på intyget.',
		'Fick en flaska vin av en leverantör före jul.',
		'Kollegan bad mig titta på sin systers ärende i systemet.',
		'Han spottade mig i ansiktet när jag gick.',
		'Någon hade krossat rutan på tjänstebilen under natten.',
		'Hon tog tag i min arm och ville inte släppa taget.',
		'Han låste dörren och sa att jag inte fick gå förrän han fått pengarna.',
		'Han kastade en stol i väggen.',
		'En nämndledamot vill att ärendet prioriteras.',
		'Klienten grät och sa att jag förstör hennes liv.',
		'Mamman säger att det är mitt fel att sonen inte sover.',
		'Han skrev ett långt klagomål till nämnden.',
		'Advokaten skickade en begäran om ut att få ta del av handlingarna.',
		'Vi diskuterade nya öppettider, 08-12 och 13-16.',
		'Han halkade på isen och slog i huvudet.',
		'Jag fick ett tackkort och en blomma.',
		'Hon höjde rösten men lugnade ner sig.',
		'Mannen undrade när utbetalningen kommer.',
		'Hon påstod att jag är jävig eftersom jag känner hennes granne.',
		'En journalist ringde och ville ha en kommentar om ett enskilt ärende.',
		'Pappan ville prata med min chef direkt.',
		'Hon väntade på mig i receptionen i en timme för att få prata.',
		'Barnet hade slagit sig på gungan.',
		'Efter mötet gick vi hem tidigare.',
		'Kan vi ses på torsdag?',
		'Han var full och ombads lämna lokalen.',
		'Han vet att jag är ledig på fredagar och ringer då växeln.',
		'Kvinnan har en man som dricker.',
		'Jag ska gå hem nu.',
		'Du får passa på att ringa under telefontiden.',
		'Hon vill ta tillbaka ansökan.',
		'Det är så mycket att göra att vi inte hinner.',
		'Han undrar hur länge det dröjer och vad som händer sedan.',
		'Vi tackade nej till inbjudan.',
		'De ska till Spanien på semester.',
		'Barnens mormor hälsar på varje helg.',
		'Han läste i tidningen att beslutet ändrats.',
		'Det är ett knivigt ärende.',
		'Hon knackade på min dörr.',
		'Jag skulle passa mina barn i går.',
		'Ärendet tar över mitt liv.',
		'Boendet kommer inte att finnas kvar.',
		'Vi tar er synpunkt på allvar.',
		'Jag ska posta i dag.',
		'Vi såg ingen annan utväg än att placera.',
		'Hon är gammal och rädd för att dö.',
		'Jag gick efter mina nycklar.',
		'Det kan skada vår relation.',
		'Finns det något du har undrat över?',
		'En oenighet om semesterveckor ledde till vapenvila.',
		'Hon mejlade från sin hotmail.'
	])("sees nothing in '%s'", (example) => {
		expect(findTopics(example)).toEqual([]);
	});

	it('answers with every topic, in a fixed order', () => {
		expect(
			findTopics('Hon ska ta livet av sig, la ut det på Facebook, hade en kniv och hotade mig.')
		).toEqual(['threat', 'weapon', 'socialMedia', 'suicide']);
	});

	it('reads capitals, combining marks, soft hyphens, line breaks and several spaces', () => {
		expect(findTopics('JAG SKA DÖDA DIG')).toEqual(['threat']);
		expect(findTopics('sja\u0308lvmord')).toEqual(['suicide']);
		expect(findTopics('själv\u00admord')).toEqual(['suicide']);
		expect(findTopics('Han  ska ta\nlivet\tav\u00a0sig')).toEqual(['suicide']);
		expect(findTopics('مرحبا \u202bFacebook\u202c 👩🏽‍🦰')).toEqual(['socialMedia']);
	});

	it('does not join words across the end of a sentence', () => {
		expect(findTopics('Hon vet var. Du ringde sedan.')).toEqual([]);
	});

	it('hears a denied threat as none, but a denied thought of suicide as a reason to ask', () => {
		expect(findTopics('Det var inga hot.')).toEqual([]);
		expect(findTopics('Han har inte några självmordstankar.')).toEqual(['suicide']);
	});

	it('finds nothing in an empty text', () => {
		expect(findTopics('')).toEqual([]);
		expect(findTopics(' \n.,!')).toEqual([]);
	});
});

describe('a slow phone', () => {
	/** The shortest of a few runs: what the work costs, without what else the machine did meanwhile. */
	function cost(work: () => void) {
		const times = Array.from({ length: 3 }, () => {
			const began = performance.now();
			work();
			return performance.now() - began;
		});
		return Math.min(...times);
	}

	it.each([
		['ordinary text', 'Han sa att han vet var jag bor. Jag ringde 08-123 45 67 från Storgatan 2. '],
		['digits', '0701234'],
		['digits and hyphens', '1-'],
		['almost numbers', '+46 0 '],
		['almost e-mail addresses', 'a@a'],
		['one long word', 'a'],
		['the beginning of many streets', 'Storgata '],
		['the beginning of many threats', 'vet var vilka du inte hoppas att '],
		['the middle of a compound', 'kni'],
		['spaces', ' '],
		['full stops', '.'],
		['combining marks that must be sorted', '\u0301\u0327'],
		['emoji', '👩🏽‍🦰'],
		['direction marks', '\u202b']
	])('ten times as much of %s takes about ten times as long', (_, piece) => {
		const of = (length: number) => piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
		const [short, long] = [of(10_000), of(100_000)];
		const read = (text: string) => () => {
			findPersonalData(text);
			findTopics(text);
		};
		read(short)();
		// Quadratic would be a hundred times. The added millisecond keeps a busy machine from deciding the answer.
		expect(cost(read(long))).toBeLessThan(30 * (cost(read(short)) + 1));
	});
});
