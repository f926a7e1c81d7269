import { viewStatistics } from '#lib/server/statistics/index.ts';
import { contextOf } from '#lib/server/web/index.ts';
import { presentStatistics } from '../present.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
	statistics: presentStatistics(
		await viewStatistics(contextOf(event), event.params.unit, event.url.searchParams),
		event.locals.locale
	)
});
