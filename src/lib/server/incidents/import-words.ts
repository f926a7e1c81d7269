/**
 * The words that an import file may use: column names and values, in Swedish and English.
 *
 * These are what people write in spreadsheets, not what the screens show: more spellings than a label has, and they
 * must keep meaning the same when a label is reworded. The screens' labels live in `messages/`.
 */

import type {
	AssessedForm,
	Channel,
	Form,
	Influencer,
	Purpose,
	Subform
} from '#lib/server/incidents/taxonomy.ts';

/** What a column or a code is called: the Swedish name that the documentation uses, the English one, and others. */
type Words = readonly [swedish: string, english: string, ...others: string[]];

/** Was it aimed at how the person does their work? The organisation's own assessment, made in the old system. */
export type ImportedUndueInfluence = 'yes' | 'no' | 'unclear';

/** 1 is the mildest, 4 the worst. */
export type ImportedSeverity = 1 | 2 | 3 | 4;

/** Why the influencer acted, as assessed. Source: S0:40. */
export type ImportedMotive = 'reactive' | 'planned' | 'persistent' | 'unclear';

/** The columns that a file may have. */
export const columnWords = {
	reference: ['referens', 'reference', 'externalReference', 'id', 'ärendenummer i tidigare system'],
	occurredAt: ['inträffat', 'occurred', 'occurredAt', 'inträffade', 'händelsedatum', 'datum', 'date'],
	reportedAt: ['rapporterat', 'reported', 'reportedAt', 'rapporterad', 'rapportdatum'],
	unit: ['enhet', 'unit'],
	text: ['händelse', 'text', 'description', 'beskrivning', 'vad hände', 'what happened'],
	forms: ['typ', 'form', 'forms', 'type', 'form av påverkan'],
	subforms: ['underform', 'subform', 'subforms', 'underformer', 'undertyp'],
	channel: ['kanal', 'channel', 'hur', 'how'],
	influencer: ['påverkare', 'influencer', 'vem', 'who'],
	purpose: ['syfte', 'purpose'],
	undueInfluence: ['otillåten_påverkan', 'undue_influence'],
	severity: ['allvarlighet', 'severity', 'allvarlighetsgrad'],
	motive: ['motiv', 'motive'],
	contactedAt: ['kontakt', 'contacted', 'contactedAt', 'kontaktad', 'kontaktat'],
	closedAt: ['avslutat', 'closed', 'closedAt', 'avslutad'],
	caseReference: ['ärendereferens', 'case_reference']
} as const satisfies Record<string, Words>;
export type ImportColumn = keyof typeof columnWords;

/** Codes of the columns that hold one of a fixed set of values. */
export interface ImportCodes {
	forms: Form | AssessedForm;
	subforms: Subform;
	channel: Channel;
	influencer: Influencer;
	purpose: Purpose;
	undueInfluence: ImportedUndueInfluence;
	/** As text, because the keys of a table are text. */
	severity: `${ImportedSeverity}`;
	motive: ImportedMotive;
}
export type CodedColumn = keyof ImportCodes;

/**
 * Left out on purpose: 'Hot och våld', which does not say which of them, and 'Låg', 'Medel', 'Hög' as severities, which
 * other systems use on scales with three steps as well as four.
 */
