/** What a check of the log says, in words: for the terminal and for the page. */
import { lagMinutes, type Finding, type FindingKind, type Remark } from './verify.ts';

export type TextLocale = 'sv' | 'en';

type Words = (finding: Finding) => string;

function places({ from = 0, to = from }: Finding): string {
	return from === to ? String(from) : `${from}–${to}`;
}
const count = ({ from = 0, to = 0 }: Finding) => to - from;
/** The places that a checkpoint covers and the one before it does not. */
const between = ({ from = 0, to = 0 }: Finding) => places({ what: 'wrongRoot', from, to: to - 1 });
const whose = (finding: Finding, none: string, some: (receiver: string) => string) =>
	finding.than === undefined ? none : some(finding.than);

const swedish: Record<FindingKind, Words> = {
	notAnExport: () => 'Filen är ingen export av en aktivitetslogg, eller gjord av en annan version.',
	unreadableLine: ({ from }) => `Rad ${from} i filen går inte att läsa.`,
	cutOff: () => 'Filen slutar för tidigt: den är avhuggen, eller så saknas rader i den.',
	missingPlace: (f) => `Plats ${places(f)} saknas. Det som stod där har tagits bort ur loggen.`,
	repeatedPlace: (f) => `Plats ${places(f)} förekommer mer än en gång, eller i fel ordning.`,
	changedEntry: (f) =>
		`Plats ${places(f)}: posten (${f.about}) är inte den som fick platsen. Den har ändrats, eller bytts mot en annan.`,
	missingEntry: (f) => `Plats ${places(f)}: posten är borta. Bara platsen finns kvar.`,
	wrongRoot: (f) =>
		`Kontrollpunkten vid ${f.to} poster stämmer inte, men den vid ${f.from} gör det. Någonstans på plats ${between(f)} har något ändrats, flyttats, lagts in eller tagits bort.`,
	removedEnd: (f) =>
		`Det finns en undertecknad kontrollpunkt vid ${f.to} poster, men bara ${f.from} platser. De sista ${count(f)} har tagits bort.`,
	badCheckpoint: (f) =>
		f.about === undefined
			? `Kontrollpunkten vid ${f.to} poster har ändrats, eller står på fel ställe.`
			: `Nyckeln ”${f.about}” går inte att läsa.`,
	badSignature: (f) =>
		`Kontrollpunkten vid ${f.to} poster${whose(f, '', (name) => ` hos ${name}`)}: underskriften är falsk.`,
	unknownKey: (f) =>
		`Kontrollpunkten vid ${f.to} poster${whose(f, '', (name) => ` hos ${name}`)} är undertecknad med nyckeln ${f.about}, som loggen inte känner.`,
	keyOutOfTime: (f) =>
		`Kontrollpunkten vid ${f.to} poster${whose(f, '', (name) => ` hos ${name}`)} är undertecknad med nyckeln ${f.about}, som inte gällde då.`,
	keyNotIntroduced: (f) =>
		`Nyckeln ${f.about} gäller från ${f.to} poster, men den förra nyckeln har inte undertecknat att den tar över.`,
	otherKeys: (f) => `Loggen är inte undertecknad med nyckeln ${f.about}, som du angav.`,
	receiverDiffers: (f) =>
		`${f.about} har sparat en annan kontrollpunkt vid ${f.to} poster. Loggen har skrivits om: någonstans på plats ${between(f)} var den en annan när mottagaren fick den.`,
	receiverAhead: (f) =>
		`${f.about} har sparat en kontrollpunkt vid ${f.to} poster, men exporten har bara ${f.from}. Antingen är exporten äldre, eller så har de sista ${count(f)} tagits bort.`,
	receiverUnreadable: (f) => `${f.about} innehåller ingen kontrollpunkt.`,
	unplaced: (f) =>
		`Posten ${f.about}, daterad ${f.than}, har ingen plats i loggen. Integreringen står still, eller så har posten lagts in vid sidan av den.`,
	backwards: (f) =>
		`Plats ${places(f)}: daterad ${f.about}, men tillagd efter en post som är daterad ${f.than}. Den kan ha lagts in i efterhand, eller så gick klockan fel. Mer än ${lagMinutes} minuter ska det aldrig skilja.`,
	entryNotFound: (f) => `Posten ${f.about} finns inte i exporten.`
};

