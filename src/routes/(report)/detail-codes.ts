/** What the questions behind 'Lägg till mer' can be answered with. Server only: components get it as data. */
import {
	assessedForms,
	consequences,
	formOfSubform,
	genders,
	subforms,
	yesNoUnsure,
	type AssessedForm,
	type Form,
	type Subform
} from '#lib/server/incidents/index.ts';

/** Choices for `DetailFields`. @param asked the forms whose sub-forms are asked for */
export function detailCodes(asked: readonly AssessedForm[]) {
	return {
		subforms: assessedForms
			.filter((form) => asked.includes(form))
			.map((form) => ({ form, subforms: subforms[form] })),
		consequences,
		genders,
		answers: yesNoUnsure
	};
}

/** On the form, before anything is chosen. @param asksAbuseOfPosition whether the municipality counts misuse of one's position */
export function formsToAsk(asksAbuseOfPosition: boolean): AssessedForm[] {
	return assessedForms.filter((form) => form !== 'abuseOfPosition' || asksAbuseOfPosition);
}

/** Afterwards: what was chosen and what is answered already; everything when the reporter was unsure or chose nothing. */
export function formsToAskAgain(chosen: readonly Form[], answered: readonly Subform[]): AssessedForm[] {
	const isOpen = chosen.length === 0 || chosen.includes('unsure');
	const asked = formsToAsk(false).filter((form) => isOpen || (chosen as readonly string[]).includes(form));
	return [...new Set([...asked, ...answered.map(formOfSubform)])];
}
