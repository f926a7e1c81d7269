/** In what capacity somebody did something, in words: 'som chef', 'som chef, i stället för Monika Strand'. */
import type { InLanguage } from '#lib/in-language.ts';
import { m } from '#lib/paraglide/messages.js';

/**
 * @param role as the log has it; null: as themselves
 * @param onBehalfOf undefined: nobody; null: somebody with protected personal data
 */
export function capacityText(
	role: string | null,
	onBehalfOf: string | null | undefined,
	language: InLanguage = {}
): string {
	const name = `as_${String(role)}` as keyof typeof m;
	const known = m[name] as ((inputs: object, language: InLanguage) => string) | undefined;
	return [
		role === null ? [] : m.log_as({ role: known?.({}, language) ?? role }, language),
		onBehalfOf === undefined
			? []
			: m.log_on_behalf({ name: onBehalfOf ?? m.log_somebody_protected({}, language) }, language)
	]
		.flat()
		.join(', ');
}
