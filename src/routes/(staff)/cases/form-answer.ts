/** What the forms of a case and of a measure answer: back to the page when done, else the form with everything typed. */
import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { m } from '#lib/paraglide/messages.js';
import { historyView, type HistoryLine, type Outcome } from '#lib/server/cases/index.ts';
import { NotFound } from '#lib/server/platform/errors.ts';
import type { FormErrors, FormValues } from '#lib/server/platform/http-form.ts';
import { isId } from '#lib/server/platform/ids.ts';
import { formMessages } from '#lib/server/web/form-messages.ts';

/** A form that was not accepted, and which one, since a page has several. */
export interface FailedForm {
	form: string;
	values: FormValues;
	/** Sentences by field name; '' is the form as a whole. */
	errors: Record<string, string>;
	/** What another person did in the meantime; null when nobody did. */
	changes: HistoryLine[] | null;
}

/** The id in the address. Something else is not found, and never reaches the database. */
export function idOf<Id extends string>({ params }: { params: { id: string } }): Id {
	if (!isId<Id>(params.id)) throw new NotFound();
	return params.id;
}

/** The form could not be read, or does not say what it must. */
export function failUnread(form: string, { values, errors }: { values: FormValues; errors: FormErrors }) {
	const messages = formMessages(errors);
	// the only way to get this with our own page: a sub-form of another form than the chosen one
	if (errors.subform?.code === 'unknownChoice') messages.subform = m.case_problem_subform();
	return fail(400, { form, values, errors: messages, changes: null } satisfies FailedForm);
}

/** @param to the page to go back to when it is done; it says what was done */
export function answer(event: RequestEvent, to: string, form: string, values: FormValues, outcome: Outcome) {
	if (outcome.ok) redirect(303, `${to}?done=${form}`);
	const failed: FailedForm = { form, values, errors: {}, changes: null };
	switch (outcome.because) {
		case 'changed':
			failed.changes = outcome.changes.map((entry) => historyView(entry, event.locals.locale));
			break;
		case 'missing': {
			const list = outcome.missing.map((code) => m[`case_missing_${code}`]()).join('; ');
			failed.errors[''] = m.case_problem_missing({ list });
			break;
		}
		case 'notPossible':
			failed.errors[''] = m.case_problem_notPossible();
			break;
		case 'field':
			failed.errors[outcome.field] = m[`case_problem_${outcome.problem}`]();
	}
	return fail(outcome.because === 'field' ? 400 : 409, failed);
}

/** What was just done, for the page to say; null when nothing was, or the address says something else. */
export function doneOf<Name extends string>(url: URL, names: readonly Name[]): Name | null {
	return names.find((name) => name === url.searchParams.get('done')) ?? null;
}
