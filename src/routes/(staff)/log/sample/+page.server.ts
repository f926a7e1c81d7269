import { sampleLog, sampleSizes } from '#lib/server/log-review/index.ts';
import { recentContextOf } from '#lib/server/web/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
	sizes: sampleSizes,
	sample: await sampleLog(recentContextOf(event), event.url.searchParams, event.locals.locale)
});
