import { searchLog } from '#lib/server/log-review/index.ts';
import { recentContextOf } from '#lib/server/web/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
	log: await searchLog(recentContextOf(event), event.url.searchParams, event.locals.locale)
});
