/**
 * What every form page and every field component agree on, so that a field looks, reads and fails the same everywhere.
 *
 * A server action answers `fail(400, { values, errors })`; the page gives each field its own part of both. Ids derive
 * from the name, so the error summary can link to a field that it knows nothing else about.
 */

/** What a form field may hold: one value, several (checkboxes), or nothing yet. */
export type FieldValue = string | number | readonly string[] | null | undefined;

/** One thing to choose: the code that is stored, the text that is read, and a line of help when the text is not enough. */
export type Choice = { value: string; label: string; help?: string };

/** Field name to message, in the order of the form. The key `''` (`wholeForm`) is an error that belongs to no field. */
export type FormErrors = Readonly<Record<string, string>>;

/** Key in `errors` for what is wrong with the form as a whole, e.g. that somebody else changed the case first. */
export const wholeForm = '';

/** Id of the control; in a group of choices, of the first one. Example: 'measures[0].title' → 'field-measures-0-title'. */
export function fieldId(name: string): string {
	return `field-${name.replace(/[^A-Za-z0-9_-]+/g, '-').replace(/-+$/, '')}`;
}

/** Id of the help text of a field. */
export function helpId(name: string): string {
	return `${fieldId(name)}-help`;
}

/** Id of the error message of a field. */
export function errorId(name: string): string {
	return `${fieldId(name)}-error`;
}

/** Value of `aria-describedby`: the texts that are actually on the page, or undefined when there are none. */
export function describedBy(name: string, shown: { help?: string; error?: string }): string | undefined {
	const ids = [shown.help ? helpId(name) : '', shown.error ? errorId(name) : ''].filter(Boolean);
	return ids.length > 0 ? ids.join(' ') : undefined;
}

/** The value of a field that holds one. Of several the first; of none an empty string. */
export function singleValue(value: FieldValue): string {
	if (value === null || value === undefined) return '';
	return typeof value === 'object' ? (value[0] ?? '') : String(value);
}

/** Whether a choice is among the values of its field. */
export function isChosen(value: FieldValue, choice: string): boolean {
	return typeof value === 'object' && value !== null ? value.includes(choice) : singleValue(value) === choice;
}
