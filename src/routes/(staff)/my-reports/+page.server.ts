import { listOwnReports } from '#lib/server/cases/index.ts';
import { formatDate } from '#lib/server/platform/swedish-dates.ts';
import { contextOf } from '#lib/server/web/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const wanted = Number(event.url.searchParams.get('page'));
	const page = Number.isInteger(wanted) && wanted >= 1 && wanted < 1_000_000 ? wanted : 1;
	const { reports, pageCount } = await listOwnReports(contextOf(event), page);
	return {
		page,
		pageCount,
		reports: reports.map(({ reportedAt, occurredAt, ...report }) => ({
			...report,
			reportedText: formatDate(reportedAt, event.locals.locale),
			occurredText: formatDate(occurredAt, event.locals.locale)
		}))
	};
};
