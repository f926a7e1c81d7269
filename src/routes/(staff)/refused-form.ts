import { fail } from '@sveltejs/kit';
import type { FormValues } from '#lib/server/platform/http-form.ts';
import type { FailedForm } from './cases/form-answer.ts';

/** A form that was read, and not accepted. @param errors sentences by field name; '' is the form as a whole */
export function refusedForm(form: string, values: FormValues, errors: Record<string, string>, status = 409) {
	return fail(status, { form, values, errors, changes: null } satisfies FailedForm);
}
