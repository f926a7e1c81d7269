/** How pages write people, so that protected personal data reads the same everywhere. */
import type { InLanguage } from '#lib/in-language.ts';
import { m } from '#lib/paraglide/messages.js';
import type { ShownPerson } from '#lib/server/organisation/index.ts';

/** A name, or that the personal data are protected. */
export function nameText({ name }: ShownPerson, language: InLanguage = {}): string {
	return name ?? m.protected_person({}, language);
}

/** Several names, with commas. */
export function namesText(people: readonly ShownPerson[], language: InLanguage = {}): string {
	return people.map((person) => nameText(person, language)).join(', ');
}

/** Who acts: the one who stands in, and for whom; otherwise the person themselves. */
export function actingText(person: ShownPerson, standIn: ShownPerson | null): string {
	return standIn
		? m.person_standing_in({ name: nameText(standIn), other: nameText(person) })
		: nameText(person);
}
