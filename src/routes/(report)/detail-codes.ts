/** What the questions behind 'Lägg till mer' can be answered with. Server only: components get it as data. */
import { assessedForms, consequences, genders, subforms, yesNoUnsure } from '#lib/server/incidents/index.ts';

/** Choices for `DetailFields`. @param asksAbuseOfPosition whether the municipality counts misuse of one's position */
export function detailCodes(asksAbuseOfPosition: boolean) {
	const asked = assessedForms.filter((form) => form !== 'abuseOfPosition' || asksAbuseOfPosition);
	return {
		subforms: asked.map((form) => ({ form, subforms: subforms[form] })),
		consequences,
		genders,
		answers: yesNoUnsure
	};
}
