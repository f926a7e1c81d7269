/** How the forms of the case page are filled in again when they were not accepted. */
import type { FailedForm } from '../form-answer.ts';

/** What the sections of the page get: the case, and the form that was just not accepted. */
export type { CaseView } from '#lib/server/cases/index.ts';
export type { FailedForm };

/** The failed form, if it was this one. */
export function failedForm(form: FailedForm | null | undefined, name: string): FailedForm | null {
	return form?.form === name ? form : null;
}

/**
 * The version that a form is made against. After a conflict the page shows what changed, so the new version; after another
 * mistake still the old one, so that a change in between is noticed.
 */
export function versionOf(failed: FailedForm | null, current: number): string {
	const posted = failed?.changes ? undefined : failed?.values.version;
	return typeof posted === 'string' ? posted : String(current);
}

/** The key of the form: the same as long as the form has not been accepted. */
export function keyOf(failed: FailedForm | null, fresh: string): string {
	const posted = failed?.values.key;
	return typeof posted === 'string' && posted !== '' ? posted : fresh;
}