export const valueWords: { readonly [Column in CodedColumn]: Readonly<Record<ImportCodes[Column], Words>> } =
	{
		forms: {
			harassment: ['Trakasserier', 'Harassment', 'trakasseri'],
			threat: ['Hot', 'Threat', 'threats'],
			violence: ['Våld', 'Violence'],
			propertyDamage: ['Skadegörelse', 'Property damage', 'damage', 'vandalism'],
			corruption: [
				'Erbjudande/korruption',
				'Improper offer',
				'erbjudande',
				'korruption',
				'otillbörligt erbjudande',
				'otillbörliga erbjudanden',
				'corruption'
			],
			unduePressure: [
				'Annan press',
				'Other pressure',
				'press',
				'påtryckning',
				'annan press/påtryckning',
				'otillbörlig påtryckning',
				'pressure',
				'undue pressure'
			],
			unsure: ['Osäker', 'Unsure', 'osäkert', 'vet inte', 'vet ej', 'not sure'],
			abuseOfPosition: ['Missbruk av tjänsteställning', 'Abuse of position']
		},
		subforms: {
			unpleasantCalls: ['Obehagliga telefonsamtal', 'Unpleasant calls', 'obehagliga samtal'],
			insults: ['Okvädningsord', 'Insults', 'okvädingsord'],
			insinuation: ['Obehagliga anspelningar', 'Insinuation', 'anspelning', 'anspelningar', 'insinuations'],
			guiltTripping: ['Skuldbeläggning', 'Guilt-tripping'],
			suicideThreatAsPressure: ['Hot om självmord', 'Threat of suicide', 'självmordshot', 'suicide threat'],
			socialMediaExposure: [
				'Uthängning',
				'Exposure in social media',
				'uthängning i sociala medier',
				'social media exposure'
			],
			unauthorisedFilming: [
				'Olovlig fotografering/filmning',
				'Unauthorised filming',
				'olovlig fotografering',
				'olovlig filmning',
				'unauthorized filming'
			],
			filmingLivestream: ['Direktsändning', 'Livestream', 'livesändning'],
			emotionalPressure: ['Känslomässigt försök', 'Emotional pressure', 'känslomässig påtryckning'],
			querulantPressure: ['Rättshaveristiskt', 'Querulant pressure', 'rättshaveristiskt beteende'],
			following: ['Förföljelse', 'Following', 'stalking'],
			identityMisuse: ['Identitetsmissbruk', 'Identity misuse'],
			legalIntimidation: ['Personligt stämningshot', 'Legal intimidation', 'stämningshot', 'hot om stämning'],
			deathThreat: ['Mordhot', 'Death threat', 'dödshot'],
			veiledThreat: ['Förtäckt hot', 'Veiled threat', 'diffust hot'],
			threatToRelative: [
				'Hot mot närstående',
				'Threat to a relative',
				'hot mot anhörig',
				'threat to relative'
			],
			weaponThreat: ['Vapenhot', 'Threat with a weapon', 'hot med vapen', 'weapon threat'],
			surveillanceSignal: ['Hot som visar kartläggning', 'Threat that shows surveillance', 'kartläggning'],
			organisedIntimidation: ['Organiserad skrämsel', 'Organised intimidation', 'organized intimidation'],
			physicalAssault: ['Fysiskt angrepp', 'Physical assault'],
			spitting: ['Spottning', 'Spitting'],
			restraint: ['Fasthållning', 'Restraint'],
			vehicle: ['Fordon', 'Vehicle', 'bil', 'car'],
			premises: ['Lokal', 'Premises', 'lokaler'],
			privateHome: ['Privat hem', 'Private home', 'bostad'],
			bribeOffer: ['Muta', 'Bribe', 'bribe offer'],
			gift: ['Gåva', 'Gift'],
			advantageJobOffer: ['Förmån/jobb', 'Advantage or job', 'förmån', 'jobberbjudande', 'förmån eller jobb'],
			relationalApproach: ['Relationsskapande', 'Relational approach', 'amorös infiltration'],
			infiltration: ['Infiltration', 'Infiltration'],
			politicalPressure: ['Påtryckning från politiker', 'Political pressure'],
			managerialPressure: ['Påtryckning från chef', 'Managerial pressure'],
			colleagueRequest: ['Begäran från kollega', 'Request from a colleague', 'påtryckning från kollega'],
			mediaPressure: ['Media/drev', 'Media pressure', 'mediedrev', 'drev'],
			socialPressure: ['Socialt tryck', 'Social pressure'],
			conflictOfInterest: ['Jäv', 'Conflict of interest'],
			tookBribe: ['Mutbrott', 'Took a bribe'],
			unauthorisedAccess: ['Obehörig åtkomst', 'Unauthorised access', 'unauthorized access']
		},
		channel: {
			phone: ['Telefon', 'Phone', 'telefonsamtal', 'samtal', 'telephone', 'call'],
			voicemail: ['Röstbrevlåda', 'Voicemail', 'telefonsvarare', 'röstmeddelande'],
			sms: ['Sms', 'Text message', 'sms-meddelande'],
			email: ['Mejl', 'E-mail', 'mail', 'e-post', 'epost'],
			letter: ['Brev', 'Letter'],
			socialMedia: ['Sociala medier', 'Social media'],
			officeVisit: ['Besök/reception', 'Office visit', 'besök', 'reception', 'visit'],
			homeVisit: ['Hembesök', 'Home visit'],
			offDuty: ['Fritid', 'Off duty', 'på fritiden'],
			internal: ['Internt', 'Internal', 'intern'],
			digitalMeeting: ['Digitalt möte', 'Digital meeting', 'videomöte', 'video meeting'],
			viaThirdParty: ['Via annan person', 'Via another person', 'via tredje part', 'via third party'],
			onlineOther: ['Annat på nätet', 'Elsewhere online', 'nätet', 'internet', 'online'],
			other: ['Annat', 'Other', 'övrigt']
		},
		influencer: {
			serviceUser: ['Brukare', 'Service user', 'klient', 'client'],
			relative: ['Anhörig', 'Relative', 'närstående'],
			socialNetwork: ['Bekant/nätverk', 'Acquaintance or network', 'bekant', 'nätverk', 'acquaintance'],
			representative: ['Ombud', 'Representative'],
			provider: ['Utförare/leverantör', 'Provider', 'utförare', 'leverantör', 'supplier'],
			association: ['Förening', 'Association'],
			activist: ['Aktivist/kampanj', 'Activist or campaign', 'aktivist', 'kampanj', 'campaign'],
			journalist: ['Journalist', 'Journalist'],
			colleague: ['Kollega', 'Colleague'],
			manager: ['Chef', 'Manager'],
			electedRepresentative: ['Förtroendevald', 'Elected representative', 'politiker', 'politician'],
			unknown: ['Okänd', 'Unknown', 'okänt', 'vet inte', 'vet ej'],
			none: ['Ingen', 'None', 'ingen person', 'nobody']
		},
		purpose: {
			yes: ['Ja', 'Yes', 'j', 'y', '1', 'sant', 'true'],
			maybe: ['Kanske', 'Maybe'],
			no: ['Nej', 'No', 'n', '0', 'falskt', 'false'],
			doNotKnow: ['Vet inte', 'Do not know', "don't know", 'vet ej', 'oklart', 'unclear', 'okänt', 'unknown']
		},
		undueInfluence: {
			yes: ['Ja', 'Yes', 'j', 'y', '1', 'sant', 'true'],
			no: ['Nej', 'No', 'n', '0', 'falskt', 'false'],
			unclear: [
				'Oklart',
				'Unclear',
				'osäkert',
				'kanske',
				'maybe',
				'vet inte',
				'vet ej',
				'do not know',
				"don't know"
			]
		},
		severity: {
			1: ['Lindrig', 'Minor'],
			2: ['Kännbar', 'Noticeable'],
			3: ['Allvarlig', 'Serious'],
			4: ['Mycket allvarlig', 'Very serious', 'akut', 'acute']
		},
		motive: {
			reactive: ['Reaktiv', 'Reactive', 'reaktivt', 'i affekt', 'affekt'],
			planned: ['Planerad', 'Planned', 'planerat', 'organiserad', 'organiserat', 'organised', 'organized'],
			persistent: ['Upprepad', 'Persistent', 'upprepat', 'systematisk', 'systematiskt', 'repeated'],
			unclear: ['Oklart', 'Unclear', 'oklar', 'okänt', 'unknown', 'vet inte', 'vet ej']
		}
	};