const english: Record<FindingKind, Words> = {
	notAnExport: () => 'The file is no export of an activity log, or it was made by another version.',
	unreadableLine: ({ from }) => `Line ${from} of the file cannot be read.`,
	cutOff: () => 'The file ends too early: it is cut off, or lines are missing in it.',
	missingPlace: (f) => `Place ${places(f)} is missing. What stood there has been removed from the log.`,
	repeatedPlace: (f) => `Place ${places(f)} is there more than once, or out of order.`,
	changedEntry: (f) =>
		`Place ${places(f)}: the entry (${f.about}) is not the one that got the place. It was changed, or exchanged for another.`,
	missingEntry: (f) => `Place ${places(f)}: the entry is gone. Only its place is left.`,
	wrongRoot: (f) =>
		`The checkpoint at ${f.to} entries does not hold, but the one at ${f.from} does. Somewhere at place ${between(f)} something was changed, moved, inserted or removed.`,
	removedEnd: (f) =>
		`There is a signed checkpoint at ${f.to} entries, but only ${f.from} places. The last ${count(f)} have been removed.`,
	badCheckpoint: (f) =>
		f.about === undefined
			? `The checkpoint at ${f.to} entries was changed, or stands in the wrong place.`
			: `The key '${f.about}' cannot be read.`,
	badSignature: (f) =>
		`The checkpoint at ${f.to} entries${whose(f, '', (name) => ` kept by ${name}`)}: the signature is false.`,
	unknownKey: (f) =>
		`The checkpoint at ${f.to} entries${whose(f, '', (name) => ` kept by ${name}`)} is signed with the key ${f.about}, which the log does not know.`,
	keyOutOfTime: (f) =>
		`The checkpoint at ${f.to} entries${whose(f, '', (name) => ` kept by ${name}`)} is signed with the key ${f.about}, which was not valid then.`,
	keyNotIntroduced: (f) =>
		`The key ${f.about} is valid from ${f.to} entries, but the key before it has not signed that it takes over.`,
	otherKeys: (f) => `The log is not signed with the key ${f.about}, which you gave.`,
	receiverDiffers: (f) =>
		`${f.about} has kept another checkpoint at ${f.to} entries. The log was rewritten: somewhere at place ${between(f)} it was another one when the receiver got it.`,
	receiverAhead: (f) =>
		`${f.about} has kept a checkpoint at ${f.to} entries, but the export has only ${f.from}. Either the export is older, or the last ${count(f)} have been removed.`,
	receiverUnreadable: (f) => `${f.about} holds no checkpoint.`,
	unplaced: (f) =>
		`The entry ${f.about}, dated ${f.than}, has no place in the log. The integration stands still, or the entry was put in beside it.`,
	backwards: (f) =>
		`Place ${places(f)}: dated ${f.about}, but added after an entry that is dated ${f.than}. It may have been inserted afterwards, or the clock was wrong. It should never differ by more than ${lagMinutes} minutes.`,
	entryNotFound: (f) => `The entry ${f.about} is not in the export.`
};

/** One sentence or two: what is wrong, and where. */
export function describeFinding(finding: Finding, locale: TextLocale): string {
	return (locale === 'sv' ? swedish : english)[finding.what](finding);
}

/** The same for what is only worth knowing. */
export function describeRemark(remark: Remark, locale: TextLocale): string {
	const sv = locale === 'sv';
	switch (remark.what) {
		case 'noCheckpoint':
			return sv ? 'Ingen kontrollpunkt är undertecknad än.' : 'No checkpoint has been signed yet.';
		case 'notCovered':
			return sv
				? `Poster som täcks av nästa kontrollpunkt: ${remark.count}.`
				: `Entries that the next checkpoint will cover: ${remark.count}.`;
		case 'recentlyRecorded':
			return sv
				? `Nyss skrivna poster som inte hade fått sin plats än: ${remark.count}.`
				: `Entries recorded just now that had not got their places yet: ${remark.count}.`;
		case 'withoutEntries':
			return sv
				? 'Exporten innehåller inga poster, bara det som står för dem. Att posterna är oförändrade går inte att se av den.'
				: 'The export holds no entries, only what stands for them. It does not show whether the entries are unchanged.';
		case 'elsewhere':
			return sv
				? `Poster som hör till en annan kommun och inte är med i filen: ${remark.count}.`
				: `Entries of another municipality, which are not in the file: ${remark.count}.`;
		case 'keyReplaced':
			return sv
				? `Nyckeln ${remark.key} ersatte en nyckel som hade gått förlorad (plats ${remark.index}). Den förra har inte undertecknat bytet: fråga den som sköter driften.`
				: `The key ${remark.key} replaced one that was lost (place ${remark.index}). The one before it has not signed that: ask whoever runs the system.`;
		case 'receiverAgrees':
			return sv
				? `${remark.receiver}: kontrollpunkter som stämmer: ${remark.count}, den sista vid ${remark.size} poster.`
				: `${remark.receiver}: checkpoints that agree: ${remark.count}, the last one at ${remark.size} entries.`;
		case 'moreFindings':
			return sv
				? `Fler fel, som inte visas: ${remark.count}.`
				: `More that is wrong, and not shown: ${remark.count}.`;
	}
}
