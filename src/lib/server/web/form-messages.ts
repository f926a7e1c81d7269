import { m } from '../../paraglide/messages.js';
import type { FormErrors, FormProblem } from '../platform/http-form.ts';

/** The sentence for a problem: what is wrong and what to do. */
function messageOf({ code, limit, actual }: FormProblem): string {
	if (code === 'tooLong') return m.error_tooLong({ limit: String(limit), actual: String(actual) });
	if (code === 'tooMany') return m.error_tooMany({ minutes: String(limit) });
	if (code === 'wait') return m.error_wait({ minutes: String(limit) });
	if (code === 'uploadTooLarge') return m.error_uploadTooLarge({ limit: String(limit) });
	return m[`error_${code}`]();
}

/** One sentence per field; '' is the form as a whole. */
export function formMessages(errors: FormErrors): Record<string, string> {
	return Object.fromEntries(Object.entries(errors).map(([name, problem]) => [name, messageOf(problem)]));
}