/**
 * A word without what people spell differently: 'Inträffat', 'INTRAFFAT' and 'intraffat ' are 'intraffat'; 'occurredAt',
 * 'occurred_at' and 'Occurred at' are 'occurredat'.
 */
export function foldWord(text: string): string {
	return text
		.normalize('NFKD')
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]/gu, '');
}

/** Every spelling, the code itself among them, to its code. A word that would mean two things is a mistake in this file. */
function wordIndex<Code extends string>(words: Readonly<Record<Code, Words>>): ReadonlyMap<string, Code> {
	const index = new Map<string, Code>();
	for (const code of Object.keys(words) as Code[]) {
		for (const word of [code, ...words[code]].map(foldWord)) {
			const taken = index.get(word);
			if (taken !== undefined && taken !== code) throw new Error(`'${word}' means both ${taken} and ${code}`);
			index.set(word, code);
		}
	}
	return index;
}

const columnIndex = wordIndex(columnWords);
const codeIndex: { readonly [Column in CodedColumn]: ReadonlyMap<string, ImportCodes[Column]> } = {
	forms: wordIndex(valueWords.forms),
	subforms: wordIndex(valueWords.subforms),
	channel: wordIndex(valueWords.channel),
	influencer: wordIndex(valueWords.influencer),
	purpose: wordIndex(valueWords.purpose),
	undueInfluence: wordIndex(valueWords.undueInfluence),
	severity: wordIndex(valueWords.severity),
	motive: wordIndex(valueWords.motive)
};

/** The column that a header names, or null if no column is called that. */
export function columnNamed(name: string): ImportColumn | null {
	return columnIndex.get(foldWord(name)) ?? null;
}

/** The code that a word stands for in a column, or null if it stands for none there. */
export function codeNamed<Column extends CodedColumn>(
	column: Column,
	word: string
): ImportCodes[Column] | null {
	return codeIndex[column].get(foldWord(word)) ?? null;
}
