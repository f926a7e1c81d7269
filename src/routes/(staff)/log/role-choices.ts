import { m } from '#lib/paraglide/messages.js';

/** The capacities that the log can be searched by, as choices. @param codes '' is as themselves */
export function roleChoices<Code extends string>(codes: readonly Code[]): { value: string; label: string }[] {
	return codes.map((code) => {
		if (code === '') return { value: 'self', label: m.log_filter_self() };
		const name = `as_${code}` as keyof typeof m;
		const text = (m[name] as () => string)();
		return { value: code, label: text.charAt(0).toUpperCase() + text.slice(1) };
	});
}
