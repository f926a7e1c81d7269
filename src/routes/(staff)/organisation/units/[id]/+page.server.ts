import { redirect } from '@sveltejs/kit';
import {
	headcountSchema,
	isUnitAction,
	setHeadcount,
	viewUnit
} from '#lib/server/organisation-changes/index.ts';
import { NotFound } from '#lib/server/platform/errors.ts';
import { isId } from '#lib/server/platform/ids.ts';
import type { UnitId } from '#lib/server/organisation/index.ts';
import { failWith, formOf, recentContextOf } from '#lib/server/web/index.ts';
import { dayText, entryText, periodText, plannedText } from '../../organisation-text.ts';
import type { Actions, PageServerLoad } from './$types';

/** What was just done, as the address says it. */
const doneWords = ['changed', 'planned', 'headcount'] as const;

export const load: PageServerLoad = async (event) => {
	const context = recentContextOf(event);
	const { locale } = event.locals;
	const view = await viewUnit(context, event.params.id);
	const { unit } = view;
	const done = event.url.searchParams.get('done');
	return {
		done: doneWords.find((word) => word === done) ?? null,
		id: unit.id,
		name: unit.name,
		level: unit.level,
		isRoot: unit.parentId === null,
		isOpen: view.isOpen,
		above: view.above,
		successor: view.successor,
		activity: unit.activity,
		area: unit.area,
		validity: periodText(unit.validFrom, unit.validTo, locale),
		people: view.people,
		below: view.below,
		roles: view.roles.map((role, index) => ({
			key: index,
			personId: role.personId,
			name: role.name,
			role: role.role,
			isDeputy: role.isDeputy,
			period: periodText(role.validFrom, role.validTo, locale)
		})),
		versions: view.versions.map((version) => ({
			key: version.from,
			period: periodText(version.from, version.to, locale),
			name: version.name,
			above: version.above.join(' › '),
			described: [version.activity, version.area].filter(Boolean).join(', ')
		})),
		headcounts: view.headcounts
			.map((row) => ({ ...row, key: `${row.year} ${row.occupation}` }))
			.toSorted(
				(one, other) => other.year - one.year || one.occupation.localeCompare(other.occupation, 'sv')
			),
		changes: view.changes.map((entry) => entryText(entry, locale)),
		planned: view.planned.map((change) => ({
			href: `/organisation/changes/${change.id}`,
			from: dayText(change.from, locale),
			text: plannedText(change)
		})),
		actions: (unit.level === 'unit'
			? ['rename', 'move', 'merge', 'describe', 'close']
			: ['create', 'rename', 'move', 'merge', 'describe', 'close']
		)
			.filter(isUnitAction)
			.filter((action) => unit.parentId !== null || ['create', 'rename', 'describe'].includes(action))
	};
};

export const actions: Actions = {
	headcount: async (event) => {
		const context = recentContextOf(event);
		const form = await formOf(event, headcountSchema);
		if (!form.ok) return failWith(400, form.values, form.errors);
		const { id } = event.params;
		if (!isId<UnitId>(id)) throw new NotFound();
		await setHeadcount(context, { unitId: id, ...form.value });
		redirect(303, `/organisation/units/${id}?done=headcount`);
	}
};
