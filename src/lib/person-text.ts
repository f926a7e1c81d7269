/** How pages write people, so that protected personal data reads the same everywhere. */
import { m } from '#lib/paraglide/messages.js';
import type { ShownPerson } from '#lib/server/organisation/index.ts';

/** A name, or that the personal data are protected. */
export function nameText({ name }: ShownPerson): string {
	return name ?? m.protected_person();
}

/** Several names, with commas. */
export function namesText(people: readonly ShownPerson[]): string {
	return people.map(nameText).join(', ');
}

/** Who acts: the one who stands in, and for whom; otherwise the person themselves. */
export function actingText(person: ShownPerson, standIn: ShownPerson | null): string {
	return standIn
		? m.person_standing_in({ name: nameText(standIn), other: nameText(person) })
		: nameText(person);
}
