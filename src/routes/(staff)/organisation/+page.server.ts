import { viewTree } from '#lib/server/organisation-changes/index.ts';
import { parseSwedishDate } from '#lib/server/platform/swedish-dates.ts';
import { dateIn } from '#lib/server/platform/working-days.ts';
import { recentContextOf } from '#lib/server/web/index.ts';
import { dayText, plannedText } from './organisation-text.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const context = recentContextOf(event);
	const { locale } = event.locals;
	const asked = event.url.searchParams.get('day')?.trim() ?? '';
	const today = dateIn(context.now()).toString();
	const day = parseSwedishDate(asked)?.toString() ?? null;
	const withClosed = event.url.searchParams.get('closed') === 'yes';
	const tree = await viewTree(context, { day: day ?? today, withClosed });
	const sections = sectionsOf(tree.units);
	return {
		day: day ?? today,
		dayText: dayText(day ?? today, locale),
		isToday: (day ?? today) === today,
		asked,
		isUnreadable: asked !== '' && day === null,
		withClosed,
		closedCount: tree.closedCount,
		root: tree.units[0]?.depth === 0 ? tree.units[0] : null,
		sections,
		isLong: tree.units.length > 80,
		planned: tree.planned.map((change) => ({
			href: `/organisation/changes/${change.id}`,
			from: dayText(change.from, locale),
			text: plannedText(change)
		}))
	};
};

/** One section for each unit right below the municipality, with everything below it. */
function sectionsOf<Unit extends { depth: number }>(units: readonly Unit[]): Unit[][] {
	const sections: Unit[][] = [];
	for (const unit of units) {
		if (unit.depth === 0) continue;
		const last = sections.at(-1);
		if (unit.depth === 1 || !last) sections.push([unit]);
		else last.push(unit);
	}
	return sections;
}
