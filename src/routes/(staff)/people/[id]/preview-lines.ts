import { m } from '#lib/paraglide/messages.js';
import type { previewRole } from '#lib/server/people/index.ts';

export type Preview = Extract<Awaited<ReturnType<typeof previewRole>>, { ok: true }>['preview'];

/** What a role shows, one sentence each. */
export function previewLines(preview: Preview): string[] {
	const { fromText: from, toText: to, unitName: unit } = preview;
	const about = {
		name: preview.name ?? m.person_protected_name(),
		role: m[`role_${preview.role}`](),
		unit,
		from
	};
	const reads = preview.cases !== 'none';
	const count =
		preview.openCases === null
			? m.person_preview_fewer({ count: preview.threshold })
			: String(preview.openCases);
	return [
		to === null ? m.person_preview_about(about) : m.person_preview_about_to({ ...about, to }),
		m.person_preview_units({ count: preview.units }),
		preview.cases === 'none'
			? m.person_preview_cases_none()
			: m[`person_preview_cases_${preview.cases}`]({ count }),
		...(reads
			? [
					m.person_preview_never_own(),
					...(preview.reporters === 'never' ? [] : [m[`person_preview_reporters_${preview.reporters}`]()]),
					preview.notes ? m.person_preview_notes() : m.person_preview_no_notes()
				]
			: []),
		...(preview.protectedPeople ? [m.person_preview_protected()] : []),
		m[`person_preview_figures_${preview.figures}`]({ count: preview.threshold }),
		...(preview.administers ? [m.person_preview_administers()] : [])
	];
}
