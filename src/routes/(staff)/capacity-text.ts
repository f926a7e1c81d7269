/** In what capacity somebody did something, in words: 'som chef', 'som chef, i stället för Monika Strand'. */
import { m } from '#lib/paraglide/messages.js';

/**
 * @param role as the log has it; null: as themselves
 * @param onBehalfOf undefined: nobody; null: somebody with protected personal data
 */
export function capacityText(role: string | null, onBehalfOf: string | null | undefined): string {
	const name = `as_${String(role)}` as keyof typeof m;
	const known = m[name] as (() => string) | undefined;
	return [
		role === null ? [] : m.log_as({ role: known?.() ?? role }),
		onBehalfOf === undefined ? [] : m.log_on_behalf({ name: onBehalfOf ?? m.log_somebody_protected() })
	]
		.flat()
		.join(', ');
}
