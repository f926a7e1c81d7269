/** The question that a form asks before it keeps what looks like a personnummer: cases are written with references, not people. */
import { m } from '#lib/paraglide/messages.js';
import type { FormValues } from '#lib/server/platform/http-form.ts';
import { hasPersonnummer } from '#lib/text-hints/index.ts';

/** The hidden field that says that the question was answered: what was sent again is kept as it is. */
export const askedField = 'askedAboutPersonnummer';

/** The question by field name; empty when nothing looks like one, or when it was asked before. */
export function questionsAboutPersonnummer(values: FormValues): Record<string, string> {
	if (values[askedField] === 'yes') return {};
	return Object.fromEntries(
		Object.entries(values)
			.filter(([, value]) => [value].flat().some(hasPersonnummer))
			.map(([name]) => [name, m.lex_personnummer()])
	);
}

/** Whether a form that was not accepted was asked about. */
export function wasAsked(errors: Record<string, string> | undefined): boolean {
	return Object.values(errors ?? {}).includes(m.lex_personnummer());
}
