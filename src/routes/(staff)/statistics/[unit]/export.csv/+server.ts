import { csvOf, exportStatistics } from '#lib/server/statistics/index.ts';
import { recentContextOf } from '#lib/server/web/index.ts';
import { tabulateStatistics } from '../../tabulate.ts';
import type { RequestHandler } from './$types';

/** The same figures as on the page, one per row, in the language that the municipality works in. */
export const GET: RequestHandler = async (event) => {
	const view = await exportStatistics(recentContextOf(event), event.params.unit, event.url.searchParams);
	const { from, to } = view.period;
	return new Response(csvOf(tabulateStatistics(view, 'sv')), {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': `attachment; filename="statistik_${from}_${to}.csv"`
		}
	});
};
