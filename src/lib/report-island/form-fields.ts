/** The form on the page, read and filled in as the data of form-entries.ts. */
import { changesBetween, mergeTexts, textEntries, type Changes, type Entries } from './form-entries.ts';

/** What the form says now; null when it holds a file. */
export function currentEntries(form: HTMLFormElement): Entries | null {
	return textEntries(new FormData(form));
}

/** What the form says when nobody has touched it: its defaults stand in the markup. */
export function untouchedEntries(form: HTMLFormElement): Entries {
	const copy = form.cloneNode(true) as HTMLFormElement;
	copy.reset();
	return currentEntries(copy) ?? [];
}

/**
 * Puts a draft into the form. What somebody has had time to type or choose before the script came stays: a text is added
 * to, any other field wins over the draft. Opens what is folded, so that nothing is sent unseen.
 */
export function putIntoForm(form: HTMLFormElement, changes: Changes, untouched: Entries): void {
	const touched = new Set(changesBetween(untouched, currentEntries(form) ?? []).map(([name]) => name));
	for (const [name, values] of changes) {
		for (const field of form.querySelectorAll<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>(
			`[name="${CSS.escape(name)}"]`
		)) {
			if (field.type === 'textarea') field.value = mergeTexts(values[0] ?? '', field.value);
			else if (touched.has(name)) continue;
			else if (field.type === 'checkbox' || field.type === 'radio')
				(field as HTMLInputElement).checked = values.includes(field.value);
			else field.value = values[0] ?? '';
			const folded = field.closest('details');
			if (folded) folded.open = true;
		}
	}
}
