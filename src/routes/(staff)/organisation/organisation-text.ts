/** The organisation in words: changes, days, and why something cannot be done. */
import { Temporal } from 'temporal-polyfill';
import { m } from '#lib/paraglide/messages.js';
import type {
	ChangeKind,
	JournalEntry,
	PlanProblem,
	PlannedChange,
	RowChange,
	UndoProblem,
	ChangeView
} from '#lib/server/organisation-changes/index.ts';
import { formatDate, formatDateTime, type DateLocale } from '#lib/server/platform/swedish-dates.ts';

/** A day; the first one of all says that nobody knows since when. */
export function dayText(day: string, locale: DateLocale): string {
	return day === '1900-01-01'
		? m.organisation_since_before()
		: formatDate(Temporal.PlainDate.from(day), locale);
}

/** '1 mars 2024 – 31 december 2025', 'från och med 1 januari 2026'. */
export function periodText(from: string, to: string | null, locale: DateLocale): string {
	if (to === null) {
		return from === '1900-01-01'
			? m.organisation_always()
			: m.organisation_from_day({ day: dayText(from, locale) });
	}
	return from === '1900-01-01'
		? m.organisation_until_day({ day: dayText(to, locale) })
		: m.organisation_period({ from: dayText(from, locale), to: dayText(to, locale) });
}

export function kindText(kind: ChangeKind): string {
	return m[`organisation_kind_${kind}`]();
}

export function problemText({ code, count, day }: PlanProblem, locale: DateLocale): string {
	return m[`organisation_problem_${code}`]({
		count: count ?? 0,
		day: day ? dayText(day, locale) : ''
	});
}

export function plannedText({ kind, unitName, target }: PlannedChange): string {
	return m[`organisation_planned_${kind as 'unitMoved'}`]({
		unit: unitName,
		target: target || m.not_stated()
	});
}

/** Why a change cannot be taken back. */
export function undoProblemText(problem: UndoProblem, locale: DateLocale): string {
	if (problem.code !== 'changedSince') return m[`organisation_undo_${problem.code}`]();
	return problem.later
		? m.organisation_undo_changedSince({
				kind: kindText(problem.later.kind),
				at: formatDateTime(problem.later.at, locale)
			})
		: m.organisation_undo_changedOtherwise();
}

/** An entry of the journal, as a list shows it. */
export function entryText(entry: JournalEntry, locale: DateLocale) {
	return {
		id: entry.id,
		href: `/organisation/changes/${entry.id}`,
		title: entry.about ? `${kindText(entry.kind)}: ${entry.about}` : kindText(entry.kind),
		state: entry.state,
		stateLabel: m[`organisation_state_${entry.state}`](),
		from: dayText(entry.from, locale),
		made: formatDateTime(entry.madeAt, locale),
		by: entry.isBySystem ? m.organisation_by_system() : (entry.madeByName ?? m.protected_person()),
		note: entry.note,
		extent: extentText(entry)
	};
}

function extentText({ units, people, roles, headcounts }: JournalEntry): string {
	const parts = [
		units > 0 && m.organisation_count_units({ count: units }),
		people > 0 && m.organisation_count_people({ count: people }),
		roles > 0 && m.organisation_count_roles({ count: roles }),
		headcounts > 0 && m.organisation_count_headcounts({ count: headcounts })
	].filter((part) => part !== false);
	return parts.join(', ');
}

/** What happened to one row: what it is, and how it was and became. */
export function rowText(
	row: RowChange,
	{ unitNames, personNames }: Pick<ChangeView, 'unitNames' | 'personNames'>,
	locale: DateLocale
): { what: string; before: string; after: string } {
	const unitName = (id: Parameters<typeof unitNames.get>[0] | null) => (id && unitNames.get(id)) ?? '';
	switch (row.table) {
		case 'unit': {
			const words = (unit: typeof row.after | null) =>
				unit === null
					? m.organisation_row_none()
					: [
							unit.name,
							unit.path.slice(0, -1).map(unitName).join(' › '),
							[unit.activity, unit.area].filter(Boolean).join(', '),
							unit.validTo && m.organisation_until_day({ day: dayText(unit.validTo, locale) })
						]
							.filter(Boolean)
							.join('. ');
			return { what: m.organisation_row_unit(), before: words(row.before), after: words(row.after) };
		}
		case 'person': {
			const words = (person: typeof row.after | null) =>
				person === null
					? m.organisation_row_none()
					: [
							person.name,
							person.occupation,
							unitName(person.unitId),
							!person.isActive && m.organisation_row_inactive()
						]
							.filter(Boolean)
							.join(', ');
			return { what: m.organisation_row_person(), before: words(row.before), after: words(row.after) };
		}
		case 'protectedPerson': {
			const words = ({ unitId, isActive }: typeof row.after) =>
				[m.protected_person(), unitName(unitId), !isActive && m.organisation_row_inactive()]
					.filter(Boolean)
					.join(', ');
			return { what: m.organisation_row_person(), before: words(row.before), after: words(row.after) };
		}
		case 'assignment': {
			const words = (role: typeof row.after | null) =>
				role === null
					? m.organisation_row_none()
					: [
							personNames.get(role.personId) ?? m.protected_person(),
							m[`role_${role.role}`](),
							unitName(role.unitId),
							role.validTo !== null && role.validTo < role.validFrom
								? m.organisation_row_never()
								: periodText(role.validFrom, role.validTo, locale)
						].join(', ');
			return { what: m.organisation_row_role(), before: words(row.before), after: words(row.after) };
		}
		case 'unitHeadcount': {
			const words = (headcount: typeof row.after) =>
				headcount === null
					? m.organisation_row_none()
					: `${unitName(headcount.unitId)}, ${headcount.year}, ${headcount.occupation}: ${headcount.headcount}`;
			return { what: m.organisation_row_headcount(), before: words(row.before), after: words(row.after) };
		}
	}
}
